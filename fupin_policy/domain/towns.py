"""The town, between village and county."""

import datetime as dt
from typing import Annotated, ClassVar

from fupin_policy.domain.areas import County
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact
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
    id: Annotated[str | None, Fact("编号", "Identifier", "Text that tells this town from all others.")] = None
    name: Annotated[str | None, Fact("名称", "Name", "Name of the town.")] = None
    division: Annotated[str | None, Fact(
        "行政区划代码", "Division code", "Nine-digit code of the town.", check=check_division
    )] = None
    county: Annotated[County | None, Fact("所在县", "County", "The county the town belongs to.")] = None
    province_supported: Annotated[bool | None, Fact(
        "受省扶持乡镇", "Supported by the province",
        "Whether the town is one that the province's support of less developed areas reaches.",
    )] = None

    pv_site_kw: Annotated[Quantity | None, Fact(
        "单个光伏装机点容量", "Solar site capacity", "Capacity of one of the town's solar sites.",
        unit="千瓦", low=0,
    )] = None
    pv_site_area: Annotated[Quantity | None, Fact(
        "单个光伏装机点用地", "Solar site area", "Land that one of the town's solar sites takes.",
        unit="亩", low=0,
    )] = None
    pv_site_parts: Annotated[int | None, Fact(
        "单个装机点拆分数", "Parts of a solar site", "Number of parts one solar site is split into.",
        unit="个", low=1,
    )] = None
    pv_trial_sites: Annotated[int | None, Fact(
        "光伏试点数", "Solar trial sites", "Number of trial solar sites built in the town.", unit="个", low=0
    )] = None
    stationed_officials: Annotated[int | None, Fact(
        "驻镇干部人数", "Stationed officials", "Officials whom the lead unit has stationed there.",
        unit="人", low=0,
    )] = None
    stationed_since: Annotated[dt.date | None, Fact(
        "驻镇起始日期", "Stationed since", "Day since which the present officials have been stationed there."
    )] = None
    lead_county_official: Annotated[bool | None, Fact(
        "有专责县领导", "Lead county official",
        "Whether one county leader is charged with the town's help work.",
    )] = None
    leading_group: Annotated[bool | None, Fact(
        "成立扶贫领导小组", "Leading group", "Whether the town has set up its leading group for poverty work."
    )] = None
    debrief_meetings: Annotated[int | None, Fact(
        "当年帮扶汇报会次数", "Report meetings", "Meetings in the year that heard reports on help.",
        unit="次", low=0,
    )] = None
    leadership_changed_on: Annotated[dt.date | None, Fact(
        "领导班子换届日期", "Leadership changed", "Day on which the town's leading posts are filled anew."
    )] = None
    stationed_term: Annotated[Quantity | None, Fact(
        "驻镇任期", "Term of stationed officials", "Time for which officials are stationed there.",
        unit="年", low=0,
    )] = None
    unit_deputies: Annotated[int | None, Fact(
        "分管领导人数", "Deputies in charge",
        "Deputies whom each helping unit charges with the work: the fewest of any unit.", unit="人", low=0,
    )] = None
    responsibility_letter: Annotated[bool | None, Fact(
        "已签责任书", "Responsibility letter", "Whether the town has signed its letter of responsibility."
    )] = None
    progress_slow: Annotated[bool | None, Fact(
        "工作推进缓慢", "Slow progress", "Whether its poverty work was found slow and of little effect."
    )] = None
    task_done: Annotated[bool | None, Fact(
        "完成年度脱贫任务", "Task done", "Whether the year's task of lifting people was fulfilled."
    )] = None
    rectified_on: Annotated[dt.date | None, Fact(
        "整改完成日期", "Put right", "Day on which what was found wanting is put right."
    )] = None
    misconduct: Annotated[bool | None, Fact(
        "不作为或弄虚作假", "Misconduct", "Whether officials neglected their duty or falsified results."
    )] = None
    pv_households: Annotated[int | None, Fact(
        "建光伏贫困户数", "Solar households", "Poor households of the town for which solar plants are built.",
        unit="户", low=0,
    )] = None
    pv_home_kw: Annotated[Quantity | None, Fact(
        "贫困户光伏容量", "Households' solar capacity", "Solar capacity that belongs to the poor households.",
        unit="千瓦", low=0,
    )] = None
    pv_company_kw: Annotated[Quantity | None, Fact(
        "公司光伏容量", "Company's solar capacity",
        "Solar capacity the company builds for itself on free land.", unit="千瓦", low=0,
    )] = None
    pv_total_kw: Annotated[Quantity | None, Fact(
        "光伏合计容量", "Total solar capacity", "Solar capacity of households and company together.",
        unit="千瓦", low=0,
    )] = None
    # Standing and services
    poor_task_heavy: Annotated[bool | None, Fact(
        "扶贫任务重", "Heavy task", "Whether the town's task of poverty relief counts as heavy."
    )] = None
    poverty_staff: Annotated[int | None, Fact(
        "扶贫专职干部人数", "Poverty staff", "Officials who do nothing but poverty work.", unit="人", low=0
    )] = None
    border_frontline: Annotated[bool | None, Fact(
        "抵边一线乡镇", "On the border", "Whether the town lies right on the land border."
    )] = None
    health_centre: Annotated[bool | None, Fact(
        "规范化卫生院", "Health centre", "Whether it has a standard health centre."
    )] = None
    culture_place: Annotated[bool | None, Fact(
        "文化活动场所", "Culture place", "Whether it has a place for culture."
    )] = None
    three_g: Annotated[bool | None, Fact(
        "3G网络覆盖", "3G network", "Whether a 3G network covers the town."
    )] = None
    outwork: Annotated[bool | None, Fact(
        "开展来料加工", "Outwork", "Whether outwork is done at the seat of the town."
    )] = None
    tech_envoys: Annotated[int | None, Fact(
        "个人科技特派员人数", "Technology envoys", "Technology envoys sent to the town.", unit="人", low=0
    )] = None
    rated_poor: Annotated[bool | None, Fact(
        "综合评价较差", "Rated poor",
        "Whether the year's appraisal rates its work as poor or finds grave faults.",
    )] = None
    # fmt: on
