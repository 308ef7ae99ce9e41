"""People and their medical bills."""

import datetime as dt
from typing import Annotated, ClassVar

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
from fupin_policy.domain.facts import Fact
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
    id: Annotated[str | None, Fact(
        "编号", "Identifier", "Text that tells this bill from the person's others."
    )] = None
    kind: Annotated[BillKind | None, Fact(
        "就医类别", "Kind of treatment", "Whether the bill is for inpatient or outpatient care."
    )] = None
    date: Annotated[dt.date | None, Fact("结算日期", "Date", "Day on which the bill was settled.")] = None
    level: Annotated[HospitalLevel | None, Fact(
        "医院级别", "Hospital level", "Administrative level of the hospital that treated."
    )] = None
    total: Annotated[Quantity | None, Fact(
        "总费用", "Total cost", "Everything charged for the treatment.", unit="元", low=0
    )] = None
    in_scope: Annotated[Quantity | None, Fact(
        "政策范围内费用", "Cost within scope",
        "Part of the total that basic medical insurance recognises, before any of it is reimbursed.",
        unit="元", low=0,
    )] = None
    own_compliant: Annotated[Quantity | None, Fact(
        "自负合规费用", "Own compliant cost",
        "Part of the recognised cost that is left to the patient after insurance has paid.", unit="元", low=0,
    )] = None
    reimbursed: Annotated[Quantity | None, Fact(
        "已报销金额", "Sum reimbursed", "Part of the bill that insurance and aid have paid.", unit="元", low=0
    )] = None
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
    id: Annotated[str | None, Fact(
        "编号", "Identifier", "Text that tells this person from everybody else on the register."
    )] = None
    name: Annotated[str | None, Fact("姓名", "Name", "Name of the person.")] = None
    birth_date: Annotated[dt.date | None, Fact(
        "出生日期", "Date of birth", "Day on which the person was born."
    )] = None
    sex: Annotated[Sex | None, Fact("性别", "Sex", "Sex as registered.")] = None
    relation: Annotated[Relation | None, Fact(
        "与户主关系", "Relation to head", "What the person is to the head of the household."
    )] = None

    labour: Annotated[LabourCapacity | None, Fact(
        "劳动能力", "Capacity to work", "Capacity to work as the register records it."
    )] = None
    wants_work: Annotated[bool | None, Fact(
        "有就业创业意愿", "Wants work", "Whether the person wishes to take a job or start a business."
    )] = None
    wants_transfer_work: Annotated[bool | None, Fact(
        "有转移就业愿望", "Wants work off the farm",
        "Whether the person wishes to take a job outside farming.",
    )] = None
    transfer_employed: Annotated[bool | None, Fact(
        "已实现转移就业", "Employed off the farm", "Whether the person has a job outside farming."
    )] = None
    employment_served: Annotated[bool | None, Fact(
        "已获就业创业服务", "Has employment service", "Whether a job or business service has been rendered."
    )] = None
    trained: Annotated[bool | None, Fact(
        "已接受技能培训", "Skill-trained", "Whether the person has completed a course in a skill."
    )] = None
    skills: Annotated[int | None, Fact(
        "掌握致富技能数", "Skills", "Number of skills by which the person can earn a living.",
        unit="项", low=0,
    )] = None
    skill_learned_on: Annotated[dt.date | None, Fact(
        "学会首项技能日期", "First skill learned",
        "Day on which the first such skill is mastered, or is planned to be.",
    )] = None
    disabled: Annotated[bool | None, Fact(
        "残疾", "Disabled", "Whether the person is registered as disabled."
    )] = None
    ill: Annotated[bool | None, Fact(
        "患病", "Ill", "Whether the register records the person as suffering from illness."
    )] = None
    left_behind: Annotated[LeftBehind | None, Fact(
        "三留守类别", "Left behind",
        "Which group of people left behind by working relatives the person is in.",
    )] = None
    village_doctor: Annotated[bool | None, Fact(
        "乡村医生", "Village doctor", "Whether the person practises as a village doctor."
    )] = None
    graduate_rural_teacher: Annotated[bool | None, Fact(
        "农村从教高校毕业生", "Graduate teaching in the country",
        "Whether the person is a graduate who has taken up teaching in a rural school.",
    )] = None

    stage: Annotated[SchoolStage | None, Fact(
        "就读学段", "Stage of schooling", "Stage of schooling the person attends now."
    )] = None
    full_time: Annotated[bool | None, Fact(
        "全日制在读", "Full-time student", "Whether the person attends that stage full time."
    )] = None
    tuition: Annotated[Quantity | None, Fact(
        "学费", "Tuition", "Tuition charged for the school year before any remission.", unit="元/年", low=0
    )] = None

    medical_premium: Annotated[Quantity | None, Fact(
        "个人应缴基本医保费", "Medical premium due",
        "The person's own share of the year's basic medical insurance premium, before any subsidy.",
        unit="元/年", low=0,
    )] = None
    medical_joined_on: Annotated[dt.date | None, Fact(
        "参保缴费日期", "Medical insurance joined",
        "Day on which the basic medical insurance premium was paid.",
    )] = None
    joined_midyear: Annotated[bool | None, Fact(
        "中途参保", "Joined mid-year", "Whether insurance was joined after the yearly enrolment had closed."
    )] = None
    major_illness: Annotated[bool | None, Fact(
        "患重特大疾病", "Major illness", "Whether the person has one of the illnesses that count as major."
    )] = None
    bills: Annotated[tuple[MedicalBill, ...] | None, Fact(
        "医疗费用单据", "Medical bills",
        "The person's medical bills of the year; an empty list when there are none.",
    )] = None

    pension_enrolled: Annotated[bool | None, Fact(
        "参加居民养老保险", "In the residents' pension scheme",
        "Whether enrolled in the residents' pension scheme.",
    )] = None
    pension_premium: Annotated[Quantity | None, Fact(
        "个人应缴养老保险费", "Pension premium due",
        "The person's own share of the year's pension premium, before any subsidy.", unit="元/年", low=0,
    )] = None
    pension_age_reached: Annotated[bool | None, Fact(
        "已达领取养老金年龄", "Of pension age",
        "Whether the person has reached the age at which the pension is paid.",
    )] = None

    # Disability
    severe_disability: Annotated[bool | None, Fact(
        "重度残疾", "Severe disability", "Whether the person is registered as severely disabled."
    )] = None
    disability_conditions: Annotated[bool | None, Fact(
        "符合残疾人补贴条件", "Meets disability conditions",
        "Whether the person meets the conditions of the living subsidy for the disabled.",
    )] = None
    nursing_conditions: Annotated[bool | None, Fact(
        "符合护理补贴条件", "Meets nursing conditions",
        "Whether the person meets the conditions of the nursing subsidy for severe disability.",
    )] = None
    labour_lost_for_a_time: Annotated[bool | None, Fact(
        "暂时失去劳动能力", "Unable for a time", "Whether the person is unable to work for a time only."
    )] = None

    # Training and work
    wants_training: Annotated[bool | None, Fact(
        "有培训意愿", "Wants training", "Whether the person wishes to be trained in a skill."
    )] = None
    training: Annotated[TrainingKind | None, Fact(
        "培训类别", "Kind of training", "What the person is, or was last, trained in."
    )] = None
    trainings: Annotated[int | None, Fact(
        "已接受技能培训次数", "Courses completed", "Courses in a skill that the person has completed.",
        unit="次", low=0,
    )] = None
    free_trainings: Annotated[int | None, Fact(
        "已接受免费培训次数", "Free courses completed",
        "Vocational courses free of charge that the person has completed.", unit="次", low=0,
    )] = None
    training_conditions: Annotated[bool | None, Fact(
        "符合培训补贴条件", "Meets training conditions",
        "Whether the person meets the conditions of the subsidy for training.",
    )] = None
    school_leaver: Annotated[bool | None, Fact(
        "未升学应届毕业生", "School leaver",
        "Whether the person left junior or senior secondary school this year and does not go on.",
    )] = None
    young_farmer: Annotated[bool | None, Fact(
        "青年农民", "Young farmer", "Whether the person counts as a young farmer."
    )] = None
    farm_major: Annotated[bool | None, Fact(
        "涉农专业", "Farm major", "Whether the person's course of study is about farming."
    )] = None
    in_province_school: Annotated[bool | None, Fact(
        "省内高校就读", "School in the province", "Whether the person's university is in the province."
    )] = None
    free_tuition_conditions: Annotated[bool | None, Fact(
        "符合中职免学费条件", "Meets free-tuition conditions",
        "Whether the person meets the conditions for free tuition in vocational school.",
    )] = None
    jobseeker: Annotated[bool | None, Fact(
        "已登记求职", "Registered jobseeker", "Whether the person is registered as looking for work."
    )] = None
    hard_to_employ: Annotated[bool | None, Fact(
        "就业困难人员", "Hard to employ", "Whether the person counts as hard to employ."
    )] = None
    public_post: Annotated[bool | None, Fact(
        "在公益性岗位", "In a public post", "Whether the person works in a public post."
    )] = None
    employed: Annotated[bool | None, Fact(
        "已就业", "Employed", "Whether the person has a job of any kind."
    )] = None
    returned_migrant: Annotated[bool | None, Fact(
        "返乡创业人员", "Returned migrant",
        "Whether the person came back from work elsewhere to start a business.",
    )] = None
    dropped_out: Annotated[bool | None, Fact(
        "辍学", "Dropped out", "Whether the person has left school while of compulsory school age."
    )] = None

    # Medical care of the year
    medical_enrolled: Annotated[bool | None, Fact(
        "参加基本医疗保险", "In medical insurance",
        "Whether the person is in the basic medical insurance or the cooperative medical scheme.",
    )] = None
    own_medical_cost: Annotated[Quantity | None, Fact(
        "全年个人负担医疗费", "Own medical cost of the year",
        "What the person paid for medical care in the year after all reimbursement.", unit="元/年", low=0,
    )] = None
    # fmt: on
