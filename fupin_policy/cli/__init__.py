"""The command line: ``fupin``.

Exit codes: 0 done, 1 something was found that needs a person (``check``, ``check-source``), 2 the input
or the call is wrong; errors go to standard error, one problem a line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from fupin_policy.cli.arguments import language_of, parser
from fupin_policy.problems import FupinError, Place, Problem

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code.

    >>> main(["list", "--policy", "ruyuan-2016", "--kind", "exit_standard", "--lang", "en"])  # doctest: +ELLIPSIS
    Clause ...
    0
    """
    lang = language_of(argv)
    options = parser(lang).parse_args(argv)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except FupinError as error:
        return _refused(error.describe(lang))
    except UnicodeEncodeError as error:
        # Told in English: what cannot show the output may not show Chinese either.
        return _refused(f"this cannot be shown in {error.encoding}; set PYTHONUTF8=1 for UTF-8")
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # The reader of our output has gone (head, less): nothing is wrong. Closing must not fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return _refused(Problem(str(error.strerror), Place(error.filename)).describe(lang))
    return code


def _refused(told: str) -> int:
    """Tell why a call came to nothing, a problem a line; its exit code."""
    print(f"fupin: {told}" if "\n" not in told else f"fupin:\n{told}", file=sys.stderr)
    return 2
