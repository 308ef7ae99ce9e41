"""What an area has of public services, and when it has enough of them."""

import datetime as dt
from typing import Annotated

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact, share
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
    medical_enrolled_share: Annotated[Quantity | None, share(
        "贫困人口参保率", "Medical insurance coverage",
        "Share of poor people in the residents' medical insurance.",
    )] = None
    major_illness_covered_share: Annotated[Quantity | None, share(
        "贫困人口大病保险覆盖率", "Major-illness coverage",
        "Share of the insured poor covered for major illness.",
    )] = None
    medical_cost_growth: Annotated[Quantity | None, Fact(
        "医疗费用年增长率", "Growth of medical costs", "Change of medical costs against the year before.",
        unit="%", low=-100,
    )] = None
    clinics_share: Annotated[Quantity | None, share(
        "标准化卫生站村占比", "Villages with a standard clinic",
        "Share of villages that have a standard clinic.",
    )] = None
    event_surveillance_share: Annotated[Quantity | None, share(
        "食源性疾病事件监测覆盖率", "Event surveillance coverage",
        "Share of places covered by the network that reports outbreaks of food-borne disease.",
    )] = None
    hospital_surveillance_share: Annotated[Quantity | None, share(
        "食源性疾病监测医院覆盖率", "Hospital surveillance coverage",
        "Share of hospitals in the network that watches for food-borne disease.",
    )] = None
    health_at_average: Annotated[bool | None, Fact(
        "主要健康指标达全省平均", "Health at average",
        "Whether the main health indicators reach the province's mean.",
    )] = None

    # Roads, water, power, networks
    rural_road_length: Annotated[Quantity | None, Fact(
        "农村公路里程", "Rural roads", "Length of the rural roads that are maintained.", unit="公里", low=0
    )] = None
    road_maintenance_money: Annotated[Quantity | None, Fact(
        "农村公路日常养护资金", "Road maintenance money",
        "Money the city gives in the year for the daily upkeep of rural roads.", unit="元/年", low=0,
    )] = None
    bus_share: Annotated[Quantity | None, share(
        "通客车建制村占比", "Villages with a bus", "Share of administrative villages that a bus serves."
    )] = None
    tap_water_share: Annotated[Quantity | None, share(
        "农村自来水普及率", "Tap water share", "Share of the rural population that has tap water."
    )] = None
    fibre_share: Annotated[Quantity | None, share(
        "通光纤村占比", "Villages with fibre", "Share of villages that optical fibre reaches."
    )] = None
    four_g_share: Annotated[Quantity | None, share(
        "农村4G网络覆盖率", "4G coverage", "Share of the rural area that a 4G network covers."
    )] = None
    info_station_share: Annotated[Quantity | None, share(
        "有信息服务站点村占比", "Villages with an information station",
        "Share of villages with such a station.",
    )] = None

    # Village environment and culture
    cleaning_share: Annotated[Quantity | None, share(
        "保洁覆盖村占比", "Villages kept clean", "Share of administrative villages with a cleaning service."
    )] = None
    waste_treated_share: Annotated[Quantity | None, share(
        "垃圾有效处理村占比", "Villages with waste treated",
        "Share of villages whose household waste is treated.",
    )] = None
    poor_village_cleaning_share: Annotated[Quantity | None, share(
        "有保洁制度贫困村占比", "Poor villages kept clean",
        "Share of the poor villages that have a cleaning system.",
    )] = None
    poor_village_waste_treated_share: Annotated[Quantity | None, share(
        "垃圾得到处理贫困村占比", "Poor villages with waste treated",
        "Share of the poor villages whose household waste is treated.",
    )] = None
    sewage_treated_share: Annotated[Quantity | None, share(
        "污水有效处理村占比", "Villages with sewage treated",
        "Share of villages whose household sewage is treated.",
    )] = None
    sanitary_toilets_share: Annotated[Quantity | None, share(
        "无害化卫生厕所改造率", "Sanitary toilets", "Share of village toilets rebuilt as sanitary ones."
    )] = None
    culture_facility_share: Annotated[Quantity | None, share(
        "标准化文化设施村占比", "Villages with culture facilities",
        "Share of villages with standard facilities.",
    )] = None
    teaching_resources_share: Annotated[Quantity | None, share(
        "教学点数字资源覆盖率", "Digital teaching resources",
        "Share of teaching points that have digital resources.",
    )] = None

    # Programmes
    egov_share: Annotated[Quantity | None, share(
        "电子政务服务覆盖率", "E-government coverage",
        "Share of the mountain area that electronic government services cover.",
    )] = None
    services_at_average: Annotated[bool | None, Fact(
        "公共服务指标达全省平均", "Services at average now",
        "Whether the main public services reach the province's mean.",
    )] = None
    clinics_programme_term: Annotated[Quantity | None, Fact(
        "卫生站建设年限", "Term of the clinic programme",
        "Time over which the clinics are built to the standard.", unit="年", low=0,
    )] = None
    road_plan_term: Annotated[Quantity | None, Fact(
        "公路攻坚计划年限", "Term of the road plan", "Time that the plan for rural roads covers.",
        unit="年", low=0,
    )] = None
    road_fund_year: Annotated[int | None, Fact(
        "养护资金安排年次", "Year of the road money",
        "Which of the successive years of road maintenance money it is.", unit="年", low=1,
    )] = None

    # Days on which a state is reached
    services_at_average_on: Annotated[dt.date | None, Fact(
        "公共服务达全省平均日期", "Services at average",
        "Day on which the main public services reach the province's mean.",
    )] = None
    bus_reached_on: Annotated[dt.date | None, Fact(
        "建制村通客车达成日期", "Buses everywhere", "Day on which a bus serves every administrative village."
    )] = None
    irrigation_done_on: Annotated[dt.date | None, Fact(
        "灌区改造完成日期", "Irrigation rebuilt",
        "Day on which the rebuilding of the irrigation districts is complete.",
    )] = None
    tap_water_reached_on: Annotated[dt.date | None, Fact(
        "自来水普及率达标日期", "Tap water reached",
        "Day on which the share of people with tap water is reached.",
    )] = None
    clinics_reached_on: Annotated[dt.date | None, Fact(
        "卫生站标准化达成日期", "Clinics everywhere", "Day on which every village has a standard clinic."
    )] = None
    surveillance_reached_on: Annotated[dt.date | None, Fact(
        "监测网络全覆盖日期", "Surveillance complete",
        "Day on which both networks for food-borne disease cover everything.",
    )] = None
    poor_health_service_reached_on: Annotated[dt.date | None, Fact(
        "扶贫对象享有医疗服务日期", "Health service for the poor reached",
        "Day on which the poor have basic medical and family-planning services.",
    )] = None
    maternal_child_health_reached_on: Annotated[dt.date | None, Fact(
        "妇幼保障水平提高日期", "Care for mothers and children improved",
        "Day on which care for children and mothers has improved as aimed at.",
    )] = None
    epidemics_controlled_on: Annotated[dt.date | None, Fact(
        "传染病地方病受控日期", "Epidemics controlled",
        "Day on which major infectious and endemic diseases are under control.",
    )] = None
    health_indicators_reached_on: Annotated[dt.date | None, Fact(
        "健康指标达全省平均日期", "Health indicators reached",
        "Day on which the main health indicators reach the province's mean.",
    )] = None
    health_equality_reached_on: Annotated[dt.date | None, Fact(
        "公共卫生均衡享有日期", "Equal public health reached",
        "Day on which town and country share basic public health services alike.",
    )] = None
    four_g_reached_on: Annotated[dt.date | None, Fact(
        "4G网络覆盖达成日期", "4G everywhere", "Day on which a 4G network covers the rural area."
    )] = None
    egov_reached_on: Annotated[dt.date | None, Fact(
        "电子政务全覆盖日期", "E-government everywhere",
        "Day on which electronic government services cover the mountain area.",
    )] = None
    fair_education_reached_on: Annotated[dt.date | None, Fact(
        "教育资源公平达成日期", "Fair schooling reached",
        "Day on which all poor pupils have a fair share of schooling.",
    )] = None
    quality_education_reached_on: Annotated[dt.date | None, Fact(
        "教育质量公平达成日期", "Good schooling reached",
        "Day on which children of poor families have good schooling.",
    )] = None
    cleaning_reached_on: Annotated[dt.date | None, Fact(
        "保洁全覆盖日期", "Clean everywhere",
        "Day on which a cleaning service covers every administrative village.",
    )] = None
    waste_treated_reached_on: Annotated[dt.date | None, Fact(
        "垃圾处理达标日期", "Waste target reached",
        "Day on which the share of villages with waste treated is reached.",
    )] = None
    sewage_treated_reached_on: Annotated[dt.date | None, Fact(
        "污水处理达标日期", "Sewage target reached",
        "Day on which the share of villages with sewage treated is reached.",
    )] = None
    toilets_reached_on: Annotated[dt.date | None, Fact(
        "卫生厕所改造完成日期", "Toilets rebuilt",
        "Day on which the rebuilding of village toilets is complete.",
    )] = None
    greening_done_on: Annotated[dt.date | None, Fact(
        "万村绿工程完成日期", "Greening complete",
        "Day on which the greening programme is carried out everywhere.",
    )] = None
    landscape_improved_on: Annotated[dt.date | None, Fact(
        "绿化美化提升日期", "Villages greener", "Day on which the villages are markedly greener."
    )] = None
    # fmt: on
