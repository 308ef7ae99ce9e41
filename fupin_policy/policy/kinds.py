"""The closed lists that policy documents are described with."""

from __future__ import annotations

from fupin_policy.values import Labelled

__all__ = [
    "DayBound",
    "Kind",
    "Level",
    "Modality",
    "Role",
    "Rounding",
    "Status",
    "Stream",
    "TargetScope",
    "Topic",
]


class Level(Labelled):
    """Who issued a document, from the widest to the narrowest."""

    NATION = "nation", "国家", "nation"
    PROVINCE = "province", "省", "province"
    CITY = "city", "市", "city"
    COUNTY = "county", "县", "county"


class Kind(Labelled):
    """What a measure is, legally."""

    GRANT = "grant", "补助", "grant"
    RELIEF = "relief", "减免", "relief"
    REIMBURSEMENT = "reimbursement", "报销", "reimbursement"
    LOAN_TERMS = "loan_terms", "贷款条件", "loan terms"
    EQUITY = "equity", "股权", "equity"
    SERVICE = "service", "服务", "service"
    ELIGIBILITY = "eligibility", "认定", "eligibility"
    EXIT_STANDARD = "exit_standard", "退出标准", "exit standard"
    TARGET = "target", "目标", "target"
    STANDARD = "standard", "标准", "standard"
    DUTY = "duty", "职责", "duty"
    PROJECT = "project", "工程项目", "project"
    BASELINE = "baseline", "基数", "baseline"
    FORECAST = "forecast", "预测", "forecast"
    PRINCIPLE = "principle", "原则", "principle"


class Modality(Labelled):
    """How strongly the text speaks: an aim can be missed, never breached."""

    MUST = "must", "必须", "must"
    AIM = "aim", "力争", "aim"
    ENCOURAGE = "encourage", "鼓励", "encourage"
    MAY = "may", "可以", "may"
    FACT = "fact", "事实", "fact"
    FORECAST = "forecast", "预计", "forecast"


class Stream(Labelled):
    """Where an amount flows; streams are never added together."""

    YEARLY_CASH = "yearly_cash", "每年现金", "Yearly cash"
    ONE_OFF_CASH = "one_off_cash", "一次性现金", "One-off cash"
    COST_RELIEF = "cost_relief", "费用减免", "Relief of a cost"
    EQUITY_OR_KIND = "equity_or_kind", "股权或实物", "Equity or in kind"
    TO_OTHERS = "to_others", "给予他方", "Money to others"


class Role(Labelled):
    """What a figure is for."""

    AMOUNT = "amount", "金额", "amount"
    THRESHOLD = "threshold", "界限", "threshold"
    RATIO = "ratio", "比例", "ratio"
    CAP = "cap", "上限", "cap"
    FLOOR = "floor", "下限", "floor"
    TERM = "term", "年限", "term"
    COUNT = "count", "数量", "count"
    SHARE = "share", "占比", "share"
    LENGTH = "length", "长度", "length"
    RATE = "rate", "率", "rate"
    DEADLINE = "deadline", "期限", "deadline"
    PERIOD = "period", "时期", "period"
    RECURRENCE = "recurrence", "周期", "recurrence"
    CAPACITY = "capacity", "规模", "capacity"
    BASELINE = "baseline", "基数", "baseline"
    FORECAST = "forecast", "预测", "forecast"
    TARGET = "target", "目标", "target"


class DayBound(Labelled):
    """How a printed day bounds when something is."""

    ON = "on", "当日", "on"
    BY = "by", "截至", "by"
    FROM = "from", "自", "from"
    BETWEEN = "between", "介于", "between"


class TargetScope(Labelled):
    """What the figure of a target measures: each unit by itself, all of them pooled, an average over people, the
    amount of one year, the sum so far, or a share.
    """

    EACH = "each", "各自", "each"
    POOLED = "pooled", "合计", "pooled"
    AVERAGE = "average", "平均", "average"
    YEARLY = "yearly", "每年", "yearly"
    CUMULATIVE = "cumulative", "累计", "cumulative"
    SHARE = "share", "占比", "share"


class Rounding(Labelled):
    """How an amount is brought to whole fen at the last step."""

    EXACT = "exact", "不取整", "not rounded"
    HALF_UP = "half_up", "四舍五入", "halves up"
    DOWN = "down", "舍去", "down"
    UP = "up", "进位", "up"


class Topic(Labelled):
    """What a measure is about, one taxonomy for all documents."""

    IDENTIFICATION = "identification", "识别认定", "Identification"
    TARGETS = "targets", "总体目标", "Overall goals"
    EDUCATION = "education", "教育", "Education"
    HEALTH = "health", "健康医疗", "Health"
    HOUSING = "housing", "住房", "Housing"
    RELOCATION = "relocation", "搬迁", "Relocation"
    INDUSTRY = "industry", "产业", "Industry"
    EMPLOYMENT = "employment", "就业", "Employment"
    SOCIAL_SECURITY = "social_security", "社会保障", "Social security"
    ASSETS = "assets", "资产收益", "Income from assets"
    CREDIT = "credit", "信贷", "Credit"
    INSURANCE = "insurance", "保险", "Insurance"
    FUNDS = "funds", "资金", "Funds"
    ROADS = "roads", "交通", "Roads and transport"
    WATER = "water", "水利饮水", "Water"
    POWER = "power", "电力能源", "Power"
    NETWORK = "network", "信息网络", "Network"
    CULTURE = "culture", "文化", "Culture"
    TOURISM = "tourism", "旅游", "Tourism"
    ECOLOGY = "ecology", "生态", "Ecology"
    ENVIRONMENT = "environment", "人居环境", "Living environment"
    LAND = "land", "土地", "Land"
    SCIENCE = "science", "科技人才", "Science and talent"
    COOPERATION = "cooperation", "社会与国际合作", "Cooperation"
    PAIRED_HELP = "paired_help", "对口帮扶", "Paired help"
    ORGANISATION = "organisation", "组织领导", "Organisation"
    PARTY_BUILDING = "party_building", "基层党建", "Party building"
    ASSESSMENT = "assessment", "考核", "Assessment"
    SUPERVISION = "supervision", "监督问责", "Supervision"
    PUBLICITY = "publicity", "宣传", "Publicity"
    REGIONAL = "regional", "区域发展", "Regional development"
    POPULATION = "population", "人口", "Population"
    MONITORING = "monitoring", "监测预警", "Monitoring"
    PRINCIPLES = "principles", "原则", "Principles"


class Status(Labelled):
    """What is to become of a named work: the verb that the text prints."""

    PLAN = "plan", "规划建设", "Planned"
    START = "start", "开工建设", "To be started"
    ACCELERATE = "accelerate", "加快建设", "To be sped up"
    PROMOTE = "promote", "积极推动", "To be promoted"
    PREPARE = "prepare", "做好前期工作", "Preliminary work"
    STUDY = "study", "研究论证", "Under study"
    IMPLEMENT = "implement", "实施", "To be carried out"
    BUILD = "build", "建设", "To be built"
    COMPLETE = "complete", "建成", "To be completed"
    CONTINUE = "continue", "续建", "To be continued"
    EXPAND = "expand", "扩建", "To be enlarged"
    UPGRADE = "upgrade", "改造升级", "To be upgraded"
