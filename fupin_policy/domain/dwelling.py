"""The dwelling of a household."""

import datetime as dt
from typing import Annotated, ClassVar

from fupin_policy.domain.checks import Consistent, Excludes
from fupin_policy.domain.codes import DangerGrade, DwellingWork
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact
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
    danger: Annotated[DangerGrade | None, Fact(
        "房屋危险性等级", "Grade of danger", "Grade of the appraisal; C is dangerous in part, D as a whole."
    )] = None
    only_home: Annotated[bool | None, Fact(
        "唯一住房", "Only home", "Whether the household has no other house to live in."
    )] = None
    can_afford: Annotated[bool | None, Fact(
        "有能力改造", "Can afford the work", "Whether the household can pay its part of the work."
    )] = None
    most_urgent: Annotated[bool | None, Fact(
        "最急需改造", "Most urgent", "Whether the house is among those listed as needing work most urgently."
    )] = None
    work: Annotated[DwellingWork | None, Fact(
        "住房改造方式", "Kind of work", "What is done, or is to be done, to the house."
    )] = None
    cost: Annotated[Quantity | None, Fact(
        "改造费用", "Cost of the work", "What the work costs in all.", unit="元", low=0
    )] = None
    completed_on: Annotated[dt.date | None, Fact(
        "竣工日期", "Completed", "Day on which the work was finished and accepted."
    )] = None
    housed_elsewhere: Annotated[bool | None, Fact(
        "已集中安置", "Housed elsewhere",
        "Whether it was given a home in a former school, a home for the aged or a village building.",
    )] = None
    # fmt: on
