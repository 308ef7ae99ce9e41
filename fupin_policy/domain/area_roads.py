"""Roads, water, power and networks of an area."""

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaRoads"]


@part
class AreaRoads(Entity):
    """The part of an area's facts that is about roads, water, power and networks."""

    __slots__ = ()

    # fmt: off
    # Roads built
    roads_built_length: Quantity | None = fact(
        "当年新建改建农村公路里程", "Rural roads built", "Rural roads built and rebuilt in the year.",
        unit="公里", low=0,
    )
    link_roads_built: Quantity | None = fact(
        "新建改建农村联网公路里程", "Linking roads built",
        "Rural linking roads built and rebuilt since the policy began.", unit="公里", low=0,
    )
    town_roads_hardened: Quantity | None = fact(
        "通乡镇硬化路里程", "Hardened roads to towns", "Hardened roads built to towns.", unit="公里", low=0
    )
    village_roads_hardened: Quantity | None = fact(
        "通行政村硬化路里程", "Hardened roads to villages",
        "Hardened roads built to administrative villages.", unit="公里", low=0,
    )
    natural_village_roads_built: Quantity | None = fact(
        "自然村公路里程", "Roads to natural villages", "Roads built to natural villages of a certain size.",
        unit="公里", low=0,
    )
    merged_village_roads_hardened: Quantity | None = fact(
        "撤并建制村硬化路里程", "Hardened roads to merged villages",
        "Part of those that are hardened roads to villages merged into others.", unit="公里", low=0,
    )
    tourism_park_roads_built: Quantity | None = fact(
        "旅游公路和园区公路里程", "Tourist and park roads",
        "Roads to places of tourism and of industry built and rebuilt.", unit="公里", low=0,
    )
    substandard_roads_rebuilt: Quantity | None = fact(
        "不达标路段改建里程", "Substandard roads rebuilt", "Substandard stretches of road rebuilt.",
        unit="公里", low=0,
    )
    gravel_roads_rebuilt: Quantity | None = fact(
        "油返砂公路改造里程", "Roads gone to gravel rebuilt",
        "Roads whose surface has gone to gravel that are rebuilt.", unit="公里", low=0,
    )
    work_relief_roads_built: Quantity | None = fact(
        "以工代赈农村道路里程", "Roads by work relief", "Rural roads built and widened by work relief.",
        unit="公里", low=0,
    )
    dangerous_bridges_rebuilt: int | None = fact(
        "危桥改造座数", "Dangerous bridges rebuilt", "Dangerous bridges on rural roads that are rebuilt.",
        unit="个", low=0,
    )
    trunk_road_projects: int | None = fact(
        "普通国道建设项目数", "Trunk road projects",
        "Projects of ordinary national roads for poor areas that are under way.", unit="个", low=0,
    )

    # Villages reached by road
    hardened_village_share: Quantity | None = share(
        "通硬化路行政村占比", "Villages with a hardened road",
        "Share of the administrative villages with the means for it that a hardened road reaches.",
    )
    natural_villages_hardened_share: Quantity | None = share(
        "通水泥路自然村占比", "Natural villages with a cement road",
        "Share of the natural villages of the size asked for that a cement road reaches.",
    )
    natural_villages_road_share: Quantity | None = share(
        "通公路自然村占比", "Natural villages with a road",
        "Share of the natural villages of the size asked for that a road reaches.",
    )
    roads_hardened_share: Quantity | None = share(
        "道路硬化率", "Roads hardened", "Share of the length of the area's roads that is hardened."
    )
    bus_integration_share: Quantity | None = share(
        "城乡客运一体化率", "Bus integration", "Share of town and country bus services that run as one."
    )

    # Water
    poor_area_centralised_water_share: Quantity | None = share(
        "贫困地区农村集中供水率", "Centralised water share of the poor areas",
        "Share of the rural population of the poor areas served by a central supply of water.",
    )
    poor_area_tap_water_share: Quantity | None = share(
        "贫困地区农村自来水普及率", "Tap water share of the poor areas",
        "Share of the rural population of the poor areas that has tap water.",
    )
    water_supply_reliability: Quantity | None = share(
        "供水保证率", "Water supply reliability", "Share of the time for which the supply of water is sure."
    )
    water_quality_share: Quantity | None = share(
        "水质达标率", "Water quality", "Share of samples of drinking water that meet the standard."
    )
    safe_water_share: Quantity | None = share(
        "饮水安全农户占比", "Households with safe water",
        "Share of rural households with safe drinking water.",
    )
    safe_water_persons: int | None = fact(
        "改善饮水安全人数", "Persons with water made safe",
        "People whose drinking water was made safer since the policy began.", unit="人", low=0,
    )
    polluted_water_solved_share: Quantity | None = share(
        "重点污染区饮水安全解决率", "Polluted areas with safe water",
        "Share of people in heavily polluted rural areas whose drinking water is made safe.",
    )
    waterworks_done_share: Quantity | None = share(
        "农村自来水工程完成率", "Waterworks done",
        "Share of the planned building of rural waterworks that is done.",
    )
    supply_integrated: bool | None = fact(
        "城乡供水一体化形成", "Supply integrated",
        "Whether town and country share one fairly complete system of water supply.",
    )
    large_irrigation_done: int | None = fact(
        "大型灌区改造完成数", "Large irrigation districts done",
        "Large irrigation districts listed for poor counties whose rebuilding is done.", unit="个", low=0,
    )
    rivers_treated: int | None = fact(
        "中小河流治理完成数", "Rivers treated",
        "Small and middle rivers listed in the plan whose treatment is done.", unit="个", low=0,
    )

    # Power
    reliable_power_share: Quantity | None = share(
        "稳定可靠供电覆盖率", "Reliable power",
        "Share of the rural area with stable and reliable power service.",
    )
    reliable_power_village_share: Quantity | None = share(
        "稳定可靠供电贫困村占比", "Poor villages with reliable power",
        "Share of the poor villages with stable and reliable power service.",
    )
    motive_power_share: Quantity | None = share(
        "通动力电贫困村占比", "Poor villages with motive power",
        "Share of the poor villages that have power for machines.",
    )
    power_reliability: Quantity | None = share(
        "供电可靠率", "Power reliability", "Share of the time for which the rural grid supplies power."
    )
    voltage_qualified_rate: Quantity | None = share(
        "综合电压合格率", "Time with qualified voltage",
        "Share of the time for which the voltage lies within its limits.",
    )
    power_capacity_per_household: Quantity | None = fact(
        "户均配变容量", "Transformer capacity", "Capacity of distribution transformers per household.",
        unit="千伏安/户", low=0,
    )
    low_voltage_solved_share: Quantity | None = share(
        "农村低电压解决率", "Low voltage solved",
        "Share of the poor villages with low voltage where it has been put right.",
    )
    modern_grid: bool | None = fact(
        "现代农村电网建成", "Modern grid", "Whether a modern rural grid has been built."
    )

    # Networks
    broadband_village_share: Quantity | None = share(
        "通宽带行政村占比", "Villages with broadband",
        "Share of administrative villages that broadband reaches.",
    )
    broadband_poor_village_share: Quantity | None = share(
        "通宽带贫困村占比", "Poor villages with broadband",
        "Share of the poor villages that broadband reaches.",
    )
    broadband_poor_villages: int | None = fact(
        "通宽带贫困村数", "Poor villages given broadband", "Villages on the roll that broadband reaches.",
        unit="村", low=0,
    )
    broadband_natural_village_share: Quantity | None = share(
        "通宽带自然村占比", "Natural villages with broadband",
        "Share of the natural villages of the size asked for that broadband reaches.",
    )
    bandwidth: Quantity | None = fact(
        "农村用户宽带接入能力", "Bandwidth", "Bandwidth that rural users can have, per second.",
        unit="兆", low=0,
    )
    three_g_town_share: Quantity | None = share(
        "3G网络乡镇覆盖率", "Towns with 3G", "Share of towns that a 3G network covers."
    )
    four_g_village_share: Quantity | None = share(
        "4G网络行政村覆盖率", "Villages with 4G", "Share of administrative villages that a 4G network covers."
    )
    four_g_road_share: Quantity | None = share(
        "4G网络公路沿线覆盖率", "Roads with 4G", "Share of roads along which a 4G network is available."
    )
    four_g_market_town_share: Quantity | None = share(
        "4G网络集镇覆盖率", "Market towns with 4G", "Share of market towns that a 4G network covers."
    )
    four_g_scenic_share: Quantity | None = share(
        "4G网络旅游景区覆盖率", "Scenic spots with 4G",
        "Share of the places of tourism that a 4G network covers.",
    )
    public_body_network_share: Quantity | None = share(
        "乡村公益机构网络覆盖率", "Public bodies online",
        "Share of schools, culture rooms, clinics and other public bodies of towns and villages that have "
        "a network.",
    )
    post_share: Quantity | None = share(
        "直接通邮行政村占比", "Villages with post",
        "Share of administrative villages to which post is delivered directly.",
    )
    informant_share: Quantity | None = share(
        "有信息员村占比", "Villages with an informant", "Share of villages that have an information officer."
    )
    # fmt: on
