"""What an area has of public services, and when it has enough of them."""

import datetime as dt

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaServices"]


@part
class AreaServices(Entity):
    """The part of an area's facts that is about public services.

    A day ``…_reached_on`` is the one on which a state was reached or, before that, is planned to be.
    """

    __slots__ = ()

    # fmt: off
    # Health
    medical_enrolled_share: Quantity | None = share(
        "贫困人口参保率", "Medical insurance coverage",
        "Share of poor people in the residents' medical insurance.",
    )
    major_illness_covered_share: Quantity | None = share(
        "贫困人口大病保险覆盖率", "Major-illness coverage",
        "Share of the insured poor covered for major illness.",
    )
    medical_cost_growth: Quantity | None = fact(
        "医疗费用年增长率", "Growth of medical costs", "Change of medical costs against the year before.",
        unit="%", low=-100,
    )
    clinics_share: Quantity | None = share(
        "标准化卫生站村占比", "Villages with a standard clinic",
        "Share of villages that have a standard clinic.",
    )
    event_surveillance_share: Quantity | None = share(
        "食源性疾病事件监测覆盖率", "Event surveillance coverage",
        "Share of places covered by the network that reports outbreaks of food-borne disease.",
    )
    hospital_surveillance_share: Quantity | None = share(
        "食源性疾病监测医院覆盖率", "Hospital surveillance coverage",
        "Share of hospitals in the network that watches for food-borne disease.",
    )
    health_at_average: bool | None = fact(
        "主要健康指标达全省平均", "Health at average",
        "Whether the main health indicators reach the province's mean.",
    )

    # Roads, water, power, networks
    rural_road_length: Quantity | None = fact(
        "农村公路里程", "Rural roads", "Length of the rural roads that are maintained.", unit="公里", low=0
    )
    road_maintenance_money: Quantity | None = fact(
        "农村公路日常养护资金", "Road maintenance money",
        "Money the city gives in the year for the daily upkeep of rural roads.", unit="元/年", low=0,
    )
    bus_share: Quantity | None = share(
        "通客车建制村占比", "Villages with a bus", "Share of administrative villages that a bus serves."
    )
    tap_water_share: Quantity | None = share(
        "农村自来水普及率", "Tap water share", "Share of the rural population that has tap water."
    )
    fibre_share: Quantity | None = share(
        "通光纤村占比", "Villages with fibre", "Share of villages that optical fibre reaches."
    )
    four_g_share: Quantity | None = share(
        "农村4G网络覆盖率", "4G coverage", "Share of the rural area that a 4G network covers."
    )
    info_station_share: Quantity | None = share(
        "有信息服务站点村占比", "Villages with an information station",
        "Share of villages with such a station.",
    )

    # Village environment and culture
    cleaning_share: Quantity | None = share(
        "保洁覆盖村占比", "Villages kept clean", "Share of administrative villages with a cleaning service."
    )
    waste_treated_share: Quantity | None = share(
        "垃圾有效处理村占比", "Villages with waste treated",
        "Share of villages whose household waste is treated.",
    )
    poor_village_cleaning_share: Quantity | None = share(
        "有保洁制度贫困村占比", "Poor villages kept clean",
        "Share of the poor villages that have a cleaning system.",
    )
    poor_village_waste_treated_share: Quantity | None = share(
        "垃圾得到处理贫困村占比", "Poor villages with waste treated",
        "Share of the poor villages whose household waste is treated.",
    )
    sewage_treated_share: Quantity | None = share(
        "污水有效处理村占比", "Villages with sewage treated",
        "Share of villages whose household sewage is treated.",
    )
    sanitary_toilets_share: Quantity | None = share(
        "无害化卫生厕所改造率", "Sanitary toilets", "Share of village toilets rebuilt as sanitary ones."
    )
    culture_facility_share: Quantity | None = share(
        "标准化文化设施村占比", "Villages with culture facilities",
        "Share of villages with standard facilities.",
    )
    teaching_resources_share: Quantity | None = share(
        "教学点数字资源覆盖率", "Digital teaching resources",
        "Share of teaching points that have digital resources.",
    )

    # Programmes
    egov_share: Quantity | None = share(
        "电子政务服务覆盖率", "E-government coverage",
        "Share of the mountain area that electronic government services cover.",
    )
    services_at_average: bool | None = fact(
        "公共服务指标达全省平均", "Services at average now",
        "Whether the main public services reach the province's mean.",
    )
    clinics_programme_term: Quantity | None = fact(
        "卫生站建设年限", "Term of the clinic programme",
        "Time over which the clinics are built to the standard.", unit="年", low=0,
    )
    road_plan_term: Quantity | None = fact(
        "公路攻坚计划年限", "Term of the road plan", "Time that the plan for rural roads covers.",
        unit="年", low=0,
    )
    road_fund_year: int | None = fact(
        "养护资金安排年次", "Year of the road money",
        "Which of the successive years of road maintenance money it is.", unit="年", low=1,
    )

    # Days on which a state is reached
    services_at_average_on: dt.date | None = fact(
        "公共服务达全省平均日期", "Services at average",
        "Day on which the main public services reach the province's mean.",
    )
    bus_reached_on: dt.date | None = fact(
        "建制村通客车达成日期", "Buses everywhere", "Day on which a bus serves every administrative village."
    )
    irrigation_done_on: dt.date | None = fact(
        "灌区改造完成日期", "Irrigation rebuilt",
        "Day on which the rebuilding of the irrigation districts is complete.",
    )
    tap_water_reached_on: dt.date | None = fact(
        "自来水普及率达标日期", "Tap water reached",
        "Day on which the share of people with tap water is reached.",
    )
    clinics_reached_on: dt.date | None = fact(
        "卫生站标准化达成日期", "Clinics everywhere", "Day on which every village has a standard clinic."
    )
    surveillance_reached_on: dt.date | None = fact(
        "监测网络全覆盖日期", "Surveillance complete",
        "Day on which both networks for food-borne disease cover everything.",
    )
    poor_health_service_reached_on: dt.date | None = fact(
        "扶贫对象享有医疗服务日期", "Health service for the poor reached",
        "Day on which the poor have basic medical and family-planning services.",
    )
    maternal_child_health_reached_on: dt.date | None = fact(
        "妇幼保障水平提高日期", "Care for mothers and children improved",
        "Day on which care for children and mothers has improved as aimed at.",
    )
    epidemics_controlled_on: dt.date | None = fact(
        "传染病地方病受控日期", "Epidemics controlled",
        "Day on which major infectious and endemic diseases are under control.",
    )
    health_indicators_reached_on: dt.date | None = fact(
        "健康指标达全省平均日期", "Health indicators reached",
        "Day on which the main health indicators reach the province's mean.",
    )
    health_equality_reached_on: dt.date | None = fact(
        "公共卫生均衡享有日期", "Equal public health reached",
        "Day on which town and country share basic public health services alike.",
    )
    four_g_reached_on: dt.date | None = fact(
        "4G网络覆盖达成日期", "4G everywhere", "Day on which a 4G network covers the rural area."
    )
    egov_reached_on: dt.date | None = fact(
        "电子政务全覆盖日期", "E-government everywhere",
        "Day on which electronic government services cover the mountain area.",
    )
    fair_education_reached_on: dt.date | None = fact(
        "教育资源公平达成日期", "Fair schooling reached",
        "Day on which all poor pupils have a fair share of schooling.",
    )
    quality_education_reached_on: dt.date | None = fact(
        "教育质量公平达成日期", "Good schooling reached",
        "Day on which children of poor families have good schooling.",
    )
    cleaning_reached_on: dt.date | None = fact(
        "保洁全覆盖日期", "Clean everywhere",
        "Day on which a cleaning service covers every administrative village.",
    )
    waste_treated_reached_on: dt.date | None = fact(
        "垃圾处理达标日期", "Waste target reached",
        "Day on which the share of villages with waste treated is reached.",
    )
    sewage_treated_reached_on: dt.date | None = fact(
        "污水处理达标日期", "Sewage target reached",
        "Day on which the share of villages with sewage treated is reached.",
    )
    toilets_reached_on: dt.date | None = fact(
        "卫生厕所改造完成日期", "Toilets rebuilt",
        "Day on which the rebuilding of village toilets is complete.",
    )
    greening_done_on: dt.date | None = fact(
        "万村绿工程完成日期", "Greening complete",
        "Day on which the greening programme is carried out everywhere.",
    )
    landscape_improved_on: dt.date | None = fact(
        "绿化美化提升日期", "Villages greener", "Day on which the villages are markedly greener."
    )
    # fmt: on
