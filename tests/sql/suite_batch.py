"""What `execute_batch` promises of every database."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.errors import DatabaseError, InputError, ParameterError
from tests.sql.backends import Backend

CREATE = ("create table t (a integer primary key, b real, c text)", ())


class BatchTests:
    """Every test has the table "t" to itself, which is not there."""

    def test_one_entry_a_statement(self, backend: Backend) -> None:
        insert = f"insert into t values ({backend.marks(3)})"
        found = fi.execute_batch(
            backend.uri,
            [
                CREATE,
                (insert, (1, 1.5, "x'); drop table t; --")),
                (insert, [2, None, "\N{ROCKET}"]),
                ("select * from t order by a", ()),
                ("update t set b = 7 where a > 0", None),
                ("update t set b = 7 where a > 9", ()),
                ("insert into t (a) values (9) returning a, b", ()),
                ("-- a comment\n /* and another */ delete from t where a = 9;", ()),
                ("select * from t where a > 99", ()),
            ],
        )
        rows = [(1, 1.5, "x'); drop table t; --"), (2, None, "\N{ROCKET}")]
        assert found == [0, 1, 1, rows, 2, 0, [(9, None)], 1, []]
        assert backend.rows("select a, b from t order by a") == [(1, 7.0), (2, 7.0)]

    def test_statements_that_begin_with(self, backend: Backend) -> None:
        values = "with x as (select 1 as a union all select 2)"
        found = fi.execute_batch(
            backend.uri,
            [
                CREATE,
                (f"{values} insert into t (a) select a from x", ()),
                (
                    f"{values} update t set b = 7 where a in (select a from x where a = {backend.marks(1)})",
                    (2,),
                ),
                (f"{values} delete from t where a in (select a + 9 from x)", ()),
                (f"{values} delete from t where a in (select a from x)", ()),
                (f"{values} insert into t (a) select a from x returning a", ()),
                (f"{values} select a from x where a > 1", ()),
            ],
        )
        assert found == [0, 2, 1, 0, 2, [(1,), (2,)], [(2,)]]

    @pytest.mark.parametrize("k", range(6))
    def test_an_error_rolls_all_back(self, backend: Backend, k: int) -> None:
        insert = f"insert into t values ({backend.marks(3)})"
        good: list[Any] = [
            CREATE,
            *((insert, (n, 0.5, "x")) for n in range(4)),
            ("delete from t where a = 1", ()),
        ]
        bad = [*good[:k], ("selekt", ()), *good[k:]]
        with pytest.raises(
            DatabaseError, match=rf"statement {k} \(of 7, from 0\): .*selekt.* Nothing of the batch"
        ):
            fi.execute_batch(backend.uri, bad)
        with pytest.raises(DatabaseError, match=r"(?i)no such table|does not exist"):
            fi.execute_batch(backend.uri, [("select * from t", ())])

    def test_a_broken_constraint_rolls_all_back(self, backend: Backend) -> None:
        fi.execute_batch(backend.uri, [CREATE, ("insert into t (a) values (1)", ())])
        mark = backend.marks(1)
        with pytest.raises(DatabaseError, match=r"(?i)unique"):
            fi.execute_batch(backend.uri, [(f"insert into t (a) values ({mark})", (k,)) for k in (3, 2, 1)])
        assert backend.rows("select a from t") == [(1,)]

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (np.int64(5), 5),
            (np.float64(1.5), 1.5),
            (np.float32(1.5), 1.5),
            (np.str_("x"), "x"),
            (math.nan, None),
            (np.float64("nan"), None),
            (pd.NA, None),
            (pd.NaT, None),
            (np.datetime64("NaT"), None),
            (None, None),
        ],
        ids=repr,
    )
    def test_scalars_of_any_library(self, backend: Backend, value: Any, expected: Any) -> None:
        kind = "text" if isinstance(value, str) else "real" if isinstance(value, float) else "integer"
        kind = "real" if isinstance(value, np.floating) else kind
        mark = backend.marks(1)
        found = fi.execute_batch(
            backend.uri,
            [
                (f"create table t (a {kind})", ()),
                (f"insert into t values ({mark})", (value,)),
                ("select a from t", ()),
            ],
        )
        assert found[2] == [(expected,)]

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (date(2024, 1, 31), date(2024, 1, 31)),
            (np.datetime64("2024-01-31"), date(2024, 1, 31)),
            (datetime(2024, 1, 31, 9, 30), datetime(2024, 1, 31, 9, 30)),
            (pd.Timestamp("2024-01-31 09:30"), datetime(2024, 1, 31, 9, 30)),
            (np.datetime64("2024-01-31T09:30", "ns"), datetime(2024, 1, 31, 9, 30)),
            (pd.Timestamp("2024-01-31 17:30", tz="Asia/Shanghai"), datetime(2024, 1, 31, 9, 30, tzinfo=UTC)),
        ],
        ids=repr,
    )
    def test_dates_are_found_as_they_were_written(self, backend: Backend, value: Any, expected: Any) -> None:
        fi.write_sql({"day": [expected], "a": [1]}, backend.uri, "t")
        found = fi.execute_batch(backend.uri, [(f"select a from t where day = {backend.marks(1)}", (value,))])
        assert found == [[(1,)]]

    @pytest.mark.parametrize(
        ("params", "message"),
        [
            ((1, 2), r"(?i)statement 1 .*param|binding"),
            ((), r"(?i)statement 1 .*param|binding"),
        ],
    )
    def test_as_many_parameters_as_placeholders(self, backend: Backend, params: Any, message: str) -> None:
        with pytest.raises(DatabaseError, match=message):
            fi.execute_batch(
                backend.uri, [CREATE, (f"insert into t (a) values ({backend.marks(1)})", params)]
            )

    def test_each_statement_has_an_entry_of_its_own(self, backend: Backend) -> None:
        for text in ("insert into t (a) values (1); delete from t", "select 1;;select 2"):
            with pytest.raises(DatabaseError, match="entry of its own"):
                fi.execute_batch(backend.uri, [CREATE, (text, ())])
        fi.execute_batch(backend.uri, [CREATE, ("insert into t values (1, 2, ';') ; -- the end", ())])
        assert backend.rows("select c from t") == [(";",)]

    @pytest.mark.parametrize("text", ["COMMIT", " begin", "/* x */ rollback ;", "END", "start transaction"])
    def test_no_statement_ends_the_transaction(self, backend: Backend, text: str) -> None:
        with pytest.raises(ParameterError, match=r"statement 1 \(from 0\) begins or ends a transaction"):
            fi.execute_batch(backend.uri, [CREATE, (text, ())])

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("pragma synchronous = off", "PRAGMA"), (" ; /* x */ Vacuum", "VACUUM"),
            ("attach 'other.db' as other", "ATTACH"), ("detach other", "DETACH"),
        ],
    )  # fmt: skip
    def test_what_is_no_part_of_a_transaction(self, backend: Backend, text: str, word: str) -> None:
        with pytest.raises(ParameterError, match=rf"statement 1 \(from 0\) is a {word}, which is no part of"):
            fi.execute_batch(backend.uri, [CREATE, (text, ())])

    def test_savepoints(self, backend: Backend) -> None:
        texts = [
            "savepoint s",
            "insert into t (a) values (1)",
            "rollback to s",
            "insert into t (a) values (2)",
        ]
        fi.execute_batch(backend.uri, [CREATE, *((text, ()) for text in texts)])
        assert backend.rows("select a from t") == [(2,)]

    @pytest.mark.parametrize(
        ("params", "message"),
        [
            ("ab", r"statement 0 \(from 0\): parameters are a tuple, a list or a dict, got str"),
            ({1, 2}, "a list or a dict, got set"),
            (5, "got int"),
            ((1, [2]), "parameter 1 is of type list: parameters are None, bool"),
            ((2**63,), "parameter 0 is 9223372036854775808: .* 64 bits"),
            ((1 + 2j,), "type complex"),
            (("\ud800",), "half a character"),
            ((np.datetime64("2024-01-01T00:00:00.000000001"),), "microseconds"),
            ((pd.Timestamp("2024-01-01") + pd.Timedelta(1, "ns"),), "microseconds"),
            ((np.datetime64("20240-01-01"),), "years 1 to 9999"),
        ],
        ids=repr,
    )
    def test_what_is_no_parameter(self, backend: Backend, params: Any, message: str) -> None:
        with pytest.raises(InputError, match=message):
            fi.execute_batch(backend.uri, [(f"select {backend.marks(1)}", params)])

    @pytest.mark.parametrize(
        ("batch", "message"),
        [
            ("select 1", "a batch is a list like .* got str"),
            (None, "got NoneType"),
            (["select 1"], r"entry 0 \(from 0\) must be \(statement, parameters\), .* got str"),
            ([("select 1",)], "got tuple"),
            ([(1, ())], "entry 0"),
            ([("", ())], r"statement 0 \(from 0\) is empty"),
            ([("select 1", ()), (" ; -- x", ())], r"statement 1 \(from 0\) is empty"),
            ([("select '\0'", ())], "NUL"),
            ([("select '\ud800'", ())], "half a character"),
        ],
        ids=repr,
    )
    def test_what_is_no_batch(self, backend: Backend, batch: Any, message: str) -> None:
        with pytest.raises(ParameterError, match=message):
            fi.execute_batch(backend.uri, batch)

    def test_nothing_to_do(self, backend: Backend) -> None:
        assert fi.execute_batch(backend.uri, []) == []
        texts = iter(["create table t (a integer)", "select * from t"])
        assert fi.execute_batch(backend.uri, ((text, ()) for text in texts)) == [0, []]
