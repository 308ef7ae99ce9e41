"""Every closed list has a label in each language for each member."""

from __future__ import annotations

from itertools import groupby

import pytest

from fupin_policy.assess import Verdict
from fupin_policy.monitor import DutyState, TargetState
from fupin_policy.monitor.crosswalk import Part
from fupin_policy.policy.kinds import (
    DayBound,
    Kind,
    Level,
    Modality,
    Role,
    Rounding,
    Status,
    Stream,
    TargetScope,
    Topic,
)
from fupin_policy.values import Bound, Labelled
from fupin_policy.verify import Severity
from fupin_policy.verify.source_report import How

LISTS = [
    *(Bound, DayBound, DutyState, How, Kind, Level, Modality, Part, Role, Rounding, Severity, Status, Stream),
    *(TargetScope, TargetState, Topic, Verdict),
]


@pytest.mark.parametrize("members", LISTS)
def test_labels_are_there_and_tell_members_apart(members: type[Labelled]) -> None:
    for lang in ("zh", "en"):
        labels = [one.label(lang) for one in members]
        assert all(labels) and len(set(labels)) == len(labels)
    assert all("一" <= one.zh[0] <= "鿿" for one in members)
    assert all(one.en.isascii() for one in members)


@pytest.mark.parametrize("members", LISTS)
def test_a_member_is_its_key(members: type[Labelled]) -> None:
    for one in members:
        assert members(one.value) is one and one == one.value == str(one)
        assert one.aliases == ()
    with pytest.raises(ValueError, match=r"unknown .* 'nonsense'; expected one of"):
        members("nonsense")


def test_all_lists_are_tested() -> None:
    def below(cls: type[Labelled]) -> set[type[Labelled]]:
        return {found for one in cls.__subclasses__() for found in (one, *below(one))}

    named = {
        one.__name__ for one in below(Labelled) if one.__module__.startswith("fupin_policy.") and list(one)
    }
    from fupin_policy.domain.facts import Code

    codes = {one.__name__ for one in below(Code)}
    assert named - codes - {one.__name__ for one in LISTS} == set()
    assert [name for name, same in groupby(sorted(named)) if len(list(same)) > 1] == []
