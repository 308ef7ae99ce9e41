"""The dwelling of a household."""

import datetime as dt
from typing import ClassVar

from fupin_policy.domain.checks import Consistent, Excludes
from fupin_policy.domain.codes import DangerGrade, DwellingWork
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.parts import entity
from fupin_policy.values import Quantity

__all__ = ["Dwelling"]


@entity
class Dwelling(Entity):
    """The house a household lives in.

    >>> Dwelling(danger="D级", work="新建", only_home=True).work.en
    'New building'
    """

    key: ClassVar[str] = "dwelling"
    labels: ClassVar[tuple[str, str]] = ("住房", "Dwelling")
    extent: ClassVar[Extent] = Extent.HOME
    consistent: ClassVar[tuple[Consistent, ...]] = (
        Excludes(
            "work", DwellingWork.NONE, "completed_on", None, "work that is not done cannot be completed"
        ),
    )

    # fmt: off
    danger: DangerGrade | None = fact(
        "房屋危险性等级", "Grade of danger", "Grade of the appraisal; C is dangerous in part, D as a whole."
    )
    only_home: bool | None = fact(
        "唯一住房", "Only home", "Whether the household has no other house to live in."
    )
    can_afford: bool | None = fact(
        "有能力改造", "Can afford the work", "Whether the household can pay its part of the work."
    )
    most_urgent: bool | None = fact(
        "最急需改造", "Most urgent", "Whether the house is among those listed as needing work most urgently."
    )
    work: DwellingWork | None = fact(
        "住房改造方式", "Kind of work", "What is done, or is to be done, to the house."
    )
    cost: Quantity | None = fact(
        "改造费用", "Cost of the work", "What the work costs in all.", unit="元", low=0
    )
    completed_on: dt.date | None = fact(
        "竣工日期", "Completed", "Day on which the work was finished and accepted."
    )
    housed_elsewhere: bool | None = fact(
        "已集中安置", "Housed elsewhere",
        "Whether it was given a home in a former school, a home for the aged or a village building.",
    )
    # fmt: on
