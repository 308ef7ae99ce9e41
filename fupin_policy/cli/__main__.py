"""``python -m fupin_policy.cli``."""

from fupin_policy.cli import main

raise SystemExit(main())
