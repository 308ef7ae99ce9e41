"""The fact dictionary: every fact of every entity, generated from the classes themselves."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from fupin_policy.domain.entity import Entity, Lang
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.domain.io import ENTITIES
from fupin_policy.problems import UnknownNameError
from fupin_policy.values import Record

__all__ = ["FactRow", "fact_dictionary", "to_markdown"]


@frozen(eq=False, repr=False)
class FactRow(Record):
    """One line of the dictionary. ``codes`` holds (key, Chinese label, English label) of each code; ``range`` is what
    is accepted: of a number in its unit, of a day its year, of a list how many elements it has.
    """

    entity: str
    key: str
    zh: str
    en: str
    type: str
    unit: str
    codes: tuple[tuple[str, str, str], ...]
    range: str
    derived: bool
    definition: str


def fact_dictionary() -> tuple[FactRow, ...]:
    """Every fact, by entity and in the order of declaration.

    >>> row = next(row for row in fact_dictionary() if row.key == "tuition")
    >>> row.entity, row.zh, row.type, row.unit, row.range
    ('person', '学费', 'quantity', '元/年', '0..100000000')
    """
    return tuple(_row(cls, spec) for cls in ENTITIES.values() for spec in facts_of(cls).values())


def _row(cls: type[Entity], spec: FactSpec) -> FactRow:
    codes = tuple((code.value, code.zh, code.en) for code in spec.type) if spec.kind is Kind.CODE else ()
    return FactRow(
        cls.key,
        spec.name,
        spec.fact.zh,
        spec.fact.en,
        _type(spec),
        spec.fact.unit or "",
        codes,
        _range(spec),
        spec.fact.derive is not None,
        spec.fact.doc,
    )


def _type(spec: FactSpec) -> str:
    if spec.kind is Kind.NUMBER:
        return "count" if spec.is_count else "quantity"
    if spec.kind is Kind.ENTITY:
        return str(spec.type.key)
    if spec.kind is Kind.COLLECTION:
        return f"list of {spec.type.key}"
    return spec.kind.value


def _range(spec: FactSpec) -> str:
    return "" if spec.range is None else "{}..{}".format(*spec.range)


_HEADS = {
    "zh": ("键", "中文标签", "类型", "单位", "取值范围", "定义"),
    "en": ("Key", "Label", "Type", "Unit", "Range", "Definition"),
}
_TYPES_ZH = {
    "bool": "是否",
    "count": "计数",
    "quantity": "数量",
    "date": "日期",
    "text": "文本",
    "code": "代码",
}


def to_markdown(lang: Lang = "en", entity: str | None = None) -> str:
    """The dictionary as a Markdown page: a table for each entity, codes listed under their fact.

    ``entity`` leaves out all others. Raises UnknownNameError where there is no such entity.

    >>> print(to_markdown("en").splitlines()[0])
    # Facts
    >>> [line for line in to_markdown("zh", "loan").splitlines() if line.startswith("##")]
    ['## 贷款 `loan`']
    """
    if entity is not None and entity not in ENTITIES:
        raise UnknownNameError("entity", entity, list(ENTITIES))
    lines = ["# 事实字典" if lang == "zh" else "# Facts"]
    rows = fact_dictionary()
    for key, cls in ENTITIES.items():
        if entity not in (None, key):
            continue
        label = cls.labels[0] if lang == "zh" else cls.labels[1]
        lines += ["", f"## {label} `{key}`", ""]
        lines += _table([row for row in rows if row.entity == key], lang)
    return "\n".join(lines) + "\n"


def _table(rows: list[FactRow], lang: Lang) -> Iterator[str]:
    heads = _HEADS[lang]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        label = row.zh if lang == "zh" else row.en
        definition = row.definition
        if row.codes:
            named = (f"`{key}` {zh if lang == 'zh' else en}" for key, zh, en in row.codes)
            definition += f"<br>{', '.join(named)}"
        cells = (f"`{row.key}`", label, _type_word(row.type, lang), row.unit, row.range, definition)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _type_word(word: str, lang: Lang) -> str:
    if lang == "en":
        return word
    if word.startswith("list of "):
        return ENTITIES[word.removeprefix("list of ")].labels[0] + "列表"
    return _TYPES_ZH.get(word) or ENTITIES[word].labels[0]
