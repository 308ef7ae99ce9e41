"""Plain words that only look like numerals.

What could be a figure in some document does not belong here but into that policy's own ``unclaimed``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fupin_policy.policy import Label
from fupin_policy.verify.numerals import Run

__all__ = ["WORDS", "plain_words", "without_words"]

_WORD = Label("普通词语，不是数目", "a plain word, not a number")
_IDIOM = Label("成语或俗语", "a set phrase")
_RANK = Label("表示首要，不是数目", "says what comes first, not how many")
_SECTOR = Label("产业的通称", "the usual name of a sector")

WORDS: dict[str, Label] = {
    word: why
    for why, words in {
        _WORD: "进一步 统一 一定 一般 一批 一系列 一体 一致 一切 一起 一同 一道 一直 一贯 一旦 一律 一并 一线"
        " 一方面 一些 一样 一时 一经 一次性 一揽子 一站式 同一 单一 唯一 逐一 之一 万一 十分(?!之) 十足"
        " 老百姓 百姓 多半 零散 零星 零距离",
        _IDIOM: "一视同仁 一如既往 一心一意 一刀切 一条龙 一手抓 千方百计 千家万户 千差万别 四面八方"
        " 万众一心",
        _RANK: "一把手 第一责任人 第一要务 第一书记 第一时间 第一位 第一线",
        _SECTOR: "第一产业 第二产业 第三产业 一二三产业 三农",
    }.items()
    for word in words.split()
}
"""Each word (a regular expression) with the reason why it is no number."""

_PATTERNS = [(re.compile(word), why) for word, why in sorted(WORDS.items(), key=lambda item: -len(item[0]))]
# After a numeral such a word is the rest of it: 三万一千 holds no 万一.
_ANY = re.compile(
    rf"(?<![\d零〇一二三四五六七八九十百千万亿两])(?:{'|'.join(pattern.pattern for pattern, _ in _PATTERNS)})"
)


def plain_words(text: str) -> Iterator[tuple[Run, Label]]:
    """Every such word in a text, with the reason.

    >>> [(run.text, why.en) for run, why in plain_words("进一步落实一把手负责制")]
    [('进一步', 'a plain word, not a number'), ('一把手', 'says what comes first, not how many')]
    """
    for match in _ANY.finditer(text):
        why = next(why for pattern, why in _PATTERNS if pattern.match(text, match.start()))
        yield Run(match.start(), match.end(), match[0]), why


def without_words(text: str) -> str:
    """The text with such words blanked out.

    >>> without_words("原则上一定三年")
    '原则上  三年'
    """
    return _ANY.sub(lambda match: " " * len(match[0]), text)
