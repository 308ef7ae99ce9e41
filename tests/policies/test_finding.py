"""Looking measures up by clause, kind, agency and id: what is found, and what is refused."""

from __future__ import annotations

import pytest

import fupin_policy as fp


@pytest.fixture(scope="module")
def registry() -> fp.Registry:
    return fp.load_policies()


def test_a_name_of_one_policy_is_looked_up_in_all(registry: fp.Registry) -> None:
    found = registry.find(agency="县财政")
    assert {policy.slug for policy, _ in found} == {"ruyuan-2016"}
    assert [one.id for _, one in found] == [one.id for one in registry["ruyuan-2016"].find(agency="县财政")]
    assert {policy.slug for policy, _ in registry.find(clause="二(一)4")} <= {
        "ruyuan-2016",
        "jiangxi-2014",
        "zhejiang-2013",
    }
    ((policy, grant),) = registry.find(measure="education-grant")
    assert (policy.slug, grant.clause) == ("ruyuan-2016", "二(一)4")


def test_a_name_that_another_place_has_gives_nothing_there(registry: fp.Registry) -> None:
    assert registry.find(agency="县财政", division="330000") == ()
    assert registry.find(measure="education-grant", division="330000") == ()


def test_a_name_that_no_policy_has_is_refused(registry: fp.Registry) -> None:
    with pytest.raises(fp.InputError) as caught:
        registry.find(agency="县扶贫办公")
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == len(registry)
    assert "unknown actor of ruyuan-2016 '县扶贫办公'; did you mean '县扶贫办'?" in told
    with pytest.raises(
        fp.UnknownNameError, match="unknown measure 'educaton-grant'; did you mean 'education-grant'"
    ):
        registry.find(measure="educaton-grant")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"kind": "grnt"}, "unknown kind 'grnt'; did you mean 'grant'?"),
        ({"topic": "helth"}, "unknown topic 'helth'; did you mean 'health'?"),
        ({"clause": "二(九)"}, "unknown clause of ruyuan-2016 '二(九)'; did you mean '二(二)'?"),
    ],
)
def test_a_policy_refuses_what_it_does_not_know(
    registry: fp.Registry, wanted: dict[str, str], message: str
) -> None:
    with pytest.raises(fp.UnknownNameError) as caught:
        registry["ruyuan-2016"].find(**wanted)  # type: ignore[arg-type]  # names are given as text
    assert str(caught.value) == message


def test_an_unknown_kind_is_told_once_for_all_policies(registry: fp.Registry) -> None:
    with pytest.raises(fp.InputError) as caught:
        registry.find(kind="grnt")
    assert [str(problem) for problem in caught.value.problems] == [
        "unknown kind 'grnt'; did you mean 'grant'?"
    ]
