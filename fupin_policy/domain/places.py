"""Villages and towns, where households live; the county has its own module."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

import attrs

from fupin_policy.domain.checks import more
from fupin_policy.domain.codes import BridgeClass
from fupin_policy.domain.areas import County
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact
from fupin_policy.problems import Problem
from fupin_policy.values import Quantity

__all__ = ["Town", "Village"]


@attrs.frozen(kw_only=True, repr=False)
class Town(Entity):
    """A town (乡镇).

    >>> Town(pv_site_kw="300千瓦").pv_site_kw.number
    300
    """

    key: ClassVar[str] = "town"
    labels: ClassVar[tuple[str, str]] = ("镇", "Town")

    # fmt: off
    id: Annotated[str | None, Fact("编号", "Identifier", "Text that tells this town from all others.")] = None
    name: Annotated[str | None, Fact("名称", "Name", "Name of the town.")] = None
    division: Annotated[str | None, Fact(
        "行政区划代码", "Division code", "Nine-digit code of the town.", check=check_division
    )] = None
    county: Annotated[County | None, Fact("所在县", "County", "The county the town belongs to.")] = None

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
    # fmt: on


def _county_of_town(village: "Village") -> County | None:
    return None if village.town is None else village.town.county


@attrs.frozen(kw_only=True, repr=False)
class Village(Entity):
    """A village, administrative unless said otherwise.

    >>> Village(name="示例村", road_surface_width="4.5米", bus=True).bus
    True
    """

    key: ClassVar[str] = "village"
    labels: ClassVar[tuple[str, str]] = ("村", "Village")

    # fmt: off
    id: Annotated[str | None, Fact(
        "编号", "Identifier", "Text that tells this village from all others."
    )] = None
    name: Annotated[str | None, Fact("名称", "Name", "Name of the village.")] = None
    division: Annotated[str | None, Fact(
        "行政区划代码", "Division code", "Twelve-digit code of the village.", check=check_division
    )] = None
    town: Annotated[Town | None, Fact("所在镇", "Town", "The town the village belongs to.")] = None
    county: Annotated[County | None, Fact(
        "所在县", "County", "The county the village belongs to; follows from the town.",
        derive=_county_of_town,
    )] = None
    administrative: Annotated[bool | None, Fact(
        "行政村", "Administrative village", "Whether it is an administrative village, not a natural one."
    )] = None
    provincial_poor: Annotated[bool | None, Fact(
        "省定贫困村", "Poor village", "Whether the province lists it as a poor village."
    )] = None

    households: Annotated[int | None, Fact(
        "户数", "Households", "Number of households in the village.", unit="户", low=0
    )] = None
    poor_households: Annotated[int | None, Fact(
        "在册贫困户", "Poor households", "Households of the village on the roll.", unit="户", low=0
    )] = None
    population: Annotated[int | None, Fact(
        "人口", "Population", "Number of people in the village.", unit="人", low=0
    )] = None
    natural_village_population: Annotated[int | None, Fact(
        "自然村人口", "Natural village population", "People in the natural village in question.",
        unit="人", low=0,
    )] = None

    hardened_road: Annotated[bool | None, Fact(
        "通硬化路", "Hardened road", "Whether a hardened road reaches the village."
    )] = None
    road_project_on: Annotated[dt.date | None, Fact(
        "公路硬化计划日期", "Road project", "Day planned for hardening the road to the village."
    )] = None
    road_surface_width: Annotated[Quantity | None, Fact(
        "路面宽度", "Road surface width", "Width of the surface of the road to the village.",
        unit="米", low=0, high=100,
    )] = None
    road_base_width: Annotated[Quantity | None, Fact(
        "路基宽度", "Road base width", "Width of the bed of the road to the village.",
        unit="米", low=0, high=100,
    )] = None
    bridge_class: Annotated[BridgeClass | None, Fact(
        "桥梁所在公路等级", "Bridge class", "Class of the road that the dangerous bridge carries."
    )] = None
    bridge_width: Annotated[Quantity | None, Fact(
        "桥梁宽度", "Bridge width", "Width of that bridge after rebuilding.", unit="米", low=0, high=100
    )] = None
    bridge_dangerous: Annotated[bool | None, Fact(
        "危桥", "Dangerous bridge", "Whether the bridge is listed as dangerous."
    )] = None
    rural_road_length: Annotated[Quantity | None, Fact(
        "农村公路里程", "Rural roads", "Length of the village's rural roads that are maintained.",
        unit="公里", low=0,
    )] = None
    road_safety: Annotated[bool | None, Fact(
        "公路安全防护", "Road safety works", "Whether the safety works on its roads are complete."
    )] = None
    bus: Annotated[bool | None, Fact(
        "通客车", "Bus service", "Whether a passenger bus serves the village."
    )] = None

    tap_water: Annotated[bool | None, Fact(
        "通自来水", "Tap water", "Whether the village has tap water."
    )] = None
    fibre: Annotated[bool | None, Fact(
        "通光纤", "Fibre", "Whether optical fibre reaches the village."
    )] = None
    four_g: Annotated[bool | None, Fact(
        "4G网络覆盖", "4G network", "Whether a 4G network covers the village."
    )] = None
    info_stations: Annotated[int | None, Fact(
        "信息服务站点数", "Information stations", "Number of information service stations.", unit="个", low=0
    )] = None
    pv_sites: Annotated[int | None, Fact(
        "光伏装机点数", "Solar sites", "Number of solar sites in the village.", unit="个", low=0
    )] = None

    clinic: Annotated[bool | None, Fact(
        "标准化卫生站", "Standard clinic", "Whether it has a clinic built to the standard."
    )] = None
    clinic_built_on: Annotated[dt.date | None, Fact(
        "卫生站建成日期", "Clinic built", "Day on which the clinic reaches the standard, or is planned to."
    )] = None
    culture_facility: Annotated[bool | None, Fact(
        "标准化文化设施", "Culture facilities", "Whether it has culture facilities built to the standard."
    )] = None

    cleaning: Annotated[bool | None, Fact(
        "保洁覆盖", "Kept clean", "Whether a cleaning service covers the village."
    )] = None
    waste_treated: Annotated[bool | None, Fact(
        "垃圾有效处理", "Waste treated", "Whether household waste is effectively treated."
    )] = None
    sewage_treated: Annotated[bool | None, Fact(
        "污水有效处理", "Sewage treated", "Whether household sewage is effectively treated."
    )] = None
    sanitary_toilets: Annotated[bool | None, Fact(
        "卫生厕所改造完成", "Sanitary toilets", "Whether all toilets have been rebuilt as sanitary ones."
    )] = None
    greening: Annotated[bool | None, Fact(
        "绿化达标", "Greened", "Whether the greening programme is complete there."
    )] = None
    # fmt: on

    def contradictions(self) -> Iterator[Problem]:
        yield from more(self, "poor_households", "households")
