"""What `write_sql` promises of every database."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import fastind as fi
from fastind.errors import DatabaseError, InputError, ParameterError
from tests.sql.backends import Backend

EAST = timezone(timedelta(hours=8))
COLUMNS: dict[str, list[Any]] = {
    "whole": [2**63 - 1, None, -5],
    "small": [1, 2, 3],
    "price": [1.5, None, math.inf],
    "flag": [True, None, False],
    "text": ["A 'quoted' \"name\"; --", None, "\N{ROCKET}"],
    "day": [date(2024, 1, 31), None, date(1969, 12, 31)],
    "time": [datetime(2024, 1, 31, 9, 30), None, datetime(1969, 12, 31, 23, 59, 59, 999999)],
    "zoned": [datetime(2024, 1, 31, 9, 30, tzinfo=EAST), None, datetime(2024, 1, 1, tzinfo=EAST)],
    "code": ["A", "B", "A"],
}
ARROW = pa.table(
    {
        **COLUMNS,
        "small": pa.array(COLUMNS["small"], pa.uint8()),
        "price": pa.array([1.5, math.nan, math.inf], pa.float32()),
        "zoned": pa.array(COLUMNS["zoned"], pa.timestamp("ms", "Asia/Shanghai")),
        "code": pa.array(COLUMNS["code"]).dictionary_encode(),
    }
)
FRAMES: dict[str, Callable[[], Any]] = {
    "arrow": lambda: ARROW,
    "a batch": lambda: ARROW.to_batches()[0],
    "chunks": lambda: pa.concat_tables([ARROW.slice(0, 1), ARROW.slice(1)]),
    "a mapping": lambda: dict(zip(ARROW.column_names, ARROW.columns, strict=True)),
    "polars": lambda: pl.from_arrow(ARROW),
    "pandas of arrow": lambda: ARROW.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas": lambda: ARROW.to_pandas().assign(
        whole=pd.array(COLUMNS["whole"], "Int64"),
        flag=pd.array(COLUMNS["flag"], "boolean"),
        code=pd.Categorical(COLUMNS["code"]),
    ),
}
PRICES = {"date": [1, 1, 2], "code": ["A", "B", "A"], "close": [1.0, 2.0, 3.0]}
KEYS = ["date", "code"]

name_text = st.text(
    st.characters(codec="utf-8", exclude_characters="\0.", exclude_categories=["Cs"]), min_size=1
)
names = name_text.filter(lambda name: name.strip() != "" and len(name.encode()) <= 60)
values = st.lists(
    st.tuples(
        st.integers(-(2**63), 2**63 - 1) | st.none(),
        st.floats(allow_nan=False) | st.none(),
        st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.none(),
        st.booleans() | st.none(),
        st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)) | st.none(),
    ),
    min_size=1,
    max_size=20,
)
steps = st.lists(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.sampled_from("AB")), st.floats(allow_nan=False), max_size=6
    ),
    max_size=5,
)
several = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
)


class WritingTests:
    """Every test has the table "t" to itself, which is not there."""

    @pytest.mark.parametrize("kind", FRAMES)
    def test_every_type_of_every_kind_of_frame(self, backend: Backend, kind: str) -> None:
        expected = [tuple(map(backend.held, row)) for row in zip(*COLUMNS.values(), strict=True)]
        for k in (1, 2):  # into a new table, and into the one that was made
            assert fi.write_sql(FRAMES[kind](), backend.uri, "t") == 3
            text = f"select {', '.join(COLUMNS)} from t order by small"
            assert backend.rows(text) == [row for row in expected for _ in range(k)]

    @several
    @given(values)
    def test_values_come_back(self, backend: Backend, rows: list[tuple[Any, ...]]) -> None:
        self.clear(backend)
        types = (pa.int64(), pa.float64(), pa.string(), pa.bool_(), pa.timestamp("us"))
        columns = zip(*rows, strict=True)
        table = {f"c{k}": pa.array(c, t) for k, (c, t) in enumerate(zip(columns, types, strict=True))}
        table["row"] = pa.array(range(len(rows)))
        fi.write_sql(table, backend.uri, "t")
        back = backend.rows("select c0, c1, c2, c3, c4 from t order by row")
        assert back == [tuple(map(backend.held, row)) for row in rows]

    @several
    @given(names, st.lists(names, min_size=1, max_size=4, unique_by=lambda name: name.lower()))
    @example("0", ["TRUE"])
    def test_any_name_is_only_a_name(self, backend: Backend, table: str, columns: list[str]) -> None:
        self.clear(backend)
        frame = {name: [k] for k, name in enumerate(columns)}
        hidden = (f"x{table}",)
        fi.write_sql(frame, backend.uri, hidden, mode="upsert", keys=columns[:1])
        fi.write_sql(frame, backend.uri, hidden, mode="upsert", keys=columns[:1])
        quoted = hidden[0].replace('"', '""')
        assert backend.rows(f'select * from "{quoted}"') == [tuple(range(len(columns)))]
        backend.rows(f'drop table "{quoted}"')

    def test_a_panel_is_long(self, backend: Backend) -> None:
        panel = fi.Panel.from_wide(
            {
                "close": np.array([[1.0, np.nan], [np.nan, np.nan]]),
                "open": np.array([[1.0, 2.0], [3.0, np.nan]]),
            },
            dates=np.array(["2024-01-01", "2024-01-02"], "datetime64[D]"),
            codes=["A", "B"],
        )
        assert fi.write_sql(panel, backend.uri, "t", mode="upsert", keys=KEYS) == 3
        one, two = (backend.held(date(2024, 1, k)) for k in (1, 2))
        assert backend.rows("select date, code, close, open from t order by code, date") == [
            (one, "A", 1.0, 1.0),
            (two, "A", None, 3.0),
            (one, "B", None, 2.0),
        ]

    def test_named_levels_of_an_index_are_columns(self, backend: Backend) -> None:
        frame = pd.DataFrame(PRICES).set_index(KEYS)
        fi.write_sql(frame, backend.uri, "t", mode="upsert", keys=KEYS)
        assert backend.rows("select date, code, close from t order by close") == [
            *zip(*PRICES.values(), strict=True)
        ]

    def test_row_numbers_are_left_out(self, backend: Backend) -> None:
        fi.write_sql(pd.DataFrame(PRICES)[:2], backend.uri, "t")
        fi.write_sql(pd.DataFrame(PRICES)[2:].reset_index(drop=True), backend.uri, "t")
        assert backend.rows("select * from t order by close") == [*zip(*PRICES.values(), strict=True)]

    @pytest.mark.parametrize(
        "labels", [[600000, 1, 300750], [1, 1, 1], [0, 2, 4], [2, 1, 0], [0.0, 1.0, 2.0]]
    )
    def test_labels_without_a_name_are_refused(self, backend: Backend, labels: list[float]) -> None:
        frame = pd.DataFrame({"a": [1, 2, 3]}, index=labels)
        with pytest.raises(
            InputError, match=r"no name and is not 0, 1, 2, \.\.\., so its labels would be lost"
        ):
            fi.write_sql(frame, backend.uri, "t")
        fi.write_sql(frame.rename_axis("code"), backend.uri, "t")
        assert [code for code, _ in backend.rows("select code, a from t order by a")] == labels

    @several
    @given(steps)
    def test_upsert_is_a_dict(self, backend: Backend, frames: list[dict[tuple[int, str], float]]) -> None:
        self.clear(backend)
        model: dict[tuple[int, str], float] = {}
        fi.write_sql(ARROW_EMPTY, backend.uri, "t", mode="upsert", keys=KEYS)
        for step in frames:
            model |= step
            dates, codes = zip(*step, strict=True) if step else ((), ())
            table = pa.table([dates, codes, list(step.values())], schema=ARROW_EMPTY.schema)
            assert fi.write_sql(table, backend.uri, "t", mode="upsert", keys=KEYS) == len(step)
            found = {
                (day, code): close for day, code, close in backend.rows("select date, code, close from t")
            }
            assert found == model

    def test_upsert_keeps_columns_that_the_frame_has_not(self, backend: Backend) -> None:
        fi.write_sql(PRICES, backend.uri, "t", mode="upsert", keys=KEYS)
        backend.rows("alter table t add column note text default 'new'")
        backend.rows("update t set note = 'mine'")
        more = {"code": ["A", "C"], "date": [1, 1], "close": [9.0, 8.0]}
        fi.write_sql(more, backend.uri, "t", mode="upsert", keys=KEYS)
        found = backend.rows("select date, code, close, note from t order by date, code")
        assert found == [
            (1, "A", 9.0, "mine"),
            (1, "B", 2.0, "mine"),
            (1, "C", 8.0, "new"),
            (2, "A", 3.0, "mine"),
        ]

    def test_upsert_of_keys_only(self, backend: Backend) -> None:
        for _ in range(2):
            fi.write_sql({"code": ["A", "B"]}, backend.uri, "t", mode="upsert", keys="code")
        assert backend.rows("select code from t order by code") == [("A",), ("B",)]

    def test_upsert_needs_a_unique_index(self, backend: Backend) -> None:
        fi.write_sql(PRICES, backend.uri, "t")
        with pytest.raises(
            DatabaseError, match=r'no unique index .* CREATE UNIQUE INDEX .* \("date", "code"\)'
        ):
            fi.write_sql(PRICES, backend.uri, "t", mode="upsert", keys=KEYS)
        backend.rows("create unique index one on t (code, date)")
        fi.write_sql({**PRICES, "close": [7.0] * 3}, backend.uri, "t", mode="upsert", keys=KEYS)
        assert backend.rows("select close from t") == [(7.0,)] * 3

    def test_an_empty_frame_makes_the_table(self, backend: Backend) -> None:
        for _ in range(2):
            assert fi.write_sql(ARROW_EMPTY, backend.uri, "t", mode="upsert", keys=KEYS) == 0
        assert backend.rows("select * from t") == []
        fi.write_sql(PRICES, backend.uri, "t", mode="upsert", keys=KEYS)
        assert len(backend.rows("select * from t")) == 3

    def test_nulls_go_into_a_column_that_is_there(self, backend: Backend) -> None:
        frame = {"row": [1], **{name: pa.nulls(1) for name in COLUMNS}}
        with pytest.raises(InputError, match="'whole' holds nothing but nulls, so its type"):
            fi.write_sql(frame, backend.uri, "t")
        fi.write_sql(ARROW, backend.uri, "t")
        backend.rows("delete from t")
        fi.write_sql({name: pa.nulls(1) for name in COLUMNS}, backend.uri, "t")
        assert backend.rows("select * from t") == [(None,) * len(COLUMNS)]

    def test_what_fits_is_cast(self, backend: Backend) -> None:
        backend.rows("create table t (volume integer, price real, flag integer)")
        frame = {"volume": [1.0, math.nan], "price": [2, 3], "flag": [True, False]}
        fi.write_sql(frame, backend.uri, "t")
        assert backend.rows("select * from t order by price") == [(1, 2.0, 1), (None, 3.0, 0)]

    def test_whole_numbers_that_floats_hold_are_kept(self, backend: Backend) -> None:
        backend.rows("create table t (price double precision, exact numeric)")
        large = [2**53, -(2**53), 2**62, -(2**63), 3, None]
        fi.write_sql({"price": large}, backend.uri, "t")
        assert [row[0] for row in backend.rows("select price from t where price is not null")] == large[:-1]
        fi.write_sql({"exact": [2**63 - 1]}, backend.uri, "t")
        assert [int(row[0]) for row in backend.rows("select exact from t where exact is not null")] == [
            2**63 - 1
        ]

    @pytest.mark.parametrize("value", [2**53 + 1, -(2**53) - 1, 2**63 - 1])
    def test_whole_numbers_that_floats_round_are_refused(self, backend: Backend, value: int) -> None:
        backend.rows("create table t (price double precision)")
        message = rf"'price' is floats in table t: {value} in row 2 \(from 0\) would be rounded"
        with pytest.raises(InputError, match=message):
            fi.write_sql({"price": [1, None, value, value]}, backend.uri, "t")
        assert backend.rows("select * from t") == []

    @pytest.mark.parametrize(
        ("column", "message"),
        [
            ({"whole": [1.5]}, r"'whole' is whole numbers in table t: 1.5 cannot be kept"),
            ({"whole": [1e300]}, r"'whole' is whole numbers in table t: .* cannot be kept"),
            (
                {"whole": ["1"]},
                r"'whole' is \w+ in table t, and text here, for example \['1'\]: cast it first",
            ),
            ({"price": ["1"]}, r"'price' is .* in table t, and text here"),
            ({"text": [1]}, r"'text' is TEXT in table t, and whole numbers here|'text' is text in"),
            ({"day": [1]}, r"'day' is (?i:date) in table t, and whole numbers here"),
            ({"time": [date(2024, 1, 1)]}, "'time' is .* in table t, and dates here"),
            ({"zoned": [datetime(2024, 1, 1)]}, "'zoned' is .* in table t, and timestamps here"),
            (
                {"time": [datetime(2024, 1, 1, tzinfo=UTC)]},
                "'time' is .* in table t, and timestamps with a zone here",
            ),
            (
                {"pricee": [1.0]},
                r"table t has no column 'pricee'; did you mean price\? It has whole, .*ALTER TABLE",
            ),
        ],
        ids=str,
    )
    def test_what_does_not_fit_is_refused(
        self, backend: Backend, column: dict[str, Any], message: str
    ) -> None:
        fi.write_sql(ARROW, backend.uri, "t")
        with pytest.raises(InputError, match=message):
            fi.write_sql(column, backend.uri, "t")
        assert backend.rows("select count(*) from t") == [(3,)]

    @pytest.mark.parametrize(
        ("frame", "message"),
        [
            ([1], "write_sql takes a pandas .* got list"),
            (None, "got NoneType"),
            (pl.LazyFrame({"a": [1]}), "polars's frame is lazy: collect it first"),
            (pd.DataFrame({1: [1.0]}), "names of text, got 1"),
            ({"": [1]}, "names of text, got ''"),
            (pd.DataFrame({math.nan: [1.0]}), "names of text, got nan: rename it"),
            (pd.DataFrame(), "no columns"),
            ({"a": [1], "b": [1, 2]}, "no table of columns"),
            ({"a": pa.array([2**63], pa.uint64())}, "'a' cannot be written: .* 64 bits with a sign"),
            ({"a": np.array(["2024-01-01T00:00:00.000000001"], "M8[ns]")}, "microseconds: round it first"),
            ({"a": [[1]]}, r"'a' has type list.*: columns are whole numbers"),
            ({"a": [b"x"]}, "'a' has type binary"),
            (pd.DataFrame({"a": [1, "x"]}), "'a' cannot be written"),
            (
                pd.DataFrame({"a": [1]}, index=pd.to_datetime(["2024-01-01"])),
                "index has no name .* rename_axis",
            ),
            (pd.DataFrame({"a": [1]}, index=pd.Index([1], name="a")), "'a' is both a column and the name"),
        ],
        ids=lambda value: type(value).__name__ if not isinstance(value, str) else value[:20],
    )
    def test_what_is_no_frame_of_a_database(self, backend: Backend, frame: Any, message: str) -> None:
        with pytest.raises(InputError, match=message):
            fi.write_sql(frame, backend.uri, "t")

    @pytest.mark.parametrize(
        ("keys", "error", "message"),
        [
            (None, ParameterError, "needs keys"),
            ([], ParameterError, "needs keys"),
            ([1], ParameterError, "needs keys"),
            (["code", "code"], ParameterError, "different names"),
            (
                ["cod"],
                InputError,
                r"no column 'cod'; did you mean code or close\? Columns: date, code, close",
            ),
            (["code"], InputError, r"1 keys are in several rows of the frame, first \(code\) = \(A\)"),
            (["hole"], InputError, "key 'hole' is missing in 1 rows"),
        ],
        ids=str,
    )
    def test_keys_name_each_row(self, backend: Backend, keys: Any, error: Any, message: str) -> None:
        frame = PRICES if keys != ["hole"] else {**PRICES, "hole": [1.0, math.nan, 2.0]}
        with pytest.raises(error, match=message):
            fi.write_sql(frame, backend.uri, "t", mode="upsert", keys=keys)

    def test_both_zeros_are_one_key(self, backend: Backend) -> None:
        with pytest.raises(InputError, match=r"1 keys are in several rows .*first \(x, code\) = \(0.0, A\)"):
            fi.write_sql(
                {"x": [0.0, -0.0], "code": ["A", "A"], "y": [1, 2]}, backend.uri, "t", "upsert", ["x", "code"]
            )
        for y, zero in enumerate((0.0, -0.0)):
            fi.write_sql({"x": [zero], "y": [y]}, backend.uri, "t", "upsert", "x")
        assert backend.rows("select y from t") == [(1,)]

    def test_modes_and_names_of_tables(self, backend: Backend) -> None:
        with pytest.raises(ParameterError, match="mode must be one of append, upsert, got 'replace'"):
            fi.write_sql(PRICES, backend.uri, "t", mode="replace")
        with pytest.raises(ParameterError, match='keys are for mode="upsert"'):
            fi.write_sql(PRICES, backend.uri, "t", keys=KEYS)
        for table in ("", " ", "a.b.c", "a.", ".a", "a\0", "a\ud800", 1, None, (), ("a", 1), ["a"]):
            with pytest.raises(ParameterError, match='table must be "name" or'):
                fi.write_sql(PRICES, backend.uri, table)  # type: ignore[arg-type]

    def test_a_broken_constraint_leaves_nothing(self, backend: Backend) -> None:
        backend.rows("create table t (date integer, code text, close real check (close < 3))")
        with pytest.raises(DatabaseError, match=r"(?i)check"):
            fi.write_sql(PRICES, backend.uri, "t")
        assert backend.rows("select * from t") == []

    def test_a_schema_that_is_not_there(self, backend: Backend) -> None:
        with pytest.raises(DatabaseError, match="none such"):
            fi.write_sql(PRICES, backend.uri, ("none such", "t"))

    @pytest.mark.parametrize("schema", ["temp", "TEMP", "pg_temp", "pg_temp_3"])
    def test_a_temporary_table_would_be_lost(self, backend: Backend, schema: str) -> None:
        is_lost = (schema.lower() == "temp") == backend.uri.partition("://")[0].endswith("sqlite")
        error, said = (
            (ParameterError, "would end with the call, .* write to 'scratch'")
            if is_lost
            else (DatabaseError, "temp")
        )
        with pytest.raises(error, match=said):
            fi.write_sql(PRICES, backend.uri, f"{schema}.scratch")

    def test_a_view_is_no_table(self, backend: Backend) -> None:
        backend.rows("create table t (a integer)")
        backend.rows("create view v as select a, count(*) as n from t group by a")
        try:
            with pytest.raises(DatabaseError, match=r"(?i)view"):
                fi.write_sql({"a": [1]}, backend.uri, "v")
        finally:
            backend.rows("drop view v")

    def test_many_rows(self, backend: Backend) -> None:
        n = 150_000
        assert fi.write_sql({"a": np.arange(n), "b": np.arange(n) / 2}, backend.uri, "t") == n
        assert backend.rows("select count(*), min(a), max(a), sum(b) from t") == [
            (n, 0, n - 1, n * (n - 1) / 4)
        ]

    @staticmethod
    def clear(backend: Backend) -> None:
        backend.rows("drop table if exists t")


ARROW_EMPTY = pa.schema([("date", pa.int64()), ("code", pa.string()), ("close", pa.float64())]).empty_table()
