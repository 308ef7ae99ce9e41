"""Finding the tables of a register: every form they come in, and everything that can be wrong."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from fupin_policy.problems import InputError
from fupin_policy.register.files.finding import find
from fupin_policy.register.files.reading import Dialect
from fupin_policy.register.files.surveying import key_columns, survey
from fupin_policy.register.intake.schema import ROW

HOMES = [{"id": "h1", "income": "1"}, {"id": "h2", "income": None}]
PERSONS = [{"household_id": "h1", "id": "p1"}]


def refused(path: Path, **options: Any) -> list[str]:
    """What is wrong with a register, the folder left out of the places."""
    with pytest.raises(InputError) as error:
        find(path, **options)
    above = path if path.is_dir() else path.parent
    return str(error.value).replace(f"{above}/", "").replace(str(above), "FOLDER").splitlines()


@pytest.mark.parametrize("form", ["csv", "csv.gz", "parquet", "arrow", "feather"])
def test_the_same_rows_from_every_form(form: str, tmp_path: Path, write: Callable[..., Path]) -> None:
    found = find(write(tmp_path, {"persons": PERSONS, "households": HOMES}, form))
    assert found.root == "household" and list(found.tables) == ["households", "persons"]
    assert found.cases.schema.names == ["id", "income"]
    (table,) = found.cases.read()
    assert table.to_pylist() == [{**HOMES[0], ROW: 1}, {**HOMES[1], ROW: 2}]
    assert found.cases.empty().schema == table.schema


def test_columns_are_known_before_the_first_row(tmp_path: Path) -> None:
    schema = pa.schema(
        [("id", pa.int32()), pa.field("income", pa.decimal128(9, 2), metadata={b"unit": "元".encode()}),
         ("stage", pa.dictionary(pa.int8(), pa.string())),
         ("members", pa.list_(pa.struct([("stage", pa.dictionary(pa.int8(), pa.string()))])))]
    )  # fmt: skip
    rows = [{"id": 7, "income": None, "stage": "大学", "members": [{"stage": "小学"}]}]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows, schema), tmp_path / "register.parquet")
    found = find(tmp_path / "register.parquet")
    assert found.cases.name == "households"
    assert str(found.cases.schema.field("members").type) in (
        "list<element: struct<stage: string>>", "list<item: struct<stage: string>>"
    )  # fmt: skip
    assert found.cases.schema.field("income").metadata[b"unit"].decode() == "元"
    (table,) = found.cases.read()
    assert table.to_pylist() == [{**rows[0], ROW: 1}]


def test_other_kinds_of_cases(tmp_path: Path, write: Callable[..., Path]) -> None:
    found = find(write(tmp_path, {"enterprises": HOMES, "workers": [{"enterprise_id": "h1", "id": "w"}]}))
    assert found.root == "enterprise" and key_columns(found) == {
        "enterprises": "id",
        "workers": "enterprise_id",
    }
    alone = find(tmp_path / "enterprises.csv")
    assert alone.root == "enterprise" and list(alone.tables) == ["enterprises"]


def test_parts_in_folders_named_by_a_column(tmp_path: Path, write_one: Callable[..., None]) -> None:
    write_one(tmp_path / "households" / "county=440233" / "part-1.parquet", [{"id": "h3"}])
    write_one(tmp_path / "households" / "county=440232" / "part-0.parquet", [{"id": "h1"}, {"id": "h2"}])
    write_one(
        tmp_path / "households" / "county=__HIVE_DEFAULT_PARTITION__" / "part-0.parquet", [{"id": "h4"}]
    )
    (tmp_path / "households" / "_SUCCESS").touch()
    (tmp_path / "households" / "county=440232" / ".part-0.parquet.crc").touch()
    found = find(tmp_path)
    rows = [row for table in found.cases.read() for row in table.to_pylist()]
    assert rows == [
        {"id": "h1", "county": "440232", ROW: 1}, {"id": "h2", "county": "440232", ROW: 2},
        {"id": "h3", "county": "440233", ROW: 3}, {"id": "h4", "county": None, ROW: 4},
    ]  # fmt: skip
    (only, *_) = found.cases.read(["county"])
    assert only.column_names == ["county", ROW]
    looked = survey(found, key_columns(found))
    assert looked.rows == {"households": (2, 1, 1)} and looked.total("households") == 4
    parts, inside = looked.locate("households", np.array([2, 3, 4]))
    assert parts.tolist() == [0, 1, 2] and inside.tolist() == [2, 1, 1]
    assert find(tmp_path / "households").cases.schema == found.cases.schema


def test_cells_hold_what_csv_may_hold(tmp_path: Path) -> None:
    text = '\ufeffid,备注,income\r\nh1,"两行\n一格,""引""",0012\r\nh2,"",\r\n'
    (tmp_path / "households.csv").write_bytes(text.encode())
    (table,) = find(tmp_path).cases.read()
    assert table.to_pylist() == [
        {"id": "h1", "备注": '两行\n一格,"引"', "income": "0012", ROW: 1},
        {"id": "h2", "备注": None, "income": None, ROW: 2},
    ]


def test_what_is_missing_or_twice_or_unknown_is_told_together(
    tmp_path: Path, write: Callable[..., Path], write_one: Callable[..., None]
) -> None:
    write(tmp_path, {"households": HOMES}, "csv")
    write(tmp_path, {"households": HOMES}, "parquet")
    write(tmp_path, {"workers": PERSONS, "person": PERSONS, "people": PERSONS})
    (tmp_path / "bills.xlsx").touch()
    (tmp_path / "README.txt").touch()
    (tmp_path / ".hidden.csv").touch()
    (tmp_path / "notes").mkdir()
    write_one(tmp_path / "lones" / "part-0.csv", PERSONS)
    assert refused(tmp_path) == [
        "bills.xlsx: this is no format of a table; expected .parquet, .csv, .csv.gz, .arrow, .feather",
        "lones: 'lones' is no table of a register; did you mean 'loans'?",
        "people.csv: 'people' is no table of a register; expected one of households, persons, loans, bills, "
        "enterprises, workers, villages, towns, counties, cities, provinces, nations",
        "person.csv: 'person' is no table of a register; did you mean 'persons'?",
        "FOLDER: the table households is there more than once: households.csv, households.parquet; expected one",
        "FOLDER: the table workers belongs to enterprises; expected tables below households",
    ]


def test_a_folder_without_cases_or_with_two_kinds(tmp_path: Path, write: Callable[..., Path]) -> None:
    assert refused(tmp_path) == [
        "FOLDER: there is no table of cases; expected households.parquet, households.csv …, "
        "or enterprises, villages, towns, counties, cities, provinces, nations"
    ]
    write(tmp_path, {"households": HOMES, "villages": HOMES})
    assert refused(tmp_path) == [
        "FOLDER: there are several tables of cases: households, villages; expected one; --entity chooses"
    ]
    assert refused(tmp_path / "persons.csv") == ["persons.csv: there is no such file or folder"]
    assert refused(tmp_path / "village.csv") == [
        "village.csv: there is no such file or folder; did you mean 'villages.csv'?"
    ]


def test_a_file_that_is_no_register(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path, {"persons": PERSONS})
    assert refused(tmp_path / "persons.csv") == [
        "persons.csv: the table persons is no table of cases; expected the folder that it is in"
    ]
    (tmp_path / "households.json").touch()
    assert refused(tmp_path / "households.json") == [
        "households.json: this is no format of a table; expected .parquet, .csv, .csv.gz, .arrow, .feather"
    ]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "households.parquet").write_bytes(b"PAR1 not really")
    (tmp_path / "persons.arrow").write_bytes(b"nor is this")
    (tmp_path / "loans.csv").touch()
    (tmp_path / "bills.csv.gz").write_bytes(b"id,household_id\n")
    first, *others = refused(tmp_path)
    assert first.startswith(
        "households.parquet: the file cannot be read (Parquet magic bytes not found in footer"
    )
    assert [one.partition("(")[0] for one in others] == [
        "persons.arrow: the file cannot be read ",
        "loans.csv: the file is empty; expected a first line with the names of columns",
        "bills.csv.gz: the file cannot be read ",
    ]


def test_columns_without_a_name_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text(f"id,id,,{ROW}\n", "utf-8")
    assert refused(tmp_path) == [
        "households.csv: two columns are named 'id'", "households.csv: column 3 has no name",
    ]  # fmt: skip
    (tmp_path / "households.csv").write_text(f"id,{ROW}\n", "utf-8")
    assert refused(tmp_path) == [f"households.csv: the column name '{ROW}' is taken"]


def test_parts_that_do_not_fit_together(tmp_path: Path, write_one: Callable[..., None]) -> None:
    folder = tmp_path / "households"
    write_one(folder / "a.csv", [{"id": "h1", "income": "1", "county": "x"}])
    write_one(folder / "b.csv", [{"id": "h1", "incone": "1"}])
    write_one(folder / "county=1" / "c.csv", [{"id": "h1", "income": "1", "county": "x"}])
    assert refused(tmp_path) == [
        "households/county=1/c.csv: the column 'county' is told by the folder's name as well",
        "households/b.csv: the column 'income' is missing; expected the columns of a.csv",
        "households/b.csv: the column 'county' is missing; expected the columns of a.csv",
        "households/b.csv: the column 'incone' is not in a.csv; did you mean 'income'?",
    ]
    write_one(folder / "county=1" / "county=2" / "d.csv", [{"id": "h1", "income": "1"}])
    assert "households/county=1/county=2/d.csv: the folders tell the column 'county' twice" in refused(
        tmp_path
    )
    write_one(folder / "d.parquet", [{"id": "h1"}])
    assert refused(tmp_path) == [
        "households: parts in several formats: csv, parquet; "
        "expected files of one format (.parquet, .csv, .csv.gz, .arrow, .feather)"
    ]


def test_parts_of_other_types(tmp_path: Path) -> None:
    (tmp_path / "households").mkdir()
    for name, type_, unit in (
        ("a", pa.int64(), b""),
        ("b", pa.int32(), b""),
        ("c", pa.int64(), "万元".encode()),
    ):
        schema = pa.schema([pa.field("id", pa.string()), pa.field("income", type_, metadata={b"unit": unit})])
        pyarrow.parquet.write_table(schema.empty_table(), tmp_path / "households" / f"{name}.parquet")
    assert refused(tmp_path) == [
        "households/b.parquet: the column 'income' is int32; expected int64 as in a.parquet",
        "households/c.parquet: the column 'income' is int64 in 万元; expected int64 as in a.parquet",
    ]


def test_malformed_lines_are_refused_or_told(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_bytes(b'id,income\nh1,1\n\nh2\nh3,"1\n1",2\nh4,5\n,,,\n')
    with pytest.raises(InputError) as error:
        list(find(tmp_path).cases.read())
    assert str(error.value).replace(f"{tmp_path}/", "").splitlines() == [
        "households.csv: data row 2 has 1 cells; expected 2, one a column",
        "households.csv: data row 3 has 3 cells; expected 2, one a column",
        "households.csv: data row 5 has 4 cells; expected 2, one a column",
    ]
    found = find(tmp_path)
    looked = survey(found, key_columns(found))
    assert (
        looked.rows == {"households": (5,)} and looked.malformed == ("households",) and looked.order is None
    )
    table = pa.concat_tables(looked.telling(found).cases.read())
    assert table.drop_columns(["__malformed__"]).to_pylist() == [
        {"id": "h1", "income": "1", ROW: 1}, {"id": "h2", "income": None, ROW: 2},
        {"id": "h3", "income": "1\n1", ROW: 3}, {"id": "h4", "income": "5", ROW: 4}, {"id": None, "income": None, ROW: 5},
    ]  # fmt: skip
    assert table.column("__malformed__").to_pylist() == [
        None, {"line": "h2", "cells": 1, "expected": 2}, {"line": 'h3,"1\n1",2', "cells": 3, "expected": 2}, None,
        {"line": ",,,", "cells": 4, "expected": 2},
    ]  # fmt: skip


def test_malformed_lines_in_a_large_file_keep_their_numbers(tmp_path: Path) -> None:
    lines = [
        f"{at},{'x' * 40}" if at % 30_011 and at not in (1, 2, 199_999, 200_000) else f"{at},,"
        for at in range(1, 200_001)
    ]
    (tmp_path / "households.csv").write_text("\n".join(["id,name", *lines]), "utf-8")
    found = find(tmp_path)
    looked = survey(found, key_columns(found))
    assert looked.rows == {"households": (200_000,)} and looked.order == "length"
    for chunk in looked.telling(found).cases.read():
        assert chunk.column("id").to_pylist() == [str(row) for row in chunk.column(ROW).to_pylist()]


def test_a_file_of_malformed_lines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text("id,name\n" + "1\n" * 10_002 + "1,a\n", "utf-8")
    found = find(tmp_path)
    with pytest.raises(
        InputError, match=r"^.*households.csv: more than 10000 lines are malformed\n.*data row 1 has 1 cells"
    ):
        survey(found, key_columns(found))


def test_text_in_other_encodings_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_bytes(b"id,income\nh1,1\n")
    (tmp_path / "persons.csv").write_bytes("id,household_id\np1,h1\n张三,h1\n".encode("gb18030"))
    (tmp_path / "loans.csv").write_bytes(b"id,household_id\nl\xff\xfe,h1\n")
    assert refused(tmp_path) == [
        "persons.csv:3: this is not UTF-8 text but GB 18030 (GBK); expected UTF-8: save the file again in that encoding, "
        "or give --encoding gb18030",
        "loans.csv:2: this is not UTF-8 text; expected UTF-8: save the file again in that encoding",
    ]


def test_text_in_other_encodings_far_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_bytes(b"id,name\n" + b"h,x\n" * 1_100_000 + "王,三\n".encode("gbk"))
    found = find(tmp_path)
    with pytest.raises(InputError, match=r"households.csv:1100002: this is not UTF-8 text but GB 18030"):
        survey(found, key_columns(found))


def test_names_of_columns_that_are_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_bytes("编号,收入\nh1,1\n".encode("gb18030"))
    assert refused(tmp_path) == [
        "households.csv:1: this is not UTF-8 text but GB 18030 (GBK); expected UTF-8: save the file again in that "
        "encoding, or give --encoding gb18030"
    ]


def test_malformed_lines_that_are_not_utf8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Such a line cannot be told: the encoding is what is wrong."""
    (tmp_path / "households.csv").write_bytes("id;收入\n王家,一;1\n".encode("gbk"))
    (tmp_path / "persons.csv").write_bytes(b"id,household_id\n1,2\n" + "张,三,四\n".encode("gbk"))
    assert refused(tmp_path) == [
        "households.csv:1: this is not UTF-8 text but GB 18030 (GBK); expected UTF-8: save the file again in that "
        "encoding, or give --encoding gb18030",
        "persons.csv:3: this is not UTF-8 text but GB 18030 (GBK); expected UTF-8: save the file again in that "
        "encoding, or give --encoding gb18030",
    ]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_told_by_its_first_bytes(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_bytes("id,户类型\nh1,低保户\n".encode(encoding))
    assert refused(tmp_path) == [
        "households.csv: this is UTF-16 text; expected UTF-8: save the file again in that encoding, "
        "or give --encoding utf-16"
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-8", "big5"])
@pytest.mark.parametrize("packed", [False, True])
def test_files_in_an_encoding_that_is_given(encoding: str, packed: bool, tmp_path: Path) -> None:
    data = "id;name\nh1;王小丫\nh2;李四;\n".encode(encoding)
    path = tmp_path / ("households.csv.gz" if packed else "households.csv")
    path.write_bytes(gzip.compress(data) if packed else data)
    found = find(tmp_path, dialect=Dialect(encoding, ";"))
    (table,) = survey(found, key_columns(found)).telling(found).cases.read()
    assert table.drop_columns(["__malformed__"]).to_pylist() == [
        {"id": "h1", "name": "王小丫", ROW: 1}, {"id": "h2", "name": "李四", ROW: 2}
    ]  # fmt: skip


def test_text_that_is_not_in_the_encoding_given(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_bytes("id,name\nh1,王小二\n".encode() + b"h2,\xff\xff\n")
    assert refused(tmp_path, dialect=Dialect("utf-16")) == [
        "households.csv: this is not UTF-16 text; expected another --encoding"
    ]
    assert refused(tmp_path, dialect=Dialect("gb18030")) == [
        "households.csv:2: this is not GB 18030 text; expected another --encoding"
    ]


@pytest.mark.parametrize(
    ("sign", "message"),
    [
        (";", "the names of columns have semicolons between them; expected commas, or --delimiter ';'"),
        ("\t", "the names of columns have tabs between them; expected commas, or --delimiter tab"),
        ("|", "the names of columns have bars between them; expected commas, or --delimiter '|'"),
    ],
)
def test_other_signs_between_cells(sign: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text(f"id{sign}income\nh1{sign}1\n", "utf-8")
    assert refused(tmp_path) == [f"households.csv:1: {message}"]
    assert find(tmp_path, dialect=Dialect(delimiter=sign)).cases.schema.names == ["id", "income"]


def test_commas_where_another_sign_was_given(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text("id,income\nh1,1\n", "utf-8")
    assert refused(tmp_path, dialect=Dialect(delimiter="tab")) == [
        "households.csv:1: the names of columns have commas between them; expected tabs, or --delimiter ','"
    ]


def test_dialects_that_are_none() -> None:
    with pytest.raises(InputError) as error:
        Dialect("gb1830", "::")
    assert str(error.value).splitlines() == [
        "unknown encoding 'gb1830'; expected one of utf-8, gb18030, gbk, utf-16, big5; did you mean 'gb18030'?",
        "'::' cannot stand between cells; expected one sign such as , ; or tab",
    ]


def test_a_file_that_breaks_off(tmp_path: Path, write: Callable[..., Path]) -> None:
    many = [{"id": str(number), "income": str(number * 7919)} for number in range(20_000)]
    write(tmp_path, {"households": many}, "csv.gz")
    data = (tmp_path / "households.csv.gz").read_bytes()
    (tmp_path / "households.csv.gz").write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match=r"households.csv.gz: the file cannot be read \("):
        found = find(tmp_path)
        survey(found, key_columns(found))


def test_columns_that_tell_the_case(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path, {"households": [{"编号": "1"}], "persons": [{"户编号": "1"}], "loans": [{"户号": "1"}]})
    found = find(tmp_path)
    keys = {"households": "编号", "persons": "户编号", "loans": "户号"}
    assert key_columns(found, {"户号": "household_id"}) == keys
    assert key_columns(found, {"户号": "loan.household_id"}) == keys
    assert key_columns(found, {"loans.户号": "household_id", "户号": None}) == keys
    with pytest.raises(
        InputError, match=r"loans.csv: no column tells the household of a row; expected household_id \("
    ):
        key_columns(found)


def test_ids_that_cannot_be_told(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path, {"persons": [{"household_idd": "1"}], "loans": [{"household_id": "1", "户编号": "1"}]})
    table = pa.table({"id": pa.array([1.5])})
    pyarrow.parquet.write_table(table, tmp_path / "households.parquet")
    with pytest.raises(InputError) as error:
        key_columns(find(tmp_path))
    assert str(error.value).replace(f"{tmp_path}/", "").splitlines() == [
        "households.parquet: the column 'id' is double; expected ids as text or whole numbers",
        "persons.csv: no column tells the household of a row; expected household_id (or 户编号); "
        "did you mean 'household_idd'?",
        "loans.csv: several columns are the household_id: household_id, 户编号; expected one",
    ]


def test_a_stray_file_gets_no_far_fetched_name(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path, {"households": HOMES, "notes": HOMES, "househods": HOMES})
    assert refused(tmp_path) == [
        "househods.csv: 'househods' is no table of a register; did you mean 'households'?",
        "notes.csv: 'notes' is no table of a register; expected one of households, persons, loans, bills, "
        "enterprises, workers, villages, towns, counties, cities, provinces, nations",
    ]


def test_kinds_of_cases_that_are_not_there(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path, {"households": HOMES})
    for root in ("houshold", "person"):
        (message,) = refused(tmp_path, root=root)
        assert message.startswith(
            f"unknown kind of case '{root}'; expected one of household, enterprise, village, town"
        )
    assert refused(tmp_path, root="village") == [
        "FOLDER: there is no table of villages; expected villages.parquet, or --entity household"
    ]


def test_a_file_without_a_name_of_its_own_is_of_the_kind_asked_for(tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text("id\n1\n", "utf-8")
    assert find(tmp_path / "all.csv").root == "household"
    assert find(tmp_path / "all.csv", root="village").root == "village"
