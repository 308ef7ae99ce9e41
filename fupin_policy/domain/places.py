"""The village, where households live; town and county have their own modules."""

import datetime as dt
from typing import ClassVar

from fupin_policy.domain.areas import County
from fupin_policy.domain.checks import Consistent, NotMore, OneEntity
from fupin_policy.domain.codes import BridgeClass
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact
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
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this village from all others."
    )
    name: str | None = fact("名称", "Name", "Name of the village.")
    division: str | None = fact(
        "行政区划代码", "Division code", "Twelve-digit code of the village.", check=check_division
    )
    town: Town | None = fact("所在镇", "Town", "The town the village belongs to.")
    county: County | None = fact(
        "所在县", "County", "The county the village belongs to; follows from the town.",
        derive=_county_of_town,
    )
    administrative: bool | None = fact(
        "行政村", "Administrative village", "Whether it is an administrative village, not a natural one."
    )
    provincial_poor: bool | None = fact(
        "省定贫困村", "Poor village", "Whether the province lists it as a poor village."
    )

    households: int | None = fact(
        "户数", "Households", "Number of households in the village.", unit="户", low=0
    )
    poor_households: int | None = fact(
        "在册贫困户", "Poor households", "Households of the village on the roll.", unit="户", low=0
    )
    population: int | None = fact(
        "人口", "Population", "Number of people in the village.", unit="人", low=0
    )
    natural_village_population: int | None = fact(
        "自然村人口", "Natural village population", "People in the natural village in question.",
        unit="人", low=0,
    )

    road: bool | None = fact(
        "通公路", "Road", "Whether a road, hardened or not, reaches the village."
    )
    hardened_road: bool | None = fact(
        "通硬化路", "Hardened road", "Whether a hardened road reaches the village."
    )
    road_project_on: dt.date | None = fact(
        "公路硬化计划日期", "Road project", "Day planned for hardening the road to the village."
    )
    road_surface_width: Quantity | None = fact(
        "路面宽度", "Road surface width", "Width of the surface of the road to the village.",
        unit="米", low=0, high=100,
    )
    road_base_width: Quantity | None = fact(
        "路基宽度", "Road base width", "Width of the bed of the road to the village.",
        unit="米", low=0, high=100,
    )
    bridge_class: BridgeClass | None = fact(
        "桥梁所在公路等级", "Bridge class", "Class of the road that the dangerous bridge carries."
    )
    bridge_width: Quantity | None = fact(
        "桥梁宽度", "Bridge width", "Width of that bridge after rebuilding.", unit="米", low=0, high=100
    )
    bridge_dangerous: bool | None = fact(
        "危桥", "Dangerous bridge", "Whether the bridge is listed as dangerous."
    )
    rural_road_length: Quantity | None = fact(
        "农村公路里程", "Rural roads", "Length of the village's rural roads that are maintained.",
        unit="公里", low=0,
    )
    road_safety: bool | None = fact(
        "公路安全防护", "Road safety works", "Whether the safety works on its roads are complete."
    )
    bus: bool | None = fact(
        "通客车", "Bus service", "Whether a passenger bus serves the village."
    )

    tap_water: bool | None = fact(
        "通自来水", "Tap water", "Whether the village has tap water."
    )
    fibre: bool | None = fact(
        "通光纤", "Fibre", "Whether optical fibre reaches the village."
    )
    four_g: bool | None = fact(
        "4G网络覆盖", "4G network", "Whether a 4G network covers the village."
    )
    info_stations: int | None = fact(
        "信息服务站点数", "Information stations", "Number of information service stations.", unit="个", low=0
    )
    pv_sites: int | None = fact(
        "光伏装机点数", "Solar sites", "Number of solar sites in the village.", unit="个", low=0
    )

    clinic: bool | None = fact(
        "标准化卫生站", "Standard clinic", "Whether it has a clinic built to the standard."
    )
    clinic_built_on: dt.date | None = fact(
        "卫生站建成日期", "Clinic built", "Day on which the clinic reaches the standard, or is planned to."
    )
    culture_facility: bool | None = fact(
        "标准化文化设施", "Culture facilities", "Whether it has culture facilities built to the standard."
    )

    cleaning: bool | None = fact(
        "保洁覆盖", "Kept clean", "Whether a cleaning service covers the village."
    )
    waste_treated: bool | None = fact(
        "垃圾有效处理", "Waste treated", "Whether household waste is effectively treated."
    )
    sewage_treated: bool | None = fact(
        "污水有效处理", "Sewage treated", "Whether household sewage is effectively treated."
    )
    sanitary_toilets: bool | None = fact(
        "卫生厕所改造完成", "Sanitary toilets", "Whether all toilets have been rebuilt as sanitary ones."
    )
    greening: bool | None = fact(
        "绿化达标", "Greened", "Whether the greening programme is complete there."
    )

    # Standing
    on_roll: bool | None = fact(
        "建档立卡贫困村", "On the roll", "Whether the village is on file as a poor one."
    )
    key_village: bool | None = fact(
        "扶贫重点村", "Key village", "Whether it is marked out for poverty relief."
    )
    weak_village: bool | None = fact(
        "经济薄弱村", "Weak village", "Whether its collective economy counts as weak."
    )
    merged: bool | None = fact(
        "撤并建制村", "Merged village",
        "Whether it was a village of its own before it was merged into another.",
    )
    resettlement_site: bool | None = fact(
        "易地搬迁安置区", "Settlement", "Whether it is a settlement of relocated people."
    )
    exited: bool | None = fact(
        "已出列", "Has left the list", "Whether it has left the list of poor villages."
    )
    exited_on: dt.date | None = fact(
        "出列日期", "Left the list", "Day on which it left the list of poor villages."
    )

    # Roads, water, power and networks
    natural_village_households: int | None = fact(
        "自然村户数", "Households of the natural village", "Households in the natural village in question.",
        unit="户", low=0,
    )
    road_possible: bool | None = fact(
        "具备通硬化路条件", "Road possible", "Whether a hardened road to the village is feasible."
    )
    in_polluted_area: bool | None = fact(
        "处于重点污染区", "In a polluted area", "Whether it lies in a heavily polluted rural area."
    )
    safe_water: bool | None = fact(
        "饮水安全", "Safe water", "Whether the village has safe drinking water."
    )
    powered: bool | None = fact(
        "已通电", "Has power", "Whether the village has electric power."
    )
    motive_power: bool | None = fact(
        "通动力电", "Motive power", "Whether the village has power for machines."
    )
    low_voltage: bool | None = fact(
        "电网低电压", "Low voltage", "Whether the voltage in the village is too low."
    )
    broadband: bool | None = fact(
        "通宽带", "Broadband", "Whether broadband reaches the village."
    )
    broadcast: bool | None = fact(
        "通广播电视", "Broadcasting", "Whether radio and television reach the village."
    )
    post: bool | None = fact(
        "直接通邮", "Post", "Whether post is delivered directly to the village."
    )
    informants: int | None = fact(
        "信息员人数", "Informants", "Information officers of the village.", unit="人", low=0
    )

    # Culture, environment and services
    culture_room: bool | None = fact(
        "文化活动室或农家书屋", "Culture room", "Whether it has a culture room or a farmers' library."
    )
    culture_square: bool | None = fact(
        "文化广场", "Culture square", "Whether it has a square for culture."
    )
    public_toilets: int | None = fact(
        "公共卫生厕所数", "Public toilets", "Public toilets of the village.", unit="个", low=0
    )
    waste_points: int | None = fact(
        "垃圾集中收集点数", "Waste points", "Collection points for waste in the village.", unit="个", low=0
    )
    cleaning_posts: int | None = fact(
        "保洁员岗位数", "Cleaners' posts", "Posts of cleaners in the village.", unit="个", low=0
    )
    community_centre: bool | None = fact(
        "社区综合服务设施", "Community centre", "Whether it has a centre of community services."
    )
    qualified_doctor: bool | None = fact(
        "有合格医生", "Qualified doctor", "Whether its clinic has a qualified doctor."
    )

    # Help, money and trades
    stationed_team: bool | None = fact(
        "有驻村工作队", "Stationed team", "Whether a team is stationed in the village."
    )
    team_term: Quantity | None = fact(
        "驻村帮扶时间", "Term of the team", "Time for which the same officials are stationed in the village.",
        unit="年", low=0,
    )
    rural_net_income: Quantity | None = fact(
        "农民人均纯收入", "Rural net income", "Net income per head of the village's farmers in the year.",
        unit="元/人/年", low=0,
    )
    collective_income: Quantity | None = fact(
        "集体经济年经营性收入", "Collective income", "Business income of the village collective in the year.",
        unit="元/年", low=0,
    )
    help_money: Quantity | None = fact(
        "结对帮扶资金", "Paired help money", "Money that the helping unit gives the village in the year.",
        unit="元/年", low=0,
    )
    help_money_before: Quantity | None = fact(
        "上年结对帮扶资金", "Paired help money before",
        "Money that the helping unit gave the village in the year before.", unit="元/年", low=0,
    )
    help_units: int | None = fact(
        "结对帮扶单位数", "Helping units", "Units paired with the village.", unit="家", low=0
    )
    help_plans: int | None = fact(
        "帮扶计划数", "Help plans", "Plans of help made for the village.", unit="个", low=0
    )
    mutual_fund: bool | None = fact(
        "有扶贫资金互助会", "Mutual fund", "Whether a mutual fund for poverty relief exists in the village."
    )
    mutual_fund_possible: bool | None = fact(
        "具备组建互助会条件", "Mutual fund possible", "Whether the conditions for a mutual fund are met."
    )
    industry_projects: int | None = fact(
        "产业项目数", "Projects", "Projects of production in the village.", unit="个", low=0
    )
    industry_bases: int | None = fact(
        "特色产业基地数", "Bases", "Bases of special trades in the village.", unit="个", low=0
    )
    outwork: bool | None = fact(
        "开展来料加工", "Outwork", "Whether outwork is done in the village."
    )
    farm_tourism: bool | None = fact(
        "发展农家乐", "Farm stays", "Whether farm stays have been developed in the village."
    )

    # People trained
    reserve_cadres: int | None = fact(
        "后备干部人数", "Reserve cadres", "Reserve cadres trained for the village.", unit="人", low=0
    )
    trained_doctors: int | None = fact(
        "培养村医人数", "Doctors trained", "Village doctors trained for the village.", unit="人", low=0
    )
    trained_leaders: int | None = fact(
        "培养致富带头人人数", "Leaders trained", "People trained to lead others to prosperity.",
        unit="人", low=0,
    )
    students: int | None = fact(
        "培养大学生人数", "Students", "People of the village who are being trained at a university.",
        unit="人", low=0,
    )
    assets_cleared: bool | None = fact(
        "扶贫资产已清理", "Assets cleared",
        "Whether the village's assets from poverty relief have been listed and their rights settled.",
    )
    # fmt: on
