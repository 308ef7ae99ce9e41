"""Trades, jobs, credit and money of an area."""

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaEconomy"]


@part
class AreaEconomy(Entity):
    """The part of an area's facts that is about its economy."""

    __slots__ = ()

    # fmt: off
    # Trades
    industry_household_share: Quantity | None = share(
        "贫困户参与特色产业比例", "Households in a trade",
        "Share of poor households, able and willing, that take part in at least one special trade.",
    )
    village_project_share: Quantity | None = share(
        "有产业项目贫困村占比", "Villages with a project",
        "Share of the poor villages that have a project of production.",
    )
    industry_base_share: Quantity | None = share(
        "有特色产业基地贫困村占比", "Villages with a base",
        "Share of the poor villages with at least one base of a special trade.",
    )
    industry_brands: int | None = fact(
        "扶贫特色品牌数", "Brands", "Special brands made to help the poor.", unit="个", low=0
    )
    income_industry_formed: bool | None = fact(
        "增收产业体系基本形成", "Industries formed",
        "Whether industries that give the poor a steady rise of income have taken shape.",
    )
    cooperation_mature: bool | None = fact(
        "农民合作经营机制成熟", "Cooperation mature",
        "Whether farmers' joint ways of running a business have matured.",
    )
    cooperative_households: int | None = fact(
        "合作经营带动农户数", "Households in joint business",
        "Rural households drawn into family farms, joint farms, joint households and cooperatives.",
        unit="户", low=0,
    )
    operator_household_share: Quantity | None = share(
        "新型经营主体带动贫困户比例", "Households led by businesses",
        "Share of poor households whose production a new kind of farm business leads.",
    )

    # Outwork
    outwork_workers: int | None = fact(
        "来料加工从业人员", "Outworkers", "People who do outwork on materials supplied.", unit="人", low=0
    )
    outwork_fees: Quantity | None = fact(
        "来料加工费发放额", "Outwork fees", "Fees paid out for outwork in the year.", unit="元", low=0
    )
    outwork_fees_total: Quantity | None = fact(
        "来料加工费累计发放额", "Outwork fees in all",
        "Fees paid out for outwork since the policy began.", unit="元", low=0,
    )
    outwork_village_share: Quantity | None = share(
        "来料加工覆盖重点村占比", "Key villages with outwork",
        "Share of the key villages that outwork reaches.",
    )
    outwork_settlement_share: Quantity | None = share(
        "来料加工覆盖搬迁小区占比", "Settlements with outwork",
        "Share of the settlements of relocated people that outwork reaches.",
    )
    outwork_town_share: Quantity | None = share(
        "来料加工覆盖乡镇驻地占比", "Town seats with outwork",
        "Share of the seats of towns that outwork reaches.",
    )
    outwork_low_income_village_share: Quantity | None = share(
        "来料加工覆盖低收入农户较多村占比", "Low-income villages with outwork",
        "Share of villages with many low-income households that outwork reaches.",
    )
    outwork_land_transfer_village_share: Quantity | None = share(
        "来料加工覆盖土地流转较多村占比", "Land-transfer villages with outwork",
        "Share of villages where much land has been transferred that outwork reaches.",
    )
    outwork_idle_village_share: Quantity | None = share(
        "来料加工覆盖闲置人员较多村占比", "Idle villages with outwork",
        "Share of villages with many people out of work that outwork reaches.",
    )

    # Technology
    demonstration_industries: int | None = fact(
        "建有科技示范基地产业数", "Industries with a model base",
        "Kinds of industry that have a model base of technology.", unit="个", low=0,
    )
    extension_share: Quantity | None = share(
        "科技推广覆盖率", "Technology extension",
        "Share of the key villages concerned that technology extension covers.",
    )
    upgraded_industries: int | None = fact(
        "科技帮扶提升产业数", "Industries upgraded", "Kinds of industry upgraded by the science teams.",
        unit="个", low=0,
    )
    tech_envoy_town_share: Quantity | None = share(
        "个人科技特派员乡镇覆盖率", "Towns with a technology envoy",
        "Share of towns that have a technology envoy of their own.",
    )
    tech_envoy_industry_share: Quantity | None = share(
        "团队科技特派员产业覆盖率", "Industries with envoy teams",
        "Share of the main industries that have a team of technology envoys.",
    )

    # Farm stays, villages and parks
    farm_tourism_revenue: Quantity | None = fact(
        "农家乐户均年营业收入", "Farm-stay revenue", "Yearly revenue per household that runs a farm stay.",
        unit="元/户/年", low=0,
    )
    farm_tourism_village_share: Quantity | None = share(
        "发展农家乐重点村占比", "Villages with farm stays",
        "Share of the key villages with the means for it where farm stays have been developed.",
    )
    village_income_share: Quantity | None = share(
        "集体经营收入达标村占比", "Villages with income reached",
        "Share of weak and key villages whose yearly business income reaches the sum asked for.",
    )
    cooperation_parks: int | None = fact(
        "省级山海协作产业园建成数", "Cooperation parks built",
        "Provincial parks of mountain and coast cooperation that are fully built.", unit="个", low=0,
    )
    cooperation_funds: Quantity | None = fact(
        "山海协作到位资金", "Cooperation money",
        "Money that has come in through mountain and coast cooperation.", unit="元", low=0,
    )

    # Training and jobs
    labour_trainings: int | None = fact(
        "农村劳动力培训人次", "Labour trainings",
        "Courses completed by rural workers, each person counted each time.", unit="人次", low=0,
    )
    trained_persons: int | None = fact(
        "技能培训人数", "Persons trained", "People who completed a course in a skill in the year.",
        unit="人", low=0,
    )
    trained_willing_share: Quantity | None = share(
        "有意愿劳动力培训率", "Willing workers trained",
        "Share of the workers of low-income households who want it that have had at least one course.",
    )
    trained_leavers_share: Quantity | None = share(
        "未升学毕业生免费培训率", "School leavers trained",
        "Share of the low-income school leavers who want it that have had one free vocational course.",
    )
    transfer_training_share: Quantity | None = share(
        "转移培训政策扶持率", "Transfer training supported",
        "Share of the poor who want training for work elsewhere that are supported.",
    )
    college_farmers: int | None = fact(
        "免费高等职业教育青年农民数", "Young farmers at college",
        "Young farmers taken into free higher vocational courses in the year.", unit="人", low=0,
    )
    labour_employed_share: Quantity | None = share(
        "低收入农户劳动力就业率", "Workers employed",
        "Share of the workers of low-income households who are employed.",
    )
    public_posts: int | None = fact(
        "扶贫公益岗位数", "Public posts", "Public posts opened for the poor.", unit="个", low=0
    )
    literacy_task_done: bool | None = fact(
        "年度扫盲任务完成", "Literacy task done", "Whether the year's task against illiteracy is fulfilled."
    )

    # Credit
    local_lending_share: Quantity | None = share(
        "新增可贷资金当地使用比例", "Share lent locally",
        "Share of new loanable funds of county banks that is used locally.",
    )
    farm_loan_share: Quantity | None = share(
        "涉农贷款比例", "Farm loan share", "Share of loans that go to farming and the countryside."
    )
    microcredit_collateral: Quantity | None = fact(
        "扶贫小额信贷抵押资金", "Micro-credit collateral",
        "Government money that backs small loans for the poor.", unit="元", low=0,
    )
    microcredit_lent: Quantity | None = fact(
        "扶贫小额信贷放贷额", "Micro-credit lent", "Small loans for the poor outstanding against that money.",
        unit="元", low=0,
    )
    microcredit_leverage: Quantity | None = fact(
        "扶贫小额信贷放大倍数", "Micro-credit leverage", "How many times the collateral the small loans are.",
        unit="", low=0,
    )
    microcredit_rate_ratio: Quantity | None = fact(
        "小额信贷利率占基准比例", "Rate against benchmark",
        "Interest rate of the small loans as a share of the benchmark rate.", unit="%", low=0,
    )
    mutual_funds: int | None = fact(
        "扶贫资金互助会数", "Mutual funds", "Mutual funds for poverty relief that exist.", unit="个", low=0
    )
    mutual_funds_new: int | None = fact(
        "新增扶贫资金互助会数", "New mutual funds",
        "Mutual funds for poverty relief set up since the policy began.", unit="个", low=0,
    )

    # Public money
    poverty_fund: Quantity | None = fact(
        "财政专项扶贫资金", "Poverty fund", "Special fiscal money for poverty relief in the year.",
        unit="元/年", low=0,
    )
    poverty_fund_growth: Quantity | None = fact(
        "财政专项扶贫资金增长率", "Growth of the poverty fund",
        "Change of that money against the year before.", unit="%", low=-100,
    )
    library_projects_share: Quantity | None = share(
        "专项资金项目出自项目库比例", "Projects from the library",
        "Share of the projects of the special poverty fund that come from the county's project library.",
    )
    key_county_grant: Quantity | None = fact(
        "省级重点县扶贫资金", "Grant to a key county",
        "Provincial poverty money given to the key county in the year.", unit="元/年", low=0,
    )
    county_counterpart_share: Quantity | None = share(
        "公益项目县级配套比例", "County's counterpart share",
        "Share of a public project's cost that the county must add.",
    )
    city_counterpart_share: Quantity | None = share(
        "公益项目地市级配套比例", "City's counterpart share",
        "Share of a public project's cost that the city must add.",
    )

    # Paired help
    paired_villages: int | None = fact(
        "结对帮扶重点村数", "Villages paired", "Key villages paired with a unit that helps them.",
        unit="村", low=0,
    )
    province_paired_villages: int | None = fact(
        "省级结对帮扶重点村数", "Villages paired by the province",
        "Key villages paired with a unit of the provincial teams.", unit="村", low=0,
    )
    province_teams: int | None = fact(
        "省级结对帮扶团组数", "Provincial teams", "Provincial teams of paired help.", unit="个", low=0
    )
    designated_leaders: int | None = fact(
        "定点联系省领导数", "Provincial leaders assigned", "Provincial leaders assigned to the county.",
        unit="人", low=0,
    )
    designated_departments: int | None = fact(
        "定点帮扶省直部门数", "Provincial departments assigned",
        "Provincial departments assigned to the county.", unit="家", low=0,
    )
    designated_enterprises: int | None = fact(
        "定点帮扶省属企业数", "Provincial enterprises assigned",
        "Enterprises of the province assigned to the county.", unit="家", low=0,
    )
    # fmt: on
