"""A text split by its own numbering: counted paragraphs, and boxes that stand beside it."""

from __future__ import annotations

import itertools

from fupin_policy.verify import split

OUTLINE = (
    "^第[一二三]章",
    "^第[一二三]节",
    r"^(?P<aside>专栏\d+)",
    r"^\(([一二三])\)",
    "^",
)

TEXT = """网站首页
第一章 清河的路
本章说路。
第一节 村道
修通村道。
  养护村道。
专栏1 村道工程
（一）硬化。
——大路：三条。
——小路：五条。
（二）桥。
修桥一座。
专栏2 灯
装灯。
第二节 水渠
清淤。
第二章 保障
拨款。
"""


def locators(text: str = TEXT) -> list[str]:
    return [one.locator for one in split(text, OUTLINE)]


def test_paragraphs_are_counted_and_boxes_stand_beside() -> None:
    assert locators() == [
        "前言",
        "第一章",
        "第一章/1",
        "第一章第一节",
        "第一章第一节/1",
        "第一章第一节/2",
        "专栏1",
        "专栏1(一)",
        "专栏1(一)/1",
        "专栏1(一)/2",
        "专栏1(二)",
        "专栏1(二)/1",
        "专栏2",
        "专栏2/1",
        "第一章第二节",
        "第一章第二节/1",
        "第二章",
        "第二章/1",
    ]


def test_passages_cover_the_text_without_gap_or_overlap() -> None:
    passages = split(TEXT, OUTLINE)
    assert passages[0].start == 0 and passages[-1].end == len(TEXT)
    assert all(one.end == after.start for one, after in itertools.pairwise(passages))


def test_a_counted_paragraph_keeps_all_its_text() -> None:
    passage = next(one for one in split(TEXT, OUTLINE) if one.locator == "第一章第一节/2")
    assert passage.number == passage.start
    assert TEXT[passage.number : passage.end].strip() == "养护村道。"


def test_what_holds_parts() -> None:
    assert {one.locator for one in split(TEXT, OUTLINE) if one.has_parts} == {
        "第一章",
        "第一章第一节",
        "专栏1",
        "专栏1(一)",
        "专栏1(二)",
        "专栏2",
        "第一章第二节",
        "第二章",
    }


def test_blank_lines_are_no_paragraphs() -> None:
    assert locators(TEXT.replace("养护村道。", "\n \n养护村道。")) == locators()


def test_what_stands_after_the_last_number_is_a_clause_of_its_own() -> None:
    text = TEXT.rstrip() + "\n本方案由县里负责。\n第三节 不再编号\n"
    outline = (*OUTLINE[:-1], "^(?P<closing>本方案)", OUTLINE[-1])
    *others, closing = split(text, outline)
    assert [one.locator for one in others] == locators()
    assert (closing.locator, text[closing.start : closing.end]) == (
        "附则",
        "本方案由县里负责。\n第三节 不再编号\n",
    )
    assert closing.number == closing.start and others[-1].end == closing.start
