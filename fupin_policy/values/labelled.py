"""Closed lists whose members have a key for programs and a name for people in each language."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NoReturn, Self

from fupin_policy.problems import UnknownNameError

__all__ = ["Labelled"]


class Labelled(StrEnum):
    """A closed list; each member has a key, a Chinese and an English label, and further names it is known by.

    >>> class Colour(Labelled):
    ...     RED = "red", "红", "red"
    >>> Colour("red").label("zh"), Colour.RED == "red"
    ('红', True)
    >>> Colour("rde")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.UnknownNameError: unknown colour 'rde'; expected one of red; did you mean 'red'?
    """

    zh: str
    en: str
    aliases: tuple[str, ...]

    def __new__(cls, key: str, zh: str = "", en: str = "", *aliases: str) -> Self:
        member = str.__new__(cls, key)
        member._value_ = key
        member.zh = zh
        member.en = en
        member.aliases = aliases
        return member

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__).lower()
        raise UnknownNameError(words, value, [one.value for one in cls])

    def label(self, lang: str) -> str:
        """The name in a language: ``zh``, else English."""
        return self.zh if lang == "zh" else self.en
