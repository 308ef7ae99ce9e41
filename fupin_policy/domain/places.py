"""The village, where households live; town and county have their own modules."""

import datetime as dt
from typing import Annotated, ClassVar

from fupin_policy.domain.areas import County
from fupin_policy.domain.checks import Consistent, NotMore, OneEntity
from fupin_policy.domain.codes import BridgeClass
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.parts import entity
from fupin_policy.domain.towns import Town
from fupin_policy.values import Quantity

__all__ = ["County", "Town", "Village"]


def _county_of_town(village: "Village") -> County | None:
    return None if village.town is None else village.town.county


@entity
class Village(Entity):
    """A village, administrative unless said otherwise.

    >>> Village(name="示例村", road_surface_width="4.5米", bus=True).bus
    True
    """

    key: ClassVar[str] = "village"
    labels: ClassVar[tuple[str, str]] = ("村", "Village")
    extent: ClassVar[Extent] = Extent.PLACE
    consistent: ClassVar[tuple[Consistent, ...]] = (
        NotMore("poor_households", "households"),
        OneEntity(("county", "town.county")),
    )

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

    road: Annotated[bool | None, Fact(
        "通公路", "Road", "Whether a road, hardened or not, reaches the village."
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

    # Standing
    on_roll: Annotated[bool | None, Fact(
        "建档立卡贫困村", "On the roll", "Whether the village is on file as a poor one."
    )] = None
    key_village: Annotated[bool | None, Fact(
        "扶贫重点村", "Key village", "Whether it is marked out for poverty relief."
    )] = None
    weak_village: Annotated[bool | None, Fact(
        "经济薄弱村", "Weak village", "Whether its collective economy counts as weak."
    )] = None
    merged: Annotated[bool | None, Fact(
        "撤并建制村", "Merged village",
        "Whether it was a village of its own before it was merged into another.",
    )] = None
    resettlement_site: Annotated[bool | None, Fact(
        "易地搬迁安置区", "Settlement", "Whether it is a settlement of relocated people."
    )] = None
    exited: Annotated[bool | None, Fact(
        "已出列", "Has left the list", "Whether it has left the list of poor villages."
    )] = None
    exited_on: Annotated[dt.date | None, Fact(
        "出列日期", "Left the list", "Day on which it left the list of poor villages."
    )] = None

    # Roads, water, power and networks
    natural_village_households: Annotated[int | None, Fact(
        "自然村户数", "Households of the natural village", "Households in the natural village in question.",
        unit="户", low=0,
    )] = None
    road_possible: Annotated[bool | None, Fact(
        "具备通硬化路条件", "Road possible", "Whether a hardened road to the village is feasible."
    )] = None
    in_polluted_area: Annotated[bool | None, Fact(
        "处于重点污染区", "In a polluted area", "Whether it lies in a heavily polluted rural area."
    )] = None
    safe_water: Annotated[bool | None, Fact(
        "饮水安全", "Safe water", "Whether the village has safe drinking water."
    )] = None
    powered: Annotated[bool | None, Fact(
        "已通电", "Has power", "Whether the village has electric power."
    )] = None
    motive_power: Annotated[bool | None, Fact(
        "通动力电", "Motive power", "Whether the village has power for machines."
    )] = None
    low_voltage: Annotated[bool | None, Fact(
        "电网低电压", "Low voltage", "Whether the voltage in the village is too low."
    )] = None
    broadband: Annotated[bool | None, Fact(
        "通宽带", "Broadband", "Whether broadband reaches the village."
    )] = None
    broadcast: Annotated[bool | None, Fact(
        "通广播电视", "Broadcasting", "Whether radio and television reach the village."
    )] = None
    post: Annotated[bool | None, Fact(
        "直接通邮", "Post", "Whether post is delivered directly to the village."
    )] = None
    informants: Annotated[int | None, Fact(
        "信息员人数", "Informants", "Information officers of the village.", unit="人", low=0
    )] = None

    # Culture, environment and services
    culture_room: Annotated[bool | None, Fact(
        "文化活动室或农家书屋", "Culture room", "Whether it has a culture room or a farmers' library."
    )] = None
    culture_square: Annotated[bool | None, Fact(
        "文化广场", "Culture square", "Whether it has a square for culture."
    )] = None
    public_toilets: Annotated[int | None, Fact(
        "公共卫生厕所数", "Public toilets", "Public toilets of the village.", unit="个", low=0
    )] = None
    waste_points: Annotated[int | None, Fact(
        "垃圾集中收集点数", "Waste points", "Collection points for waste in the village.", unit="个", low=0
    )] = None
    cleaning_posts: Annotated[int | None, Fact(
        "保洁员岗位数", "Cleaners' posts", "Posts of cleaners in the village.", unit="个", low=0
    )] = None
    community_centre: Annotated[bool | None, Fact(
        "社区综合服务设施", "Community centre", "Whether it has a centre of community services."
    )] = None
    qualified_doctor: Annotated[bool | None, Fact(
        "有合格医生", "Qualified doctor", "Whether its clinic has a qualified doctor."
    )] = None

    # Help, money and trades
    stationed_team: Annotated[bool | None, Fact(
        "有驻村工作队", "Stationed team", "Whether a team is stationed in the village."
    )] = None
    team_term: Annotated[Quantity | None, Fact(
        "驻村帮扶时间", "Term of the team", "Time for which the same officials are stationed in the village.",
        unit="年", low=0,
    )] = None
    rural_net_income: Annotated[Quantity | None, Fact(
        "农民人均纯收入", "Rural net income", "Net income per head of the village's farmers in the year.",
        unit="元/人/年", low=0,
    )] = None
    collective_income: Annotated[Quantity | None, Fact(
        "集体经济年经营性收入", "Collective income", "Business income of the village collective in the year.",
        unit="元/年", low=0,
    )] = None
    help_money: Annotated[Quantity | None, Fact(
        "结对帮扶资金", "Paired help money", "Money that the helping unit gives the village in the year.",
        unit="元/年", low=0,
    )] = None
    help_money_before: Annotated[Quantity | None, Fact(
        "上年结对帮扶资金", "Paired help money before",
        "Money that the helping unit gave the village in the year before.", unit="元/年", low=0,
    )] = None
    help_units: Annotated[int | None, Fact(
        "结对帮扶单位数", "Helping units", "Units paired with the village.", unit="家", low=0
    )] = None
    help_plans: Annotated[int | None, Fact(
        "帮扶计划数", "Help plans", "Plans of help made for the village.", unit="个", low=0
    )] = None
    mutual_fund: Annotated[bool | None, Fact(
        "有扶贫资金互助会", "Mutual fund", "Whether a mutual fund for poverty relief exists in the village."
    )] = None
    mutual_fund_possible: Annotated[bool | None, Fact(
        "具备组建互助会条件", "Mutual fund possible", "Whether the conditions for a mutual fund are met."
    )] = None
    industry_projects: Annotated[int | None, Fact(
        "产业项目数", "Projects", "Projects of production in the village.", unit="个", low=0
    )] = None
    industry_bases: Annotated[int | None, Fact(
        "特色产业基地数", "Bases", "Bases of special trades in the village.", unit="个", low=0
    )] = None
    outwork: Annotated[bool | None, Fact(
        "开展来料加工", "Outwork", "Whether outwork is done in the village."
    )] = None
    farm_tourism: Annotated[bool | None, Fact(
        "发展农家乐", "Farm stays", "Whether farm stays have been developed in the village."
    )] = None

    # People trained
    reserve_cadres: Annotated[int | None, Fact(
        "后备干部人数", "Reserve cadres", "Reserve cadres trained for the village.", unit="人", low=0
    )] = None
    trained_doctors: Annotated[int | None, Fact(
        "培养村医人数", "Doctors trained", "Village doctors trained for the village.", unit="人", low=0
    )] = None
    trained_leaders: Annotated[int | None, Fact(
        "培养致富带头人人数", "Leaders trained", "People trained to lead others to prosperity.",
        unit="人", low=0,
    )] = None
    students: Annotated[int | None, Fact(
        "培养大学生人数", "Students", "People of the village who are being trained at a university.",
        unit="人", low=0,
    )] = None
    assets_cleared: Annotated[bool | None, Fact(
        "扶贫资产已清理", "Assets cleared",
        "Whether the village's assets from poverty relief have been listed and their rights settled.",
    )] = None
    # fmt: on
