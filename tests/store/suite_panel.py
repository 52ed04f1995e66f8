"""`panel()`: columns of numbers as dates x codes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.small import shrink
from tests.store.stages import at_every_stage

COLUMNS = {
    "x": pa.array([1.5, None, -0.0, np.inf]),
    "n": pa.array([2**60 + 1, None, -3, 4]),
    "b": pa.array([True, None, False, True]),
    "f": pa.array(np.array([0.1, 0.2, np.nan, 0.4], np.float32)),
    "t": pa.array(["text", "is", "no", "number"]),
}
TABLE = pa.table({"date": [2, 1, 2, 5], "code": ["B", "A", "A", "B"], **COLUMNS})


class PanelTests:
    def test_it_is_a_pivot(self, path: str) -> None:
        def look(store: Any) -> None:
            panel = store.panel()
            assert panel.fields == ("x", "n", "b", "f")
            assert panel.dates.tolist() == [1, 2, 5]
            assert panel.codes.tolist() == ["A", "B"]
            for name in panel.fields:
                np.testing.assert_array_equal(panel[name], _pivot(TABLE, name), err_msg=name)
                assert panel[name].dtype == ("float32" if name == "f" else "float64")

        at_every_stage(path, [TABLE], look)

    def test_it_is_the_panel_of_a_query(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(TABLE)
            panel, other = store.panel(["x", "f"]), store.query(columns=["x", "f"], kind="panel")
        assert panel.fields == other.fields
        for name in panel.fields:
            np.testing.assert_array_equal(panel[name], other[name])

    def test_a_query_as_panel_takes_the_columns_of_numbers(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(TABLE)
            assert store.query(kind="panel", where=[("n", "<", 2**60)]).fields == ("x", "n", "b", "f")

    def test_one_column_by_name_and_several(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(TABLE)
            assert store.panel("x").fields == ("x",)
            assert store.panel(["f", "x"]).fields == ("f", "x")

    @pytest.mark.parametrize(
        "dates", [pa.array([1, 2], pa.timestamp("ns")), pa.array([1, 2], pa.int32()).cast(pa.date32())]
    )
    def test_dates_keep_their_type(self, path: str, dates: Any) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append({"date": dates, "code": [600519, 1], "x": [1.0, 2.0]})
            panel = store.panel("x")
        np.testing.assert_array_equal(panel.dates, dates.to_numpy(zero_copy_only=False))
        assert panel.codes.tolist() == [1, 600519]
        np.testing.assert_array_equal(panel["x"], [[np.nan, 1.0], [2.0, np.nan]])

    def test_dates_in_a_zone_are_utc_and_keep_it(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(
                {"date": pd.DatetimeIndex(["2024-01-02"], tz="Asia/Shanghai"), "code": ["A"], "x": [1]}
            )
            panel = store.panel()
        assert panel.zone == "Asia/Shanghai"
        assert panel.dates[0] == np.datetime64("2024-01-01T16:00")

    def test_it_follows_appends_and_the_old_one_stays(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(TABLE)
            before = store.panel("x")
            store.append({"date": [1, 7], "code": ["A", "C"], "x": [9.0, 8.0]})
            after = store.panel("x")
            assert before.shape == (3, 2)
            np.testing.assert_array_equal(before["x"], _pivot(TABLE, "x"))
            assert after.shape == (4, 3)
            assert after["x"][0, 0] == 9.0
            assert after["x"][3, 2] == 8.0

    def test_it_is_made_of_many_generations(self, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        shrink(monkeypatch.setattr)
        rng = np.random.default_rng(5)
        frame = pd.DataFrame({"date": rng.integers(0, 30, 200), "code": rng.choice(list("ABCDEF"), 200)})
        frame["x"] = rng.normal(size=200)
        with fi.open_store(path, mode="a") as store:
            for k in range(0, 200, 8):
                store.append(frame[k : k + 8].drop_duplicates(["date", "code"], keep="last"))
            last = pa.Table.from_pandas(frame.drop_duplicates(["date", "code"], keep="last"))
            np.testing.assert_array_equal(store.panel("x")["x"], _pivot(last, "x"))

    @pytest.mark.parametrize(
        ("columns", "message"),
        [("t", "'t' is string: a panel is of numbers"), ("X", "no column 'X'"), (["x", 5], "no column 5")],
    )
    def test_what_is_no_column_of_numbers_is_refused(self, path: str, columns: Any, message: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(TABLE)
            with pytest.raises(fi.errors.InputError, match=message):
                store.panel(columns)
            assert store.panel("x").fields == ("x",)

    def test_other_keys_have_no_panel(self, path: str) -> None:
        with fi.open_store(path, mode="a", keys=("window", "code")) as store:
            store.append({"window": [1], "code": ["A"], "x": [1.0]})
            with pytest.raises(fi.errors.InputError, match=r"needs the keys date and code.* window, code"):
                store.panel()

    def test_a_huge_and_almost_empty_panel_is_refused(self, path: str) -> None:
        n = 20_000
        with fi.open_store(path, mode="a") as store:
            store.append({"date": np.arange(n), "code": [f"C{k}" for k in range(n)], "x": np.ones(n)})
            with pytest.raises(fi.errors.InputError, match=r"20000 dates x 20000 codes .* almost empty"):
                store.panel()


def _pivot(table: Any, name: str) -> Any:
    frame = table.select(["date", "code", name]).to_pandas()
    dtype = "float32" if frame[name].dtype == "float32" else "float64"
    return frame.pivot(index="date", columns="code", values=name).astype(dtype).to_numpy()
