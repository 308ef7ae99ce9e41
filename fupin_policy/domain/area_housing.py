"""Relocation, dangerous homes, land and village environment of an area."""

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaHousing"]


@part
class AreaHousing(Entity):
    """The part of an area's facts that is about homes and land."""

    __slots__ = ()

    # fmt: off
    # Relocation
    relocated_persons: int | None = fact(
        "当年搬迁安置人数", "Persons relocated this year", "People relocated and settled in the year.",
        unit="人", low=0,
    )
    relocated_persons_total: int | None = fact(
        "累计搬迁安置人数", "Persons relocated in all",
        "People relocated and settled since the policy began.", unit="人", low=0,
    )
    unfit_relocated_share: Quantity | None = share(
        "居住条件不适农户搬迁率", "Unfit homes left",
        "Share of poor households in places unfit to live in that have been relocated.",
    )
    relocated_income_share: Quantity | None = share(
        "搬迁户有主业或稳定就业比例", "Relocated households with an income",
        "Share of relocated households with a lasting trade or a member in stable employment.",
    )
    relocation_grant: Quantity | None = fact(
        "搬迁补助标准", "Relocation grant", "Relocation grant per person in all.", unit="元/人", low=0
    )
    relocation_grant_household: Quantity | None = fact(
        "搬迁直接补助到户标准", "Grant to the household", "Part of it that is paid to the household.",
        unit="元/人", low=0,
    )
    relocation_grant_pool: Quantity | None = fact(
        "搬迁统筹补助标准", "Grant pooled", "Part of it that the county pools for the settlements.",
        unit="元/人", low=0,
    )
    hazard_land_quota: Quantity | None = fact(
        "地灾搬迁住房用地指标", "Land for hazard relocation",
        "Housing land allotted per person moved from a place of geological hazard.", unit="平方米/人", low=0,
    )
    downhill_land_quota: Quantity | None = fact(
        "下山搬迁住房用地指标", "Land for downhill relocation",
        "Housing land allotted per person moved down from the mountains.", unit="平方米/人", low=0,
    )

    # Dangerous homes
    dangerous_rebuilt_share: Quantity | None = share(
        "农村危旧房改造完成率", "Dangerous homes rebuilt",
        "Share of the dangerous and old rural homes that have been rebuilt.",
    )
    roll_dangerous_homes_left: int | None = fact(
        "建档立卡户存量危房", "Roll households in danger",
        "Households on the roll whose dangerous home is not yet rebuilt.", unit="户", low=0,
    )
    dibao_dangerous_homes_left: int | None = fact(
        "低保户存量危房", "Allowance households in danger",
        "Households on the allowance whose dangerous home is not yet rebuilt.", unit="户", low=0,
    )
    supported_dangerous_homes_left: int | None = fact(
        "分散供养特困人员存量危房", "Supported persons in danger",
        "Persons supported at home whose dangerous home is not yet rebuilt.", unit="户", low=0,
    )
    disabled_dangerous_homes_left: int | None = fact(
        "贫困残疾人家庭存量危房", "Disabled households in danger",
        "Poor households with a disabled member whose dangerous home is not yet rebuilt.", unit="户", low=0,
    )

    # Land
    land_consolidated: Quantity | None = fact(
        "土地整治面积", "Land consolidated",
        "Land put in order by the project for land and the living environment.", unit="亩", low=0,
    )
    farmland_improved: Quantity | None = fact(
        "以工代赈基本农田面积", "Farmland by work relief",
        "Basic farmland added and improved by work relief.", unit="亩", low=0,
    )
    irrigation_improved: Quantity | None = fact(
        "以工代赈灌溉面积", "Irrigation by work relief", "Irrigated land added and improved by work relief.",
        unit="亩", low=0,
    )
    pasture_built: Quantity | None = fact(
        "以工代赈草场面积", "Pasture by work relief", "Pasture laid out by work relief.", unit="亩", low=0
    )
    erosion_treated: Quantity | None = fact(
        "以工代赈水土流失治理面积", "Erosion treated by work relief",
        "Land treated against the loss of soil and water by work relief.",
        unit="平方公里", low=0,
    )
    area_treated: Quantity | None = fact(
        "以工代赈片区综合治理面积", "Area treated by work relief",
        "Land treated as whole areas by work relief.", unit="平方公里", low=0,
    )

    # Village environment
    public_toilets_built: int | None = fact(
        "公共卫生厕所建成数", "Public toilets built", "Public toilets built in villages.", unit="个", low=0
    )
    toilet_villages: int | None = fact(
        "建公共卫生厕所村数", "Villages given toilets",
        "Administrative villages in which public toilets are built.", unit="村", low=0,
    )
    waste_points_built: int | None = fact(
        "垃圾集中收集点建成数", "Waste points built", "Collection points for waste built in villages.",
        unit="个", low=0,
    )
    waste_point_villages: int | None = fact(
        "建垃圾集中收集点村数", "Villages given waste points",
        "Villages in which collection points for waste are built.", unit="村", low=0,
    )
    sewage_points_built: int | None = fact(
        "污水处理点建成数", "Sewage points built", "Treatment points for sewage built in villages.",
        unit="个", low=0,
    )
    sewage_point_villages: int | None = fact(
        "建污水处理点村数", "Villages given sewage points",
        "Villages in which treatment points for sewage are built.", unit="村", low=0,
    )
    tourist_parking_built: int | None = fact(
        "旅游停车场建成数", "Tourist car parks built", "Car parks for tourists built in villages.",
        unit="个", low=0,
    )
    tourist_parking_villages: int | None = fact(
        "建旅游停车场村数", "Villages given car parks", "Villages in which car parks for tourists are built.",
        unit="村", low=0,
    )
    waste_point_share: Quantity | None = share(
        "有垃圾集中收集点村占比", "Villages with waste points",
        "Share of natural villages that have a collection point for waste.",
    )
    public_toilet_share: Quantity | None = share(
        "有公共卫生厕所村占比", "Villages with public toilets",
        "Share of administrative villages that have a public toilet.",
    )
    greening_share: Quantity | None = share(
        "贫困村绿化覆盖率", "Green cover", "Share of the ground of poor villages that is green."
    )
    mixed_living_share: Quantity | None = share(
        "人畜混居村占比", "People and livestock together",
        "Share of the poor villages where people and livestock still share their quarters.",
    )
    # fmt: on
