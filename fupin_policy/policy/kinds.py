"""The closed lists that policy documents are described with."""

from __future__ import annotations

from enum import StrEnum

from fupin_policy.rules import Lang

__all__ = ["Kind", "Level", "Modality", "Role", "Rounding", "Status", "Stream", "TargetScope", "Topic"]


class Level(StrEnum):
    """Who issued a document, from the widest to the narrowest."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Kind(StrEnum):
    """What a measure is, legally."""

    GRANT = "grant"
    RELIEF = "relief"
    REIMBURSEMENT = "reimbursement"
    LOAN_TERMS = "loan_terms"
    EQUITY = "equity"
    SERVICE = "service"
    ELIGIBILITY = "eligibility"
    EXIT_STANDARD = "exit_standard"
    TARGET = "target"
    STANDARD = "standard"
    DUTY = "duty"
    PROJECT = "project"
    BASELINE = "baseline"
    FORECAST = "forecast"
    PRINCIPLE = "principle"


class Modality(StrEnum):
    """How strongly the text speaks: an aim can be missed, never breached."""

    MUST = "must"
    AIM = "aim"
    ENCOURAGE = "encourage"
    MAY = "may"
    FACT = "fact"
    FORECAST = "forecast"


class Stream(StrEnum):
    """Where an amount flows; streams are never added together."""

    YEARLY_CASH = "yearly_cash"
    ONE_OFF_CASH = "one_off_cash"
    COST_RELIEF = "cost_relief"
    EQUITY_OR_KIND = "equity_or_kind"
    TO_OTHERS = "to_others"

    def label(self, lang: Lang) -> str:
        """The stream's name in a language."""
        return _STREAM_LABELS[self][0 if lang == "zh" else 1]


_STREAM_LABELS = {
    Stream.YEARLY_CASH: ("每年现金", "Yearly cash"),
    Stream.ONE_OFF_CASH: ("一次性现金", "One-off cash"),
    Stream.COST_RELIEF: ("费用减免", "Relief of a cost"),
    Stream.EQUITY_OR_KIND: ("股权或实物", "Equity or in kind"),
    Stream.TO_OTHERS: ("给予他方", "Money to others"),
}


class Role(StrEnum):
    """What a figure is for."""

    AMOUNT = "amount"
    THRESHOLD = "threshold"
    RATIO = "ratio"
    CAP = "cap"
    FLOOR = "floor"
    TERM = "term"
    COUNT = "count"
    SHARE = "share"
    LENGTH = "length"
    RATE = "rate"
    DEADLINE = "deadline"
    PERIOD = "period"
    RECURRENCE = "recurrence"
    CAPACITY = "capacity"
    BASELINE = "baseline"
    FORECAST = "forecast"
    TARGET = "target"


class TargetScope(StrEnum):
    """What the figure of a target measures: each unit by itself, all of them pooled, an average over people, the
    amount of one year, the sum so far, or a share.
    """

    EACH = "each"
    POOLED = "pooled"
    AVERAGE = "average"
    YEARLY = "yearly"
    CUMULATIVE = "cumulative"
    SHARE = "share"


class Rounding(StrEnum):
    """How an amount is brought to whole fen at the last step."""

    EXACT = "exact"
    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


class Topic(StrEnum):
    """What a measure is about, one taxonomy for all documents."""

    IDENTIFICATION = "identification"
    TARGETS = "targets"
    EDUCATION = "education"
    HEALTH = "health"
    HOUSING = "housing"
    RELOCATION = "relocation"
    INDUSTRY = "industry"
    EMPLOYMENT = "employment"
    SOCIAL_SECURITY = "social_security"
    ASSETS = "assets"
    CREDIT = "credit"
    INSURANCE = "insurance"
    FUNDS = "funds"
    ROADS = "roads"
    WATER = "water"
    POWER = "power"
    NETWORK = "network"
    CULTURE = "culture"
    TOURISM = "tourism"
    ECOLOGY = "ecology"
    ENVIRONMENT = "environment"
    LAND = "land"
    SCIENCE = "science"
    COOPERATION = "cooperation"
    PAIRED_HELP = "paired_help"
    ORGANISATION = "organisation"
    PARTY_BUILDING = "party_building"
    ASSESSMENT = "assessment"
    SUPERVISION = "supervision"
    PUBLICITY = "publicity"
    REGIONAL = "regional"
    POPULATION = "population"
    MONITORING = "monitoring"
    PRINCIPLES = "principles"

    def label(self, lang: Lang) -> str:
        """Its name in a language."""
        return _TOPIC_LABELS[self.value][0 if lang == "zh" else 1]


_TOPIC_LABELS = {
    "identification": ("识别认定", "Identification"),
    "targets": ("总体目标", "Overall goals"),
    "education": ("教育", "Education"),
    "health": ("健康医疗", "Health"),
    "housing": ("住房", "Housing"),
    "relocation": ("搬迁", "Relocation"),
    "industry": ("产业", "Industry"),
    "employment": ("就业", "Employment"),
    "social_security": ("社会保障", "Social security"),
    "assets": ("资产收益", "Income from assets"),
    "credit": ("信贷", "Credit"),
    "insurance": ("保险", "Insurance"),
    "funds": ("资金", "Funds"),
    "roads": ("交通", "Roads and transport"),
    "water": ("水利饮水", "Water"),
    "power": ("电力能源", "Power"),
    "network": ("信息网络", "Network"),
    "culture": ("文化", "Culture"),
    "tourism": ("旅游", "Tourism"),
    "ecology": ("生态", "Ecology"),
    "environment": ("人居环境", "Living environment"),
    "land": ("土地", "Land"),
    "science": ("科技人才", "Science and talent"),
    "cooperation": ("社会与国际合作", "Cooperation"),
    "paired_help": ("对口帮扶", "Paired help"),
    "organisation": ("组织领导", "Organisation"),
    "party_building": ("基层党建", "Party building"),
    "assessment": ("考核", "Assessment"),
    "supervision": ("监督问责", "Supervision"),
    "publicity": ("宣传", "Publicity"),
    "regional": ("区域发展", "Regional development"),
    "population": ("人口", "Population"),
    "monitoring": ("监测预警", "Monitoring"),
    "principles": ("原则", "Principles"),
}


class Status(StrEnum):
    """What is to become of a named work: the verb that the text prints."""

    PLAN = "plan"
    START = "start"
    ACCELERATE = "accelerate"
    PROMOTE = "promote"
    PREPARE = "prepare"
    STUDY = "study"
    IMPLEMENT = "implement"
    BUILD = "build"
    COMPLETE = "complete"
    CONTINUE = "continue"
    EXPAND = "expand"
    UPGRADE = "upgrade"

    def label(self, lang: Lang) -> str:
        """Its name in a language."""
        return _STATUS_LABELS[self.value][0 if lang == "zh" else 1]


_STATUS_LABELS = {
    "plan": ("规划建设", "Planned"),
    "start": ("开工建设", "To be started"),
    "accelerate": ("加快建设", "To be sped up"),
    "promote": ("积极推动", "To be promoted"),
    "prepare": ("做好前期工作", "Preliminary work"),
    "study": ("研究论证", "Under study"),
    "implement": ("实施", "To be carried out"),
    "build": ("建设", "To be built"),
    "complete": ("建成", "To be completed"),
    "continue": ("续建", "To be continued"),
    "expand": ("扩建", "To be enlarged"),
    "upgrade": ("改造升级", "To be upgraded"),
}
