"""The town, between village and county."""

import datetime as dt
from typing import ClassVar

from fupin_policy.domain.areas import County
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.parts import entity
from fupin_policy.values import Quantity

__all__ = ["Town"]


@entity
class Town(Entity):
    """A town (乡镇).

    >>> Town(pv_site_kw="300千瓦").pv_site_kw.number
    300
    """

    key: ClassVar[str] = "town"
    labels: ClassVar[tuple[str, str]] = ("镇", "Town")
    extent: ClassVar[Extent] = Extent.PLACE

    # fmt: off
    id: str | None = fact("编号", "Identifier", "Text that tells this town from all others.")
    name: str | None = fact("名称", "Name", "Name of the town.")
    division: str | None = fact(
        "行政区划代码", "Division code", "Nine-digit code of the town.", check=check_division
    )
    county: County | None = fact("所在县", "County", "The county the town belongs to.")
    province_supported: bool | None = fact(
        "受省扶持乡镇", "Supported by the province",
        "Whether the town is one that the province's support of less developed areas reaches.",
    )

    pv_site_kw: Quantity | None = fact(
        "单个光伏装机点容量", "Solar site capacity", "Capacity of one of the town's solar sites.",
        unit="千瓦", low=0,
    )
    pv_site_area: Quantity | None = fact(
        "单个光伏装机点用地", "Solar site area", "Land that one of the town's solar sites takes.",
        unit="亩", low=0,
    )
    pv_site_parts: int | None = fact(
        "单个装机点拆分数", "Parts of a solar site", "Number of parts one solar site is split into.",
        unit="个", low=1,
    )
    pv_trial_sites: int | None = fact(
        "光伏试点数", "Solar trial sites", "Number of trial solar sites built in the town.", unit="个", low=0
    )
    stationed_officials: int | None = fact(
        "驻镇干部人数", "Stationed officials", "Officials whom the lead unit has stationed there.",
        unit="人", low=0,
    )
    stationed_since: dt.date | None = fact(
        "驻镇起始日期", "Stationed since", "Day since which the present officials have been stationed there."
    )
    lead_county_official: bool | None = fact(
        "有专责县领导", "Lead county official",
        "Whether one county leader is charged with the town's help work.",
    )
    leading_group: bool | None = fact(
        "成立扶贫领导小组", "Leading group", "Whether the town has set up its leading group for poverty work."
    )
    debrief_meetings: int | None = fact(
        "当年帮扶汇报会次数", "Report meetings", "Meetings in the year that heard reports on help.",
        unit="次", low=0,
    )
    leadership_changed_on: dt.date | None = fact(
        "领导班子换届日期", "Leadership changed", "Day on which the town's leading posts are filled anew."
    )
    stationed_term: Quantity | None = fact(
        "驻镇任期", "Term of stationed officials", "Time for which officials are stationed there.",
        unit="年", low=0,
    )
    unit_deputies: int | None = fact(
        "分管领导人数", "Deputies in charge",
        "Deputies whom each helping unit charges with the work: the fewest of any unit.", unit="人", low=0,
    )
    responsibility_letter: bool | None = fact(
        "已签责任书", "Responsibility letter", "Whether the town has signed its letter of responsibility."
    )
    progress_slow: bool | None = fact(
        "工作推进缓慢", "Slow progress", "Whether its poverty work was found slow and of little effect."
    )
    task_done: bool | None = fact(
        "完成年度脱贫任务", "Task done", "Whether the year's task of lifting people was fulfilled."
    )
    rectified_on: dt.date | None = fact(
        "整改完成日期", "Put right", "Day on which what was found wanting is put right."
    )
    misconduct: bool | None = fact(
        "不作为或弄虚作假", "Misconduct", "Whether officials neglected their duty or falsified results."
    )
    pv_households: int | None = fact(
        "建光伏贫困户数", "Solar households", "Poor households of the town for which solar plants are built.",
        unit="户", low=0,
    )
    pv_home_kw: Quantity | None = fact(
        "贫困户光伏容量", "Households' solar capacity", "Solar capacity that belongs to the poor households.",
        unit="千瓦", low=0,
    )
    pv_company_kw: Quantity | None = fact(
        "公司光伏容量", "Company's solar capacity",
        "Solar capacity the company builds for itself on free land.", unit="千瓦", low=0,
    )
    pv_total_kw: Quantity | None = fact(
        "光伏合计容量", "Total solar capacity", "Solar capacity of households and company together.",
        unit="千瓦", low=0,
    )
    # Standing and services
    poor_task_heavy: bool | None = fact(
        "扶贫任务重", "Heavy task", "Whether the town's task of poverty relief counts as heavy."
    )
    poverty_staff: int | None = fact(
        "扶贫专职干部人数", "Poverty staff", "Officials who do nothing but poverty work.", unit="人", low=0
    )
    border_frontline: bool | None = fact(
        "抵边一线乡镇", "On the border", "Whether the town lies right on the land border."
    )
    health_centre: bool | None = fact(
        "规范化卫生院", "Health centre", "Whether it has a standard health centre."
    )
    culture_place: bool | None = fact(
        "文化活动场所", "Culture place", "Whether it has a place for culture."
    )
    three_g: bool | None = fact(
        "3G网络覆盖", "3G network", "Whether a 3G network covers the town."
    )
    outwork: bool | None = fact(
        "开展来料加工", "Outwork", "Whether outwork is done at the seat of the town."
    )
    tech_envoys: int | None = fact(
        "个人科技特派员人数", "Technology envoys", "Technology envoys sent to the town.", unit="人", low=0
    )
    rated_poor: bool | None = fact(
        "综合评价较差", "Rated poor",
        "Whether the year's appraisal rates its work as poor or finds grave faults.",
    )
    # fmt: on
