"""Enterprises and the people they employ."""

from datetime import date
from typing import ClassVar

from fupin_policy.domain.areas import County
from fupin_policy.domain.checks import Consistent, Later, Unique
from fupin_policy.domain.codes import EnterpriseForm
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.parts import entity
from fupin_policy.values import Quantity

__all__ = ["Enterprise", "Worker"]


@entity
class Worker(Entity):
    """Somebody an enterprise employs or has employed.

    >>> Worker(hired_on="2016-03-01", left_on="2015-03-01")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: Worker.left_on: 2015-03-01 is before the hired_on 2016-03-01
    """

    key: ClassVar[str] = "worker"
    labels: ClassVar[tuple[str, str]] = ("员工", "Worker")
    extent: ClassVar[Extent] = Extent.HOME
    consistent: ClassVar[tuple[Consistent, ...]] = (Later("hired_on", "left_on"),)

    # fmt: off
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this worker from the enterprise's others."
    )
    name: str | None = fact("姓名", "Name", "Name of the worker.")
    on_roll: bool | None = fact(
        "建档立卡贫困劳动力", "On the roll",
        "Whether the worker comes from a household on the roll of the poor.",
    )
    hired_on: date | None = fact("入职日期", "Hired", "First day of the present employment.")
    left_on: date | None = fact(
        "离职日期", "Left", "Last day of the employment; nothing while it lasts."
    )
    stable: bool | None = fact(
        "稳定就业", "In stable employment",
        "Whether the employment counts as stable (contract kept, wages paid).",
    )
    low_income: bool | None = fact(
        "低收入农户劳动力", "Of a low-income household",
        "Whether the worker comes from a low-income household.",
    )
    apprentice: bool | None = fact(
        "企业学徒", "Apprentice", "Whether the worker is trained as an apprentice of the enterprise."
    )
    # fmt: on


@entity
class Enterprise(Entity):
    """A company, individual business, cooperative or farm.

    >>> len(Enterprise(form="个体户", workers=[Worker(id="1"), Worker(id="2")]).workers)
    2
    """

    key: ClassVar[str] = "enterprise"
    labels: ClassVar[tuple[str, str]] = ("企业", "Enterprise")
    extent: ClassVar[Extent] = Extent.PLACE
    consistent: ClassVar[tuple[Consistent, ...]] = (Unique("workers", "worker"),)

    # fmt: off
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this enterprise from all others."
    )
    name: str | None = fact("名称", "Name", "Name of the enterprise.")
    division: str | None = fact(
        "行政区划代码", "Division code", "GB/T 2260 code of the place of business.", check=check_division
    )
    form: EnterpriseForm | None = fact("单位类型", "Form", "What form of business it is.")
    in_county: bool | None = fact(
        "县内企业", "In the county", "Whether the business is based in the county the policy is of."
    )
    takes_in_poor: bool | None = fact(
        "吸纳贫困户发展生产", "Takes in poor households",
        "Whether poor households produce with or for the business.",
    )
    workers: tuple[Worker, ...] | None = fact(
        "员工名单", "Workers",
        "Everybody the enterprise employs or has employed, as far as rules ask for them.",
        high=10**6,
    )
    county: County | None = fact("所在县", "County", "The county of the enterprise.")
    conditions: bool | None = fact(
        "符合条件的企业", "Meets the conditions",
        "Whether the business meets the conditions that the measure refers to.",
    )
    low_income_hired: int | None = fact(
        "招用低收入农户人数", "Low-income people hired", "People of low-income households whom it employs.",
        unit="人", low=0,
    )
    workshop: bool | None = fact(
        "设有扶贫车间", "Workshop", "Whether it runs a workshop for the poor."
    )
    donation: Quantity | None = fact(
        "扶贫捐赠额", "Donation", "What it gave to poverty relief in the year.", unit="元/年", low=0
    )
    paired_villages: int | None = fact(
        "结对村数", "Villages paired", "Villages that it is paired with.", unit="村", low=0
    )
    local_lending_share: Quantity | None = share(
        "新增可贷资金当地使用比例", "Share lent locally", "Share of its new loanable funds that is used locally."
    )
    rural_lending: bool | None = fact(
        "主要投向农业农村", "Lends to farming",
        "Whether its new loans go mainly to farming and the countryside.",
    )
    # fmt: on
