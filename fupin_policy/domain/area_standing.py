"""What kind of area it is, and how many people, villages and counties it has."""

import datetime as dt
from typing import Annotated

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaStanding"]


@part
class AreaStanding(Entity):
    """The part of an area's facts that is about its standing."""

    __slots__ = ()

    # fmt: off
    # What kind of area it is
    poor_county: Annotated[bool | None, Fact(
        "贫困县", "Poor county", "Whether it is on the list of poor counties."
    )] = None
    key_county: Annotated[bool | None, Fact(
        "重点扶贫攻坚县", "Key county of the province",
        "Whether it is one of the province's key counties for poverty relief.",
    )] = None
    national_key_county: Annotated[bool | None, Fact(
        "国家扶贫开发工作重点县", "National key county",
        "Whether it is a key county of the national programme.",
    )] = None
    contiguous_area: Annotated[bool | None, Fact(
        "集中连片特困地区", "Contiguous poor area",
        "Whether it lies in one of the contiguous areas of special poverty.",
    )] = None
    western: Annotated[bool | None, Fact(
        "西部地区", "Western region", "Whether it lies in the western region of the country."
    )] = None
    deep_region: Annotated[bool | None, Fact(
        "西藏四省藏区南疆四地州", "Tibet and southern Xinjiang regions",
        "Whether it lies in Tibet, the Tibetan areas of four provinces or the four prefectures of southern "
        "Xinjiang.",
    )] = None
    revolutionary_area: Annotated[bool | None, Fact(
        "革命老区", "Old revolutionary area", "Whether it is an old revolutionary area."
    )] = None
    former_soviet_area: Annotated[bool | None, Fact(
        "原中央苏区", "Former central soviet area", "Whether it belonged to the former central soviet area."
    )] = None
    ethnic_area: Annotated[bool | None, Fact(
        "民族地区", "Ethnic area", "Whether it is an area of ethnic self-government or like standing."
    )] = None
    border_area: Annotated[bool | None, Fact(
        "边境地区", "Border area", "Whether it lies on the land border."
    )] = None
    province_supported: Annotated[bool | None, Fact(
        "省重点扶持县", "Supported by the province",
        "Whether it is one of the counties the province supports above all.",
    )] = None
    special_support: Annotated[bool | None, Fact(
        "重点欠发达县", "Special support",
        "Whether it has the province's special support as one of the least developed counties.",
    )] = None
    developed_area: Annotated[bool | None, Fact(
        "发达地区", "Developed area", "Whether it counts as a developed area of the province."
    )] = None
    restricted_development: Annotated[bool | None, Fact(
        "限制开发区域", "Restricted development", "Whether the zoning plan restricts development there."
    )] = None
    ecologically_fragile: Annotated[bool | None, Fact(
        "生态脆弱地区", "Ecologically fragile", "Whether its environment counts as fragile."
    )] = None
    exited: Annotated[bool | None, Fact(
        "已脱贫摘帽", "Has left the list", "Whether it has left the list of poor counties."
    )] = None
    exited_on: Annotated[dt.date | None, Fact(
        "摘帽日期", "Left the list", "Day on which it left the list of poor counties."
    )] = None

    # How many there are
    population: Annotated[int | None, Fact(
        "总人口", "Population", "People who live there.", unit="人", low=0
    )] = None
    rural_population: Annotated[int | None, Fact(
        "农村人口", "Rural population", "Rural people who live there.", unit="人", low=0
    )] = None
    rural_registered: Annotated[int | None, Fact(
        "农村户籍人口", "Registered rural population", "People with rural registration.", unit="人", low=0
    )] = None
    poor_villages: Annotated[int | None, Fact(
        "贫困村数", "Poor villages", "Villages listed as poor.", unit="村", low=0
    )] = None
    poor_villages_exited: Annotated[int | None, Fact(
        "出列贫困村数", "Poor villages off the list", "Villages listed as poor that have left the list.",
        unit="村", low=0,
    )] = None
    poor_counties: Annotated[int | None, Fact(
        "贫困县数", "Poor counties", "Counties listed as poor.", unit="县", low=0
    )] = None
    poor_counties_exited: Annotated[int | None, Fact(
        "摘帽贫困县数", "Poor counties off the list", "Counties listed as poor that have left the list.",
        unit="县", low=0,
    )] = None
    key_counties: Annotated[int | None, Fact(
        "重点扶贫攻坚县数", "Key counties", "Key counties for poverty relief.", unit="县", low=0
    )] = None
    supported_counties: Annotated[int | None, Fact(
        "省重点扶持县数", "Supported counties", "Counties that the province supports above all.",
        unit="县", low=0,
    )] = None
    special_support_counties: Annotated[int | None, Fact(
        "重点欠发达县数", "Counties with special support", "Counties with the province's special support.",
        unit="县", low=0,
    )] = None
    revolutionary_counties: Annotated[int | None, Fact(
        "受支持革命老区贫困县数", "Old revolutionary counties supported",
        "Poor counties of the old revolutionary areas that the lottery money supports.", unit="县", low=0,
    )] = None
    key_villages: Annotated[int | None, Fact(
        "扶贫重点村数", "Key villages", "Villages marked out for poverty relief.", unit="村", low=0
    )] = None

    # Reached as a whole
    villages_registered_share: Annotated[Quantity | None, share(
        "贫困村建档立卡率", "Poor villages on file", "Share of the poor villages that have a file."
    )] = None
    households_registered_share: Annotated[Quantity | None, share(
        "贫困户建档立卡率", "Poor households on file", "Share of the poor households that have a file."
    )] = None
    outline_goals_reached: Annotated[bool | None, Fact(
        "扶贫开发纲要目标实现", "Outline goals reached",
        "Whether the goals of the ten-year outline for rural poverty relief are reached.",
    )] = None
    xiaokang_reached: Annotated[bool | None, Fact(
        "全面建成小康社会", "Moderate prosperity reached",
        "Whether a moderately prosperous society counts as built there.",
    )] = None
    absolute_poverty_gone: Annotated[bool | None, Fact(
        "基本消除绝对贫困", "Absolute poverty gone", "Whether absolute poverty is basically gone."
    )] = None
    policies_kept: Annotated[bool | None, Fact(
        "脱贫后政策保持不变", "Policies kept", "Whether the policies of support go on after leaving poverty."
    )] = None
    gdp_assessed: Annotated[bool | None, Fact(
        "考核地区生产总值", "Output assessed",
        "Whether the leaders are assessed by the gross product of the area.",
    )] = None
    # fmt: on
