"""What kind of area it is, and how many people, villages and counties it has."""

import datetime as dt

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaStanding"]


@part
class AreaStanding(Entity):
    """The part of an area's facts that is about its standing."""

    __slots__ = ()

    # fmt: off
    # What kind of area it is
    poor_county: bool | None = fact(
        "贫困县", "Poor county", "Whether it is on the list of poor counties."
    )
    key_county: bool | None = fact(
        "重点扶贫攻坚县", "Key county of the province",
        "Whether it is one of the province's key counties for poverty relief.",
    )
    national_key_county: bool | None = fact(
        "国家扶贫开发工作重点县", "National key county",
        "Whether it is a key county of the national programme.",
    )
    contiguous_area: bool | None = fact(
        "集中连片特困地区", "Contiguous poor area",
        "Whether it lies in one of the contiguous areas of special poverty.",
    )
    western: bool | None = fact(
        "西部地区", "Western region", "Whether it lies in the western region of the country."
    )
    deep_region: bool | None = fact(
        "西藏四省藏区南疆四地州", "Tibet and southern Xinjiang regions",
        "Whether it lies in Tibet, the Tibetan areas of four provinces or the four prefectures of southern "
        "Xinjiang.",
    )
    revolutionary_area: bool | None = fact(
        "革命老区", "Old revolutionary area", "Whether it is an old revolutionary area."
    )
    former_soviet_area: bool | None = fact(
        "原中央苏区", "Former central soviet area", "Whether it belonged to the former central soviet area."
    )
    ethnic_area: bool | None = fact(
        "民族地区", "Ethnic area", "Whether it is an area of ethnic self-government or like standing."
    )
    border_area: bool | None = fact(
        "边境地区", "Border area", "Whether it lies on the land border."
    )
    province_supported: bool | None = fact(
        "省重点扶持县", "Supported by the province",
        "Whether it is one of the counties the province supports above all.",
    )
    special_support: bool | None = fact(
        "重点欠发达县", "Special support",
        "Whether it has the province's special support as one of the least developed counties.",
    )
    developed_area: bool | None = fact(
        "发达地区", "Developed area", "Whether it counts as a developed area of the province."
    )
    restricted_development: bool | None = fact(
        "限制开发区域", "Restricted development", "Whether the zoning plan restricts development there."
    )
    ecologically_fragile: bool | None = fact(
        "生态脆弱地区", "Ecologically fragile", "Whether its environment counts as fragile."
    )
    exited: bool | None = fact(
        "已脱贫摘帽", "Has left the list", "Whether it has left the list of poor counties."
    )
    exited_on: dt.date | None = fact(
        "摘帽日期", "Left the list", "Day on which it left the list of poor counties."
    )

    # How many there are
    population: int | None = fact(
        "总人口", "Population", "People who live there.", unit="人", low=0
    )
    rural_population: int | None = fact(
        "农村人口", "Rural population", "Rural people who live there.", unit="人", low=0
    )
    rural_registered: int | None = fact(
        "农村户籍人口", "Registered rural population", "People with rural registration.", unit="人", low=0
    )
    poor_villages: int | None = fact(
        "贫困村数", "Poor villages", "Villages listed as poor.", unit="村", low=0
    )
    poor_villages_exited: int | None = fact(
        "出列贫困村数", "Poor villages off the list", "Villages listed as poor that have left the list.",
        unit="村", low=0,
    )
    poor_counties: int | None = fact(
        "贫困县数", "Poor counties", "Counties listed as poor.", unit="县", low=0
    )
    poor_counties_exited: int | None = fact(
        "摘帽贫困县数", "Poor counties off the list", "Counties listed as poor that have left the list.",
        unit="县", low=0,
    )
    key_counties: int | None = fact(
        "重点扶贫攻坚县数", "Key counties", "Key counties for poverty relief.", unit="县", low=0
    )
    supported_counties: int | None = fact(
        "省重点扶持县数", "Supported counties", "Counties that the province supports above all.",
        unit="县", low=0,
    )
    special_support_counties: int | None = fact(
        "重点欠发达县数", "Counties with special support", "Counties with the province's special support.",
        unit="县", low=0,
    )
    revolutionary_counties: int | None = fact(
        "受支持革命老区贫困县数", "Old revolutionary counties supported",
        "Poor counties of the old revolutionary areas that the lottery money supports.", unit="县", low=0,
    )
    key_villages: int | None = fact(
        "扶贫重点村数", "Key villages", "Villages marked out for poverty relief.", unit="村", low=0
    )

    # Reached as a whole
    villages_registered_share: Quantity | None = share(
        "贫困村建档立卡率", "Poor villages on file", "Share of the poor villages that have a file."
    )
    households_registered_share: Quantity | None = share(
        "贫困户建档立卡率", "Poor households on file", "Share of the poor households that have a file."
    )
    outline_goals_reached: bool | None = fact(
        "扶贫开发纲要目标实现", "Outline goals reached",
        "Whether the goals of the ten-year outline for rural poverty relief are reached.",
    )
    xiaokang_reached: bool | None = fact(
        "全面建成小康社会", "Moderate prosperity reached",
        "Whether a moderately prosperous society counts as built there.",
    )
    absolute_poverty_gone: bool | None = fact(
        "基本消除绝对贫困", "Absolute poverty gone", "Whether absolute poverty is basically gone."
    )
    policies_kept: bool | None = fact(
        "脱贫后政策保持不变", "Policies kept", "Whether the policies of support go on after leaving poverty."
    )
    gdp_assessed: bool | None = fact(
        "考核地区生产总值", "Output assessed",
        "Whether the leaders are assessed by the gross product of the area.",
    )
    # fmt: on
