"""Runs: what they write, that they lose nothing, and that they go on after any interruption with the same result."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.problems import InputError
from fupin_policy.register.counts import Count
from fupin_policy.register.files import outputs, running, storing
from fupin_policy.register.files.finding import find
from fupin_policy.register.files.outputs import Output, read_part
from fupin_policy.register.files.running import Batch, Report, run

KEY = {"policy": "stand-in", "day": "2017-09-01", "readings": {"a": "x"}}
OUTPUTS = ("folder", "all.parquet", "all.csv", "all.arrow")


@pytest.fixture(autouse=True)
def unhurried_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test takes the power away: waiting for the disk would only cost time."""
    monkeypatch.setattr(storing.os, "fsync", lambda file: None)


@pytest.fixture
def register(tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]) -> Path:
    """A small register in no order, with rows that have to be set aside."""
    rows = register_rows(23)
    rows["households"][4]["income"] = "a lot"
    rows["households"].append(dict(rows["households"][7]))
    rows["persons"] += [{"household_id": "h99999", "id": "stray"}]
    for part in rows.values():
        random.Random(5).shuffle(part)
    return write(tmp_path / "register", rows)


def go(register: Path, out: Path, work: Any, **options: Any) -> Report:
    return run(find(register), work, out, **{"key": KEY, "most": 4, "memory": 3000, "lang": "en", **options})


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(out: Path) -> list[dict[str, Any]]:
    if out.is_dir():
        return [row for path in sorted((out / "results").iterdir()) for row in read_part(path).to_pylist()]
    if out.suffix == ".parquet":
        return pyarrow.parquet.read_table(out).to_pylist()
    return read_part(out).to_pylist()


@pytest.mark.parametrize("name", ["folder", "all.parquet", "all.arrow"])
def test_what_a_run_writes(name: str, register: Path, tmp_path: Path, standin: ModuleType) -> None:
    out = tmp_path / "out" / name
    report = go(register, out, standin.work)
    output = Output.of(out)
    assert all(path.exists() for path in output.finished) and not output.work.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "register"]
    assert report.resumed == 0 and report.parts > 5 and not report.is_clean
    rows = rows_of(out)
    # 24 households, of which one has no number and one is told twice
    assert len(rows) == 21 and len({row["id"] for row in rows}) == 21
    assert {row["case.row"] for row in rows} <= set(range(1, 25))
    whole = find(register).cases
    by_number = {row["__row__"]: row["id"] for table in whole.read() for row in table.to_pylist()}
    assert all(by_number[row["case.row"]] == row["id"] for row in rows)
    told = list(csv.DictReader(io.StringIO(output.rejected.read_text("utf-8"))))
    assert {(one["table"], one["file"], one["value"], one["reason"]) for one in told} == {
        ("households", "households.csv", "a lot", "'a lot' is no number"),
        ("households", "households.csv", "h00007", "'h00007' is told more than once"),
        ("persons", "persons.csv", "h99999", "there is no household 'h99999'"),
    }
    assert all(by_number[int(one["row"])] == one["value"] for one in told if one["value"] == "h00007")
    manifest = json.loads(output.manifest.read_text("utf-8"))
    assert manifest["key"] == KEY and len(manifest["parts"]) == report.parts
    assert sum(part["results"]["rows"] for part in manifest["parts"]) == 21
    if output.is_folder:
        for part in manifest["parts"]:
            assert storing.digest(output.part(part["number"])) == part["results"]["sha256"]
    summary = json.loads(output.summary_json.read_text("utf-8"))
    assert summary["cases"] == 21 and summary["tables"]["households"] == {
        "rows": 24,
        "used": 21,
        "set_aside": 3,
    }
    assert output.summary_text.read_text("utf-8").startswith("# Input\nTable       Rows  Used  Set aside\n")


def test_results_as_csv(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    go(register, tmp_path / "all.csv", standin.work)
    go(register, tmp_path / "all.arrow", standin.work)
    told = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8"))))
    assert len(told) == 21
    for row, other in zip(told, rows_of(tmp_path / "all.arrow"), strict=True):
        other["grant.missing"] = ";".join(other["grant.missing"])
        assert row == {name: "" if value is None else str(value) for name, value in other.items()}


@pytest.mark.parametrize("name", ["folder", "all.csv", "all.parquet"])
def test_csv_for_spreadsheets(name: str, register: Path, tmp_path: Path, standin: ModuleType) -> None:
    go(register, tmp_path / "plain" / name, standin.work)
    go(register, tmp_path / "marked" / name, standin.work, bom=True)
    plain, marked = content(tmp_path / "plain"), content(tmp_path / "marked")
    assert marked == {
        path: (b"\xef\xbb\xbf" + data) if path.endswith(".csv") else data for path, data in plain.items()
    }
    assert any(path.endswith(".csv") for path in plain)
    # A run that is finished gets the mark, or loses it.
    go(register, tmp_path / "plain" / name, standin.work, bom=True)
    go(register, tmp_path / "marked" / name, standin.work)
    assert content(tmp_path / "plain") == marked and content(tmp_path / "marked") == plain


def test_text_of_the_input_is_no_formula(
    tmp_path: Path, write_one: Callable[..., None], standin: ModuleType
) -> None:
    rows = [
        {"id": "=HYPERLINK(1)", "income": "1", "division": "-1"}, {"id": "'quoted", "income": "1", "division": "1"},
        {"id": "3", "income": "@SUM", "division": "1"}, {"id": "-4", "income": "+1.5", "division": "1"},
        {"id": "5", "income": "1\0", "division": "1"}, {"id": "＝6", "income": "1", "division": "1"},
    ]  # fmt: skip
    write_one(tmp_path / "r" / "households.arrow", rows)
    go(tmp_path / "r", tmp_path / "all.csv", standin.work, most=100)
    data = (tmp_path / "all.csv").read_bytes() + (tmp_path / "all.rejected.csv").read_bytes()
    assert b"\0" not in data
    told = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8"))))
    assert [(one["id"], one["division"], one["grant.low"]) for one in told] == [
        ("'=HYPERLINK(1)", "-1", "0"), ("''quoted", "1", "0"), ("'＝6", "1", "0")
    ]  # fmt: skip
    told = list(csv.DictReader(io.StringIO((tmp_path / "all.rejected.csv").read_text("utf-8"))))
    assert [(one["value"], one["reason"]) for one in told] == [
        ("'@SUM", "'@SUM' is no number"), ("+1.5", "'+1.5' is no number"), ("1␀", "'1␀' is no number")
    ]  # fmt: skip


texts = st.lists(
    st.one_of(st.none(), st.text(st.characters(exclude_characters="\0"), max_size=5)), max_size=9
)


@given(texts)
def test_leaving_out_an_apostrophe_gives_the_text_again(texts: list[str | None]) -> None:
    found = outputs.guarded(pa.chunked_array([pa.array(texts, pa.string())])).to_pylist()
    assert [one and one.removeprefix("'") for one in found] == texts
    told = outputs.guarded(pa.chunked_array([["'a' is none", "-5 is out of range"]]), told=True).to_pylist()
    assert told == ["'a' is none", "'-5 is out of range"]
    assert all(one is None or one[:1] not in tuple("=@\t\r\n＝＋－＠") or not one for one in found)


def test_counts_add_up(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    report = go(register, tmp_path / "out", standin.work)
    found = find(register)
    for name, table in found.tables.items():
        rows = sum(len(chunk) for chunk in table.read())
        assert report.counts[name].rows == rows == report.counts[name].used + report.counts[name].set_aside
    assert report.counts["persons"].set_aside > 1


def test_a_clean_run(
    tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any], standin: ModuleType
) -> None:
    write(tmp_path / "r", register_rows(9), "parquet")
    report = go(tmp_path / "r", tmp_path / "out", standin.work)
    assert report.is_clean and report.counts["households"] == Count(9, 9, 0)
    assert (tmp_path / "out" / "rejected.csv").read_text(
        "utf-8"
    ).strip() == '"table","file","row","column","value","reason"'


def test_an_empty_register(tmp_path: Path, write: Callable[..., Path], standin: ModuleType) -> None:
    write(tmp_path / "r", {"households": [], "persons": []})
    for name in OUTPUTS:
        report = go(tmp_path / "r", tmp_path / name, standin.work)
        assert report.is_clean and report.counts["households"].rows == 0
    assert (
        rows_of(tmp_path / "folder")
        == rows_of(tmp_path / "all.parquet")
        == rows_of(tmp_path / "all.arrow")
        == []
    )


def test_rows_are_numbered_in_their_file(
    tmp_path: Path, write_one: Callable[..., None], standin: ModuleType
) -> None:
    write_one(
        tmp_path / "r" / "households" / "part-0.csv", [{"id": "1", "income": "1"}, {"id": "2", "income": "x"}]
    )
    write_one(
        tmp_path / "r" / "households" / "part-1.csv", [{"id": "3", "income": "2"}, {"id": "4", "income": "y"}]
    )
    go(tmp_path / "r", tmp_path / "out", standin.work)
    told = list(csv.DictReader(io.StringIO((tmp_path / "out" / "rejected.csv").read_text("utf-8"))))
    assert [(one["file"], one["row"], one["value"]) for one in told] == [
        ("part-0.csv", "2", "x"),
        ("part-1.csv", "2", "y"),
    ]


def test_parts_of_one_name_are_told_by_their_folders(
    tmp_path: Path, write_one: Callable[..., None], standin: ModuleType
) -> None:
    for county in ("440232", "440233"):
        rows = [{"id": county, "income": "x"}]
        write_one(tmp_path / "r" / "households" / f"county={county}" / "part-0.csv", rows)
    go(tmp_path / "r", tmp_path / "out", standin.work)
    told = list(csv.DictReader(io.StringIO((tmp_path / "out" / "rejected.csv").read_text("utf-8"))))
    assert [one["file"] for one in told] == ["county=440232/part-0.csv", "county=440233/part-0.csv"]


# --- interruptions ---------------------------------------------------------------------------------


class Interrupted(BaseException):
    """The end of a process, as far as a test in the same process can play it."""


def interrupting(monkeypatch: pytest.MonkeyPatch, step: int) -> Callable[[], bool]:
    """Let the step-th thing that touches the disk, or the one after it has been done, be the last."""
    steps = iter(range(step + 1))
    reached = False

    def meet() -> None:
        nonlocal reached
        if next(steps, None) == step:
            reached = True
            raise Interrupted

    def around(old: Any) -> Any:
        def new(*args: Any, **kwargs: Any) -> Any:
            meet()
            found = old(*args, **kwargs)
            meet()
            return found

        return new

    monkeypatch.setattr(storing.os, "replace", around(storing.os.replace))
    monkeypatch.setattr(storing.os, "fsync", around(lambda file: None))
    monkeypatch.setattr(running.shutil, "rmtree", around(running.shutil.rmtree))
    monkeypatch.setattr(Path, "unlink", around(Path.unlink))
    return lambda: reached


@pytest.mark.parametrize("name", OUTPUTS)
def test_interrupted_anywhere_and_run_again(
    name: str, register: Path, tmp_path: Path, standin: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(register, tmp_path / "whole" / name, standin.work, most=8)
    whole = content(tmp_path / "whole")
    step = 0
    while True:
        here = tmp_path / str(step)
        with monkeypatch.context() as patch:
            reached = interrupting(patch, step)
            with suppress(Interrupted):
                go(register, here / name, standin.work, most=8)
            if not reached():
                break
        go(register, here / name, standin.work, most=8)
        assert content(here) == whole, f"interrupted at step {step}"
        step += 3
    assert step > 60


def test_interrupted_again_and_again(
    register: Path, tmp_path: Path, standin: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(register, tmp_path / "whole", standin.work)
    times = 0
    while True:
        with monkeypatch.context() as patch:
            reached = interrupting(patch, 45)
            with suppress(Interrupted):
                go(register, tmp_path / "out", standin.work)
            if not reached():
                break
        times += 1
        assert times < 50
    assert times >= 3
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_no_batch_is_done_twice(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    done: list[tuple[int, ...]] = []

    def work(tables: Mapping[str, pa.Table], last: int = 3) -> Batch:
        batch: Batch = standin.work(tables)
        if len(tables["households"]):
            done.append(tuple(tables["households"].column("__row__").to_pylist()))
            if len(done) == last:
                raise Interrupted
        return batch

    with pytest.raises(Interrupted):
        go(register, tmp_path / "out", work)
    lost = done.pop()
    report = go(register, tmp_path / "out", lambda tables: work(tables, 99))
    assert report.resumed == 2 and done[2] == lost
    rows = [row for batch in done for row in batch]
    assert sorted(rows) == list(range(1, 25))


def test_a_part_that_is_damaged_is_done_again(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    go(register, tmp_path / "whole", standin.work)
    done = 0

    def work(tables: Mapping[str, pa.Table]) -> Batch:
        nonlocal done
        done += 1
        if done == 5:
            raise Interrupted
        batch: Batch = standin.work(tables)
        return batch

    with pytest.raises(Interrupted):
        go(register, tmp_path / "out", work)
    (tmp_path / "out" / "results" / "part-00001.parquet").write_bytes(b"PAR1")
    (tmp_path / "out" / ".run" / "rejected-00002.arrow").unlink()
    report = go(register, tmp_path / "out", standin.work)
    assert report.resumed == 1
    assert content(tmp_path / "out") == content(tmp_path / "whole")


DRIVER = """
import os, shutil, signal, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import standin
from fupin_policy.register.files import running, storing
from fupin_policy.register.files.finding import find

register, out, start, pace = Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])


os.fsync = lambda file: None  # the process is killed, the power stays on


def kill_at(step):
    steps = iter(range(step + 1))

    def around(old):
        def new(*args, **kwargs):
            for part in (lambda: None, lambda: old(*args, **kwargs)):
                found = part()
                if next(steps, None) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
            return found
        return new

    os.replace, os.fsync, Path.unlink = map(around, (os.replace, os.fsync, Path.unlink))
    running.shutil.rmtree = around(shutil.rmtree)


def go(here):
    key = {"policy": "stand-in"}
    running.run(find(register), standin.work, here, key=key, most=8, memory=3000)


# Nothing of Arrow has run yet in this process, so that its copies start clean.
step, killed = start, True
while killed:
    statuses = []
    for again in (False, True):
        child = os.fork()
        if not child:
            if not again:
                kill_at(step)
            go(out / str(step) / sys.argv[6])
            os._exit(0)
        statuses.append(os.waitpid(child, 0)[1])
    killed = statuses[0] != 0
    assert statuses in ([signal.SIGKILL, 0], [0, 0]), statuses
    step += pace
print(step)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
@pytest.mark.parametrize("name", ["folder", "all.csv"])
def test_killed_anywhere_and_run_again(name: str, register: Path, tmp_path: Path) -> None:
    folder = str(Path(__file__).parent.parent)
    argv = [sys.executable, "-c", DRIVER, folder, str(register), str(tmp_path / "out"), "0", "11", name]
    done = subprocess.run(argv, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 60
    first, *others = (content(path) for path in sorted((tmp_path / "out").iterdir()))
    assert len(first) > 4 and all(other == first for other in others)


# --- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("interrupted", [False, True])
@pytest.mark.parametrize("name", ["folder", "all.csv"])
def test_another_question_is_refused(
    name: str,
    interrupted: bool,
    register: Path,
    tmp_path: Path,
    standin: ModuleType,
    write_one: Callable[..., None],
) -> None:
    out = tmp_path / name
    times = iter(range(3))

    def work(tables: Mapping[str, pa.Table]) -> Batch:
        if interrupted and next(times, None) is None:
            raise Interrupted
        batch: Batch = standin.work(tables)
        return batch

    with suppress(Interrupted):
        go(register, out, work)
    before = content(tmp_path)
    (register / "loans.csv").unlink()
    write_one(register / "persons.csv", [{"household_id": "h00001", "id": "p", "x": "1"}])
    other = {"policy": "stand-in", "day": "2018-09-01", "readings": {}}
    with pytest.raises(InputError) as error:
        go(register, out, standin.work, key=other, most=5)
    lines = str(error.value).replace(str(tmp_path), "T").splitlines()
    assert lines[0] == (
        f"T/{name}: a run of another register or with other questions was begun there; "
        "expected the same again, another name, or to drop it (--restart)"
    )
    assert lines[1:4] == [
        "--batch is 5; expected 4 as in the run that was begun",
        'columns of loans is absent; expected {"household_id": "string", "id": "string"} as in the run that was begun',
        "columns of persons/x is string; expected absent as in the run that was begun",
    ]
    assert [line.partition(" bytes")[0] for line in lines[4:6]] == [
        f"the file loans.csv is absent; expected {len(before['register/loans.csv'])}", "the file persons.csv is 34",
    ]  # fmt: skip
    assert lines[6:] == [
        "day is 2018-09-01; expected 2017-09-01 as in the run that was begun",
        "--reading a is absent; expected x as in the run that was begun",
    ]
    after = content(tmp_path)
    assert {path: data for path, data in after.items() if not path.startswith("register/")} == {
        path: data for path, data in before.items() if not path.startswith("register/")
    }
    again = go(register, out, standin.work, key=other, most=5, restart=True)
    assert again.resumed == 0 and again.counts.keys() == {"households", "persons"}


def test_a_run_that_is_complete_is_not_done_again(
    register: Path, tmp_path: Path, standin: ModuleType
) -> None:
    first = go(register, tmp_path / "out", standin.work)
    before = content(tmp_path / "out")

    def work(tables: Mapping[str, pa.Table]) -> Batch:
        assert not len(tables["households"])
        batch: Batch = standin.work(tables)
        return batch

    again = go(register, tmp_path / "out", work)
    assert (again.counts, again.parts, again.resumed) == (first.counts, first.parts, first.parts)
    assert again.is_clean == first.is_clean
    assert content(tmp_path / "out") == before


def test_what_no_run_has_written_is_left_alone(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine", "utf-8")
    (tmp_path / "all.rejected.csv").write_text("mine", "utf-8")
    for name, stranger in (("out", "out/thesis.txt"), ("all.csv", "all.rejected.csv")):
        for restart in (False, True):
            with pytest.raises(InputError) as error:
                go(register, tmp_path / name, standin.work, restart=restart)
            assert str(error.value) == (
                f"{tmp_path / stranger}: this is there already, and no run has written it; expected another name"
            )
    assert (tmp_path / "out" / "thesis.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "told", ["{}", "[]", "no JSON", '{"key": 1, "form": 1}', '{"scripts": {}, "files": []}']
)
@pytest.mark.parametrize("restart", [False, True])
def test_a_folder_with_a_strangers_run_json_is_left_alone(
    told: str, restart: bool, register: Path, tmp_path: Path, standin: ModuleType
) -> None:
    """Other programs write files of that name too: what stands beside them is not to be dropped."""
    (tmp_path / "out" / "results").mkdir(parents=True)
    (tmp_path / "out" / "run.json").write_text(told, "utf-8")
    (tmp_path / "out" / "results" / "thesis.txt").write_text("mine", "utf-8")
    before = content(tmp_path / "out")
    with pytest.raises(InputError) as error:
        go(register, tmp_path / "out", standin.work, restart=restart)
    assert str(error.value) == (
        f"{tmp_path / 'out' / 'results'}: this is there already, and no run has written it; expected another name"
    )
    assert content(tmp_path / "out") == before


def test_restart_leaves_what_is_not_of_the_run(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    go(register, tmp_path / "out", standin.work)
    (tmp_path / "out" / "thesis.txt").write_text("mine", "utf-8")
    (tmp_path / "out" / "results" / "thesis.txt").write_text("mine", "utf-8")
    go(register, tmp_path / "out", standin.work, restart=True, most=8)
    assert (tmp_path / "out" / "thesis.txt").read_text("utf-8") == "mine"
    assert (tmp_path / "out" / "results" / "thesis.txt").read_text("utf-8") == "mine"


def test_places_where_results_cannot_go(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    with pytest.raises(
        InputError, match="the results would lie in the folder of the register; expected another place"
    ):
        go(register, register / "out", standin.work)
    (tmp_path / "taken").touch()
    for name in ("all.xlsx", "all.csv.gz", "taken"):
        with pytest.raises(
            InputError, match=r"results cannot be written there; expected a file ending in \.parquet, \.csv,"
        ):
            go(register, tmp_path / name, standin.work)


def test_two_runs_in_one_place(register: Path, tmp_path: Path, standin: ModuleType) -> None:
    pytest.importorskip("fcntl")

    def work(tables: Mapping[str, pa.Table]) -> Batch:
        if len(tables["households"]):
            go(register, tmp_path / "out", standin.work)
        batch: Batch = standin.work(tables)
        return batch

    with pytest.raises(InputError, match="another process is at work there"):
        go(register, tmp_path / "out", work)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"results": lambda table: table.slice(1)}, "the counts do not agree with"),
        ({"results": lambda table: table.drop_columns(["grant"])}, "other columns than those before"),
        ({"counts": lambda counts: {**counts, "loans": Count(9, 9, 0)}}, "rows of loans, but the counts are"),
        ({"counts": lambda counts: {"households": counts["households"]}}, "the counts do not agree with"),
        ({"counts": lambda counts: {**counts, "loans": Count(1, 0, 0)}}, "rows of loans, but the counts are"),
    ],
)
def test_work_that_loses_rows_is_found_out(
    change: dict[str, Callable[[Any], Any]], message: str, register: Path, tmp_path: Path, standin: ModuleType
) -> None:
    def work(tables: Mapping[str, pa.Table]) -> Batch:
        batch: Batch = standin.work(tables)
        if not len(tables["households"]):
            return batch
        return evolve(batch, **{name: change[name](getattr(batch, name)) for name in change})

    with pytest.raises(ValueError, match=message):
        go(register, tmp_path / "out", work)


def test_what_work_refuses_is_told_before_anything_is_written(register: Path, tmp_path: Path) -> None:
    def work(tables: Mapping[str, pa.Table]) -> Batch:
        raise InputError("unknown column")

    with pytest.raises(InputError, match="unknown column"):
        go(register, tmp_path / "out", work)
    assert not (tmp_path / "out").exists()


# --- progress --------------------------------------------------------------------------------------


def test_a_bar_on_a_terminal(
    register: Path, tmp_path: Path, standin: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    go(register, tmp_path / "quiet", standin.work)
    assert terminal.getvalue() == ""
    go(register, tmp_path / "shown", standin.work, progress=True)
    assert "24.0/24.0" in terminal.getvalue() and "households/s" in terminal.getvalue()


def test_no_bar_in_a_file(
    register: Path, tmp_path: Path, standin: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    go(register, tmp_path / "out", standin.work, progress=True)
    assert capsys.readouterr() == ("", "")


def test_names_of_outputs() -> None:
    assert Output.of("a/b.parquet").summary_text == Path("a/b.summary.txt")
    assert Output.of("a/2017.09").is_folder and Output.of("a/b").manifest == Path("a/b/run.json")
    assert outputs.REJECTED_ROWS.names == ["table", "file", "row", "column", "value", "reason"]
