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
    "Lender",
    "LoanPurpose",
    "Relation",
    "RelocationKind",
    "SchoolStage",
    "SettlementKind",
    "Sex",
    "TrainingKind",
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
    SPECIAL_OUTPATIENT = (
        "special_outpatient",
        "门诊特定病种",
        "Outpatient, special disease",
        "门特",
        "特殊慢性病门诊",
        "大病门诊",
    )


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
    JOINT_FARM = "joint_farm", "合作农场", "Joint farm"
    JOINT_HOUSEHOLDS = "joint_households", "联户经营", "Joint households"
    LABOUR_COOPERATIVE = "labour_cooperative", "劳务合作社", "Labour cooperative"
    MUTUAL_FUND = "mutual_fund", "扶贫资金互助会", "Mutual fund", "互助资金组织"
    COUNTY_BANK = "county_bank", "县域法人金融机构", "Bank of the county"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织", "Social organisation"


class BridgeClass(Code):
    """Class of the road that a bridge carries (桥梁所在公路等级)."""

    COUNTY_TOWNSHIP = "county_township", "县乡道", "County or township road", "县道", "乡道"
    VILLAGE = "village", "村道", "Village road"


class Lender(Code):
    """What kind of institution lends (贷款机构)."""

    RURAL_CREDIT = (
        "rural_credit",
        "农村信用社",
        "Rural credit cooperative",
        "农信社",
        "农村合作银行",
        "农村商业银行",
    )
    MUTUAL_FUND = "mutual_fund", "扶贫资金互助会", "Mutual fund"
    BANK = "bank", "其他银行", "Other bank", "银行"
    MICROLOAN = "microloan", "小额贷款公司", "Micro-loan company"
    OTHER = "other", "其他机构", "Other"


class RelocationKind(Code):
    """From what kind of place, or by which programme, a household moves (搬迁类别)."""

    HAZARD = "hazard", "地质灾害隐患点搬迁", "Geological hazard", "地灾搬迁"
    DOWNHILL = "downhill", "下山搬迁", "Down from the mountains", "高山远山搬迁"
    RESERVOIR = "reservoir", "重点水库库区搬迁", "Reservoir area", "库区搬迁"
    BOAT = "boat", "连家渔船搬迁", "Fishing boat"
    REMOTE = "remote", "边远恶劣地区搬迁", "Remote and harsh place", "搬迁移民"
    ECOLOGICAL = "ecological", "生态宜居搬迁", "Ecological relocation"
    POVERTY = "poverty", "易地扶贫搬迁", "Relocation programme for the poor"
    OTHER = "other", "其他搬迁", "Other"


class SettlementKind(Code):
    """How relocated people are settled (安置方式)."""

    APARTMENT = "apartment", "公寓式集中安置", "Apartments", "公寓"
    HOUSE = "house", "宅基地建房安置", "Houses of their own", "建房安置"
    RENTAL = "rental", "廉租房安置", "Low-rent homes"
    SCATTERED = "scattered", "分散安置", "Scattered"
    OTHER = "other", "其他安置", "Other"


class TrainingKind(Code):
    """What a person is trained in (培训类别)."""

    APPRENTICE = "apprentice", "企业学徒培训", "Apprenticeship", "企业学徒"
    DRIVER = "driver", "驾驶员培训", "Driving", "驾驶员"
    ECOMMERCE = "ecommerce", "电商培训", "E-commerce", "电商"
    SKILL = "skill", "技能培训", "Skill"
    CERTIFICATE = "certificate", "证书培训", "Certificate"
    TRANSFER = "transfer", "转移就业培训", "Work off the farm"
    FARMING = "farming", "农业实用技术培训", "Farming technique"
    VOCATIONAL = "vocational", "职业教育", "Vocational education"
    OTHER = "other", "其他培训", "Other"
