"""Health, schooling, culture and organisation of an area."""

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaPublic"]


@part
class AreaPublic(Entity):
    """The part of an area's facts that is about health, schooling, culture and organisation."""

    __slots__ = ()

    # fmt: off
    # Health
    rural_medical_enrolled_share: Quantity | None = share(
        "新农合参合率", "Cooperative medical share",
        "Share of the rural population in the cooperative medical scheme.",
    )
    county_hospital_share: Quantity | None = share(
        "有二级综合医院县占比", "Counties with a hospital",
        "Share of counties that have a general hospital of the second grade.",
    )
    town_health_centre_share: Quantity | None = share(
        "有规范化卫生院乡镇占比", "Towns with a health centre",
        "Share of towns that have a standard health centre.",
    )
    qualified_doctor_share: Quantity | None = share(
        "有合格医生乡村机构占比", "Qualified doctors",
        "Share of health centres and clinics of towns and villages that have a qualified doctor.",
    )
    occupational_health_share: Quantity | None = share(
        "职业病防治体系健全县占比", "Counties with occupational health",
        "Share of counties with a fairly complete service against occupational disease.",
    )
    maternal_institution_share: Quantity | None = share(
        "妇幼保健机构达标县占比", "Counties with maternal care",
        "Share of counties whose maternal and child institution meets the conditions for its work.",
    )
    health_equal: bool | None = fact(
        "享有同等卫生医疗服务", "Equal health service",
        "Whether the people have the same public health and basic medical services as the whole province.",
    )
    low_birth_level: bool | None = fact(
        "低生育水平稳定", "Low birth level", "Whether the low level of births is steady."
    )

    # Schooling
    preschool_enrolment: Quantity | None = fact(
        "学前三年毛入园率", "Pre-school enrolment", "Gross enrolment in the three years before school.",
        unit="%", low=0,
    )
    compulsory_retention: Quantity | None = share(
        "义务教育巩固率", "Compulsory retention",
        "Share of those who began compulsory school that complete it.",
    )
    senior_enrolment: Quantity | None = fact(
        "高中阶段毛入学率", "Senior enrolment", "Gross enrolment in senior secondary schools of all kinds.",
        unit="%", low=0,
    )
    schooling_years: Quantity | None = fact(
        "平均受教育年限", "Years of schooling", "Mean years of schooling of the main working ages.",
        unit="年", low=0,
    )
    illiterate_share: Quantity | None = share(
        "青壮年文盲率", "Illiteracy", "Share of young and middle-aged people who cannot read."
    )
    dropouts: int | None = fact(
        "义务教育辍学人数", "Drop-outs", "Children of compulsory school age who have left school.",
        unit="人", low=0,
    )
    dropout_report_day: int | None = fact(
        "控辍保学月度统计完成日", "Day of the drop-out report",
        "Day of the month on which the month's count of pupils out of school is finished.", low=1, high=31,
    )
    general_intake: int | None = fact(
        "普通高中招生数", "General senior intake",
        "Pupils taken into general senior high schools in the year.", unit="人", low=0,
    )
    vocational_intake: int | None = fact(
        "中等职业学校招生数", "Vocational intake",
        "Pupils taken into secondary vocational schools in the year.", unit="人", low=0,
    )
    village_student_share: Quantity | None = share(
        "有大学生培养对象村占比", "Villages with a student",
        "Share of villages for which somebody is being trained at a university.",
    )

    # Culture
    library_share: Quantity | None = share(
        "有二级以上图书馆县占比", "Counties with a library",
        "Share of counties with a library of the national second grade or above.",
    )
    culture_centre_share: Quantity | None = share(
        "有二级以上文化馆县占比", "Counties with a culture centre",
        "Share of counties with a culture centre of the national second grade or above.",
    )
    town_culture_share: Quantity | None = share(
        "有文化活动场所乡镇占比", "Towns with a culture place",
        "Share of towns and streets with a place for culture.",
    )
    village_culture_share: Quantity | None = share(
        "有文化活动室或农家书屋村占比", "Villages with a culture room",
        "Share of villages with a culture room or a farmers' library.",
    )
    culture_square_share: Quantity | None = share(
        "有文化广场行政村占比", "Villages with a culture square",
        "Share of administrative villages that have a square for culture.",
    )
    broadcast_village_share: Quantity | None = share(
        "小自然村广播电视覆盖率", "Small villages with broadcasting",
        "Share of the small natural villages (of the size asked for, with power) that radio and television "
        "reach.",
    )
    broadcast_household_share: Quantity | None = share(
        "广播电视户户通率", "Households with broadcasting",
        "Share of households that receive radio and television.",
    )
    digital_tv_share: Quantity | None = share(
        "数字广播电视户户通率", "Households with digital television",
        "Share of households that receive digital radio and television.",
    )
    broadcast_system_complete: bool | None = fact(
        "广播影视服务体系健全", "Broadcasting system complete",
        "Whether the public service of radio, television and film is complete.",
    )
    cultural_needs_met: bool | None = fact(
        "群众文化需求基本满足", "Cultural needs met",
        "Whether the people's needs of culture are basically met.",
    )

    # Community services
    community_village_share: Quantity | None = share(
        "社区服务设施覆盖贫困村占比", "Poor villages with community services",
        "Share of the villages on the roll that have a centre of community services.",
    )
    community_site_share: Quantity | None = share(
        "社区服务设施覆盖安置区占比", "Settlements with community services",
        "Share of the settlements of relocated people that have a centre of community services.",
    )
    community_platform_share: Quantity | None = share(
        "社区信息平台覆盖贫困县占比", "Poor counties with a platform",
        "Share of the poor counties that the information platform of community services covers.",
    )

    # Organisation
    team_share: Quantity | None = share(
        "驻村工作队覆盖率", "Teams in villages",
        "Share of the poor villages that have a team stationed there.",
    )
    villages_visited_share: Quantity | None = share(
        "县委书记遍访贫困村比例", "Villages visited",
        "Share of the poor villages that the county's party secretary has visited.",
    )
    households_visited_share: Quantity | None = share(
        "书记遍访贫困户比例", "Households visited",
        "Share of the poor households that the party secretaries of town and village have visited.",
    )
    secretary_trained_share: Quantity | None = share(
        "村党组织书记轮训率", "Secretaries trained",
        "Share of the party secretaries of poor villages who have been trained.",
    )
    month_meetings: int | None = fact(
        "当月专题研究次数", "Meetings this month", "Meetings of the month given to poverty relief alone.",
        unit="次", low=0,
    )
    secretary_workdays: int | None = fact(
        "县委书记当月扶贫工作日", "Secretary's workdays",
        "Working days of the month the county's party secretary gave to poverty relief.",
        unit="天", low=0, high=31,
    )
    head_workdays: int | None = fact(
        "县长当月扶贫工作日", "County head's workdays",
        "Working days of the month the head of the county government gave to poverty relief.",
        unit="天", low=0, high=31,
    )
    deputy_heads: int | None = fact(
        "主抓扶贫副县长数", "Deputy heads in charge",
        "Deputy heads of the county government charged with poverty relief.", unit="人", low=0,
    )
    chiefs_moved: bool | None = fact(
        "脱贫前党政正职调离", "Chiefs moved",
        "Whether a chief of party or government was moved before the county left poverty.",
    )
    teams_kept: bool | None = fact(
        "摘帽后工作队保留", "Teams kept",
        "Whether the teams stationed in villages stay after leaving poverty.",
    )
    approval_delegated: bool | None = fact(
        "项目审批权下放到县", "Approval delegated", "Whether projects are approved by the county."
    )

    # Children left behind
    child_mechanisms: int | None = fact(
        "留守儿童联动机制数", "Joint mechanisms for children", "Joint mechanisms for children left behind.",
        unit="个", low=0,
    )
    child_bodies: int | None = fact(
        "留守儿童实施主体数", "Bodies in charge of children",
        "Bodies charged with the care for children left behind.", unit="个", low=0,
    )
    child_platforms: int | None = fact(
        "留守儿童信息平台数", "Platforms for children", "Information platforms for children left behind.",
        unit="个", low=0,
    )
    child_organisations: int | None = fact(
        "留守儿童社会组织批数", "Organisations for children",
        "Groups of social organisations fostered for children left behind.", unit="个", low=0,
    )
    child_places: int | None = fact(
        "留守儿童活动场所数", "Places for children", "Places of activity for children left behind.",
        unit="个", low=0,
    )
    child_guarantees: int | None = fact(
        "留守儿童保障机制数", "Guarantees for children", "Mechanisms of guarantee for children left behind.",
        unit="个", low=0,
    )
    # fmt: on
