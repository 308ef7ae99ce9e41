"""The code lists that facts draw from.

Each list is closed. A member is known by its English key (the form that rules use), its Chinese and
English labels, and the further names by which documents and registers call it.

>>> HouseholdType.DIBAO.zh, HouseholdType.names()["低保户"].value
('低保扶贫户', 'dibao')
"""

from __future__ import annotations

from fupin_policy.domain.facts import Code

__all__ = [
    "BillKind",
    "BridgeClass",
    "DangerGrade",
    "DwellingWork",
    "EnterpriseForm",
    "HospitalLevel",
    "HouseholdType",
    "LabourCapacity",
    "LeftBehind",
    "LoanPurpose",
    "Relation",
    "SchoolStage",
    "Sex",
]


class Sex(Code):
    """Sex as registered (性别)."""

    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"


class Relation(Code):
    """Relation to the head of the household (与户主关系)."""

    HEAD = "head", "户主", "Head", "本人"
    SPOUSE = "spouse", "配偶", "Spouse"
    CHILD = "child", "子女", "Child", "儿子", "女儿", "之子", "之女"
    PARENT = "parent", "父母", "Parent", "父亲", "母亲"
    GRANDCHILD = "grandchild", "孙子女", "Grandchild", "孙子", "孙女", "外孙子", "外孙女"
    GRANDPARENT = "grandparent", "祖父母", "Grandparent", "祖父", "祖母"
    SIBLING = "sibling", "兄弟姐妹", "Sibling", "兄弟", "姐妹"
    OTHER = "other", "其他", "Other"


class HouseholdType(Code):
    """How a household stands on the register of the poor (户类型)."""

    GENERAL = "general", "一般扶贫户", "General poor household", "一般户", "一般贫困户"
    DIBAO = "dibao", "低保扶贫户", "Subsistence-allowance household", "低保户", "低保贫困户"
    WUBAO = "wubao", "五保贫困户", "Five-guarantees household", "五保户"
    NOT_ON_ROLL = "not_on_roll", "非建档立卡户", "Not on the roll", "非贫困户"


class LabourCapacity(Code):
    """Capacity to work as registered (劳动能力)."""

    FULL = "full", "有劳动能力", "Able to work"
    PARTIAL = "partial", "部分丧失劳动能力", "Partly unable to work"
    NONE = "none", "完全丧失劳动能力", "Unable to work", "无劳动能力"


class SchoolStage(Code):
    """Stage of schooling a person attends (就读学段)."""

    NOT_ENROLLED = "not_enrolled", "未就读", "Not enrolled", "不在校"
    PRESCHOOL = "preschool", "学前教育", "Pre-school", "幼儿园"
    PRIMARY = "primary", "小学", "Primary school"
    JUNIOR = "junior", "初中", "Junior secondary school"
    SENIOR_HIGH = "senior_high", "普通高中", "Senior high school", "高中"
    SECONDARY_VOCATIONAL = (
        "secondary_vocational",
        "中等职业学校",
        "Secondary vocational school",
        "中职",
        "中等职业技术学校",
    )
    UNIVERSITY = "university", "大学", "University", "高等教育"


class LeftBehind(Code):
    """Whether a person is one of those left behind by relatives who work elsewhere (三留守类别)."""

    NO = "no", "非留守", "Not left behind"
    CHILD = "child", "留守儿童", "Left-behind child"
    WOMAN = "woman", "留守妇女", "Left-behind woman"
    ELDER = "elder", "留守老人", "Left-behind elder"


class BillKind(Code):
    """Kind of treatment a medical bill is for (就医类别)."""

    INPATIENT = "inpatient", "住院", "Inpatient"
    OUTPATIENT = "outpatient", "普通门诊", "Ordinary outpatient", "门诊"
    SPECIAL_OUTPATIENT = "special_outpatient", "门诊特定病种", "Outpatient, special disease", "门特"


class HospitalLevel(Code):
    """Administrative level of the hospital (医院级别)."""

    TOWNSHIP = "township", "乡镇级", "Township", "镇级"
    COUNTY = "county", "县级", "County"
    CITY = "city", "市级", "City"
    PROVINCE = "province", "省级", "Province"


class DangerGrade(Code):
    """Grade of a dwelling in the appraisal of dangerous rural houses (房屋危险性等级)."""

    A = "a", "A级", "Grade A", "A"
    B = "b", "B级", "Grade B", "B"
    C = "c", "C级", "Grade C", "C"
    D = "d", "D级", "Grade D", "D"


class DwellingWork(Code):
    """What is done to a dwelling (住房改造方式)."""

    NONE = "none", "无", "None", "不改造"
    REBUILD = "rebuild", "新建", "New building", "重建", "拆除重建"
    REPAIR = "repair", "修缮", "Repair", "修缮加固"


class LoanPurpose(Code):
    """What a loan is taken for (贷款用途)."""

    PRODUCTION = "production", "发展生产", "Production"
    EDUCATION = "education", "教育", "Education", "助学"
    HOUSING = "housing", "住房", "Housing", "建房"
    CONSUMPTION = "consumption", "消费", "Consumption"
    OTHER = "other", "其他", "Other"


class EnterpriseForm(Code):
    """Form of a business (单位类型)."""

    COMPANY = "company", "企业", "Company", "公司"
    INDIVIDUAL_BUSINESS = "individual_business", "个体户", "Individual business", "个体工商户"
    COOPERATIVE = "cooperative", "农民专业合作社", "Farmers' cooperative", "合作社", "农民合作社"
    FAMILY_FARM = "family_farm", "家庭农场", "Family farm"
    LEADING_ENTERPRISE = "leading_enterprise", "龙头企业", "Leading agricultural enterprise"
    BIG_GROWER = "big_grower", "专业大户", "Large specialised grower", "种养大户"


class BridgeClass(Code):
    """Class of the road that a bridge carries (桥梁所在公路等级)."""

    COUNTY_TOWNSHIP = "county_township", "县乡道", "County or township road", "县道", "乡道"
    VILLAGE = "village", "村道", "Village road"
