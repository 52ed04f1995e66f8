"""Any sequence of appends, seals, merges and reopenings leaves what a dict would hold."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import note, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import fastind as fi
from fastind.io.store.memory import Memory
from tests.store.model import TESTS, Model
from tests.store.small import shrink

CODES = ["A", "B", "b", "C\N{ROCKET}", "D"]
DATES = st.integers(-3, 12)
COLUMNS: dict[str, tuple[Any, Any]] = {
    "n": (pa.int64(), st.integers(-5, 5)),
    "x": (pa.float64(), st.sampled_from([-1.5, -0.0, 0.0, 2.5, float("inf")])),
    "t": (pa.string(), st.sampled_from(["", "u", "v"])),
}
KINDS = {"date": DATES, "code": st.sampled_from(CODES), **{name: kind for name, (_, kind) in COLUMNS.items()}}
KEYS = st.tuples(DATES, st.sampled_from(CODES))
ANY_CODES = st.none() | st.lists(st.sampled_from([*CODES, "Z"]), max_size=3)


@st.composite
def frames(draw: st.DrawFn) -> Any:
    keys = draw(st.lists(KEYS, max_size=25, unique=True))
    table = {
        "date": pa.array([date for date, _ in keys], pa.int64()),
        "code": pa.array([code for _, code in keys], pa.string()),
    }
    for name in draw(st.lists(st.sampled_from(list(COLUMNS)), unique=True)):
        kind, values = COLUMNS[name]
        column = draw(st.lists(st.none() | values, min_size=len(keys), max_size=len(keys)))
        table[name] = pa.array(column, kind)
    return pa.table(table)


@st.composite
def questions(draw: st.DrawFn, columns: list[str]) -> dict[str, Any]:
    where = []
    for name in draw(st.lists(st.sampled_from(columns), max_size=2)):
        values = KINDS[name]
        operator = draw(st.sampled_from(list(TESTS)))
        where.append((name, operator, draw(st.lists(values, max_size=3) if operator == "in" else values)))
    return {
        "dates": draw(st.none() | st.tuples(st.none() | DATES, st.none() | DATES)),
        "codes": draw(ANY_CODES),
        "columns": draw(st.none() | st.lists(st.sampled_from(columns), unique=True)),
        "where": where,
    }


class StoreMachine(RuleBasedStateMachine):
    """A store beside a dict."""

    path: str

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        shrink(self.patch.setattr)
        self.model = Model()
        self.appends = 0

    @initialize()
    def make(self) -> None:
        self.store = fi.open_store(self.path, mode="a")

    @rule(frame=frames())
    def append(self, frame: Any) -> None:
        assert self.store.append(frame) == frame.num_rows
        if frame.num_rows:
            self.model.append(frame)
            self.appends += 1

    @rule(frame=frames(), times=st.integers(2, 6))
    def append_row_by_row(self, frame: Any, times: int) -> None:
        for k in range(min(times, frame.num_rows)):
            self.append(frame.slice(k, 1))

    @rule()
    def seal(self) -> None:
        self.store.seal()
        assert self.store.info()["journal_rows"] == 0

    @rule()
    def compact(self) -> None:
        self.store.compact()
        assert self.store.info()["part_rows"] == len(self.model.rows)

    @rule(mode=st.sampled_from(["close", "crash"]))
    def reopen(self, mode: str) -> None:
        if mode == "close":
            self.store.close()
        else:
            self.store.__exit__(KeyError, KeyError(), None)  # releases without sealing
        self.store = fi.open_store(self.path, mode="a")

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data())
    def query(self, data: st.DataObject) -> None:
        question = data.draw(questions(self.model.columns))
        columns = question["columns"]
        named = columns and [name for name in columns if name not in self.model.keys]
        expected = self.model.query(**{**question, "columns": named})
        table = self.store.query(**question)
        assert rows(table) == expected
        batches = list(self.store.query(**question, kind="batches"))
        assert [row for batch in batches for row in rows(batch)] == expected
        note(f"{len(batches)} batches")

    @precondition(lambda self: "x" in self.model.columns)
    @rule()
    def panel(self) -> None:
        panel = self.store.panel("x")
        expected = np.full(panel.shape, np.nan)
        place = {code: j for j, code in enumerate(panel.codes)}
        for (date, code), row in self.model.rows.items():
            value = row.get("x")
            expected[panel.dates.tolist().index(date), place[code]] = np.nan if value is None else value
        np.testing.assert_array_equal(panel["x"], expected)

    @invariant()
    def facts(self) -> None:
        about = self.store.info()
        dates, codes = ({key[k] for key in self.model.rows} for k in (0, 1))
        assert (about["rows"], about["appends"]) == (len(self.model.rows), self.appends)
        assert self.store.dates().tolist() == sorted(dates)
        assert self.store.codes().tolist() == sorted(codes)
        assert len(rows(self.store.query())) == len(self.model.rows)

    def teardown(self) -> None:
        self.patch.undo()
        self.store.close()
        with fi.open_store(self.path) as reader:
            assert rows(reader.query()) == self.model.query()


def rows(table: Any) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


class MemoryMachine(StoreMachine):
    def __init__(self) -> None:
        self.path = f"memory://{id(self)}"
        super().__init__()

    def teardown(self) -> None:
        super().teardown()
        Memory.named(self.path).forget()


class FileMachine(StoreMachine):
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = str(self.folder / "store")
        super().__init__()

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(self.folder)


TestMemory = MemoryMachine.TestCase
TestMemory.settings = settings(stateful_step_count=25)
TestFiles = FileMachine.TestCase
TestFiles.settings = settings(stateful_step_count=15)
