"""People and their medical bills."""

import datetime as dt
from typing import ClassVar

from fupin_policy.domain.checks import Consistent, EachLater, Excludes, Later, NotMore, Unique
from fupin_policy.domain.codes import (
    BillKind,
    HospitalLevel,
    LabourCapacity,
    LeftBehind,
    Relation,
    SchoolStage,
    Sex,
    TrainingKind,
)
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.parts import entity
from fupin_policy.values import Quantity

__all__ = ["MedicalBill", "Person"]


@entity
class MedicalBill(Entity):
    """The bill of one treatment.

    >>> MedicalBill(kind="住院", in_scope="8000元", total="9200.50元").total.number
    Fraction(18401, 2)
    """

    key: ClassVar[str] = "bill"
    labels: ClassVar[tuple[str, str]] = ("医疗费用单据", "Medical bill")
    extent: ClassVar[Extent] = Extent.HOME
    consistent: ClassVar[tuple[Consistent, ...]] = (
        NotMore("in_scope", "total"),
        NotMore("own_compliant", "total"),
        NotMore("reimbursed", "total"),
    )

    # fmt: off
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this bill from the person's others."
    )
    kind: BillKind | None = fact(
        "就医类别", "Kind of treatment", "Whether the bill is for inpatient or outpatient care."
    )
    date: dt.date | None = fact("结算日期", "Date", "Day on which the bill was settled.")
    level: HospitalLevel | None = fact(
        "医院级别", "Hospital level", "Administrative level of the hospital that treated."
    )
    total: Quantity | None = fact(
        "总费用", "Total cost", "Everything charged for the treatment.", unit="元", low=0
    )
    in_scope: Quantity | None = fact(
        "政策范围内费用", "Cost within scope",
        "Part of the total that basic medical insurance recognises, before any of it is reimbursed.",
        unit="元", low=0,
    )
    own_compliant: Quantity | None = fact(
        "自负合规费用", "Own compliant cost",
        "Part of the recognised cost that is left to the patient after insurance has paid.", unit="元", low=0,
    )
    reimbursed: Quantity | None = fact(
        "已报销金额", "Sum reimbursed", "Part of the bill that insurance and aid have paid.", unit="元", low=0
    )
    # fmt: on


@entity
class Person(Entity):
    """A member of a household.

    >>> Person(id="b", relation="母亲", labour="无劳动能力", bills=[MedicalBill(kind="inpatient")]).bills
    (MedicalBill(kind='inpatient'),)
    """

    key: ClassVar[str] = "person"
    labels: ClassVar[tuple[str, str]] = ("人", "Person")
    extent: ClassVar[Extent] = Extent.HOME
    consistent: ClassVar[tuple[Consistent, ...]] = (
        Later("birth_date", "medical_joined_on"),
        NotMore("free_trainings", "trainings"),
        Unique("bills", "bill"),
        Excludes(
            "stage", SchoolStage.NOT_ENROLLED, "full_time", True,
            "a person who is not enrolled cannot be a full-time student",
        ),
        Excludes("sex", Sex.MALE, "left_behind", LeftBehind.WOMAN, "a man cannot be a left-behind woman"),
        EachLater("bills", "birth_date", "date"),
    )  # fmt: skip

    # fmt: off
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this person from everybody else on the register."
    )
    name: str | None = fact("姓名", "Name", "Name of the person.")
    birth_date: dt.date | None = fact(
        "出生日期", "Date of birth", "Day on which the person was born."
    )
    sex: Sex | None = fact("性别", "Sex", "Sex as registered.")
    relation: Relation | None = fact(
        "与户主关系", "Relation to head", "What the person is to the head of the household."
    )

    labour: LabourCapacity | None = fact(
        "劳动能力", "Capacity to work", "Capacity to work as the register records it."
    )
    wants_work: bool | None = fact(
        "有就业创业意愿", "Wants work", "Whether the person wishes to take a job or start a business."
    )
    wants_transfer_work: bool | None = fact(
        "有转移就业愿望", "Wants work off the farm",
        "Whether the person wishes to take a job outside farming.",
    )
    transfer_employed: bool | None = fact(
        "已实现转移就业", "Employed off the farm", "Whether the person has a job outside farming."
    )
    employment_served: bool | None = fact(
        "已获就业创业服务", "Has employment service", "Whether a job or business service has been rendered."
    )
    trained: bool | None = fact(
        "已接受技能培训", "Skill-trained", "Whether the person has completed a course in a skill."
    )
    skills: int | None = fact(
        "掌握致富技能数", "Skills", "Number of skills by which the person can earn a living.",
        unit="项", low=0,
    )
    skill_learned_on: dt.date | None = fact(
        "学会首项技能日期", "First skill learned",
        "Day on which the first such skill is mastered, or is planned to be.",
    )
    disabled: bool | None = fact(
        "残疾", "Disabled", "Whether the person is registered as disabled."
    )
    ill: bool | None = fact(
        "患病", "Ill", "Whether the register records the person as suffering from illness."
    )
    left_behind: LeftBehind | None = fact(
        "三留守类别", "Left behind",
        "Which group of people left behind by working relatives the person is in.",
    )
    village_doctor: bool | None = fact(
        "乡村医生", "Village doctor", "Whether the person practises as a village doctor."
    )
    graduate_rural_teacher: bool | None = fact(
        "农村从教高校毕业生", "Graduate teaching in the country",
        "Whether the person is a graduate who has taken up teaching in a rural school.",
    )

    stage: SchoolStage | None = fact(
        "就读学段", "Stage of schooling", "Stage of schooling the person attends now."
    )
    full_time: bool | None = fact(
        "全日制在读", "Full-time student", "Whether the person attends that stage full time."
    )
    tuition: Quantity | None = fact(
        "学费", "Tuition", "Tuition charged for the school year before any remission.", unit="元/年", low=0
    )

    medical_premium: Quantity | None = fact(
        "个人应缴基本医保费", "Medical premium due",
        "The person's own share of the year's basic medical insurance premium, before any subsidy.",
        unit="元/年", low=0,
    )
    medical_joined_on: dt.date | None = fact(
        "参保缴费日期", "Medical insurance joined",
        "Day on which the basic medical insurance premium was paid.",
    )
    joined_midyear: bool | None = fact(
        "中途参保", "Joined mid-year", "Whether insurance was joined after the yearly enrolment had closed."
    )
    major_illness: bool | None = fact(
        "患重特大疾病", "Major illness", "Whether the person has one of the illnesses that count as major."
    )
    bills: tuple[MedicalBill, ...] | None = fact(
        "医疗费用单据", "Medical bills",
        "The person's medical bills of the year; an empty list when there are none.",
    )

    pension_enrolled: bool | None = fact(
        "参加居民养老保险", "In the residents' pension scheme",
        "Whether enrolled in the residents' pension scheme.",
    )
    pension_premium: Quantity | None = fact(
        "个人应缴养老保险费", "Pension premium due",
        "The person's own share of the year's pension premium, before any subsidy.", unit="元/年", low=0,
    )
    pension_age_reached: bool | None = fact(
        "已达领取养老金年龄", "Of pension age",
        "Whether the person has reached the age at which the pension is paid.",
    )

    # Disability
    severe_disability: bool | None = fact(
        "重度残疾", "Severe disability", "Whether the person is registered as severely disabled."
    )
    disability_conditions: bool | None = fact(
        "符合残疾人补贴条件", "Meets disability conditions",
        "Whether the person meets the conditions of the living subsidy for the disabled.",
    )
    nursing_conditions: bool | None = fact(
        "符合护理补贴条件", "Meets nursing conditions",
        "Whether the person meets the conditions of the nursing subsidy for severe disability.",
    )
    labour_lost_for_a_time: bool | None = fact(
        "暂时失去劳动能力", "Unable for a time", "Whether the person is unable to work for a time only."
    )

    # Training and work
    wants_training: bool | None = fact(
        "有培训意愿", "Wants training", "Whether the person wishes to be trained in a skill."
    )
    training: TrainingKind | None = fact(
        "培训类别", "Kind of training", "What the person is, or was last, trained in."
    )
    trainings: int | None = fact(
        "已接受技能培训次数", "Courses completed", "Courses in a skill that the person has completed.",
        unit="次", low=0,
    )
    free_trainings: int | None = fact(
        "已接受免费培训次数", "Free courses completed",
        "Vocational courses free of charge that the person has completed.", unit="次", low=0,
    )
    training_conditions: bool | None = fact(
        "符合培训补贴条件", "Meets training conditions",
        "Whether the person meets the conditions of the subsidy for training.",
    )
    school_leaver: bool | None = fact(
        "未升学应届毕业生", "School leaver",
        "Whether the person left junior or senior secondary school this year and does not go on.",
    )
    young_farmer: bool | None = fact(
        "青年农民", "Young farmer", "Whether the person counts as a young farmer."
    )
    farm_major: bool | None = fact(
        "涉农专业", "Farm major", "Whether the person's course of study is about farming."
    )
    in_province_school: bool | None = fact(
        "省内高校就读", "School in the province", "Whether the person's university is in the province."
    )
    free_tuition_conditions: bool | None = fact(
        "符合中职免学费条件", "Meets free-tuition conditions",
        "Whether the person meets the conditions for free tuition in vocational school.",
    )
    jobseeker: bool | None = fact(
        "已登记求职", "Registered jobseeker", "Whether the person is registered as looking for work."
    )
    hard_to_employ: bool | None = fact(
        "就业困难人员", "Hard to employ", "Whether the person counts as hard to employ."
    )
    public_post: bool | None = fact(
        "在公益性岗位", "In a public post", "Whether the person works in a public post."
    )
    employed: bool | None = fact(
        "已就业", "Employed", "Whether the person has a job of any kind."
    )
    returned_migrant: bool | None = fact(
        "返乡创业人员", "Returned migrant",
        "Whether the person came back from work elsewhere to start a business.",
    )
    dropped_out: bool | None = fact(
        "辍学", "Dropped out", "Whether the person has left school while of compulsory school age."
    )

    # Medical care of the year
    medical_enrolled: bool | None = fact(
        "参加基本医疗保险", "In medical insurance",
        "Whether the person is in the basic medical insurance or the cooperative medical scheme.",
    )
    own_medical_cost: Quantity | None = fact(
        "全年个人负担医疗费", "Own medical cost of the year",
        "What the person paid for medical care in the year after all reimbursement.", unit="元/年", low=0,
    )
    # fmt: on
