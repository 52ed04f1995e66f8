"""Columns whose name begins with "_" are kept like any other, and given only to who names them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import fastind as fi
from tests.store.stages import at_every_stage, between_every_two

TIMES = [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
BARS = {
    "date": [1, 2],
    "code": ["A", "A"],
    "x": [1.0, 2.0],
    "_committed": pa.array(TIMES[:2], pa.timestamp("us", tz="UTC")),
    "_n": [7, 8],
}
PLAIN = ["date", "code", "x"]


class HiddenTests:
    def test_they_are_returned_when_they_are_named(self, path: str) -> None:
        def look(store: Any) -> None:
            assert store.query().column_names == PLAIN
            assert store.query(kind="pandas").columns.tolist() == PLAIN
            assert store.query(kind="rows") == [(1, "A", 1.0), (2, "A", 2.0)]
            assert [t.column_names for t in store.query(kind="batches")] == [PLAIN]
            assert store.query(columns="_n", kind="rows") == [(1, "A", 7), (2, "A", 8)]
            found = store.query(columns=["_committed", "x"])
            assert found.column_names == ["date", "code", "_committed", "x"]
            assert found["_committed"].to_pylist() == TIMES[:2]
            assert store.info()["columns"]["_committed"] == "timestamp[us, tz=UTC]"

        at_every_stage(path, [BARS], look)

    def test_conditions_may_use_them(self, path: str) -> None:
        def look(store: Any) -> None:
            found = store.query(where=[("_committed", ">", TIMES[0]), ("_n", "in", [7, 8])])
            assert found.column_names == PLAIN
            assert found["x"].to_pylist() == [2.0]

        at_every_stage(path, [BARS], look)

    def test_panels_have_them_when_they_are_named(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(BARS)
            for panel in (store.panel(), store.query(kind="panel")):
                assert list(panel) == ["x"]
            for panel in (store.panel("_n"), store.query(columns="_n", kind="panel")):
                assert list(panel) == ["_n"]
                assert panel["_n"].tolist() == [[7.0], [8.0]]

    def test_exports_have_them_when_they_are_named(self, path: str, tmp_path: Path) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(BARS)
            store.export(tmp_path / "plain.parquet")
            store.export(tmp_path / "named.parquet", columns=["_n"])
        assert pq.read_table(tmp_path / "plain.parquet").column_names == PLAIN
        assert pq.read_table(tmp_path / "named.parquet").column_names == ["date", "code", "_n"]

    def test_a_frame_that_lacks_one_keeps_its_values(self, path: str) -> None:
        later = {"date": [2, 3], "code": ["A", "A"], "x": [20.0, 30.0]}

        def look(store: Any) -> None:
            assert store.query(columns=["x", "_n"], kind="rows") == [
                (1, "A", 1.0, 7),
                (2, "A", 20.0, 8),
                (3, "A", 30.0, None),
            ]

        between_every_two(path, [BARS, later], look)

    def test_a_key_is_never_hidden(self, path: str) -> None:
        with fi.open_store(path, mode="a", keys=("_run",)) as store:
            store.append({"_run": [1], "x": [2]})
            assert store.query(kind="rows") == [(1, 2)]
