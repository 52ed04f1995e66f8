"""Codes that come as dictionaries are kept as if they had come as text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.stages import between_every_two

ROWS = [(2, "A", 0.0), (1, "B", 1.0), (4, "B", 3.0), (3, "C", 2.0), (5, "C", 4.0)]
DATES, VALUES = [2, 1, 3, 4, 5], [0.0, 1.0, 2.0, 3.0, 4.0]


def labelled(labels: list[Any], indices: list[Any], kind: str = "string", whole: str = "int32") -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(indices, whole), pa.array(labels, kind))


CODES: dict[str, Any] = {
    "text": pa.array(["A", "B", "C", "B", "C"]),
    "in no order": labelled(["C", "A", "B"], [1, 2, 0, 2, 0]),
    "more than are used": labelled(["Z", "", "C", "A", "B"], [3, 4, 2, 4, 2]),
    "a null that is not used": labelled([None, "C", "A", "B"], [2, 3, 1, 3, 1]),
    "twice the same": labelled(["C", "A", "B", "C"], [1, 2, 0, 2, 3]),
    "long": labelled(["C", "A", "B"], [1, 2, 0, 2, 0], "large_string", "uint8"),
    "more labels than rows": labelled([*map(str, range(9)), "A", "B", "C"], [9, 10, 11, 10, 11]),
    "chunks": pa.chunked_array([labelled(["B", "A"], [1, 0]), labelled(["C", "B"], [0, 1, 0])]),
    "pandas": pd.Series(pd.Categorical(["A", "B", "C", "B", "C"], ["C", "Z", "B", "A"])),
    "polars": pl.Series(["A", "B", "C", "B", "C"], dtype=pl.Categorical),
}


class LabelTests:
    @pytest.mark.parametrize("codes", CODES.values(), ids=CODES)
    def test_they_are_text(self, path: str, codes: Any) -> None:
        def look(store: Any) -> None:
            found = store.query()
            assert found.schema.field("code").type == pa.string()
            assert found.to_pylist() == [dict(zip(("date", "code", "x"), row, strict=True)) for row in ROWS]
            assert store.query(codes=["B"], kind="rows") == ROWS[1:3]
            assert store.codes().tolist() == ["A", "B", "C"]

        frame = {"date": DATES, "code": codes, "x": VALUES}
        if isinstance(codes, pl.Series):
            frame = pl.DataFrame(frame)
        later = {"date": [1], "code": ["B"], "x": [1.0]}
        between_every_two(path, [frame, later, frame], look)

    @pytest.mark.parametrize(
        ("labels", "indices", "message"),
        [
            (["A", ""], [0, 0, 1, 1, 1], "'code' is empty in 3 rows, first in row 2"),
            (["A", "a\0b"], [0, 1, 0, 0, 0], "'code' is with the character NUL in 1 rows, first in row 1"),
            (["A", "B"], [0, None, 1, 1, 1], "'code' is missing in 1 rows, first in row 1"),
            (["A", None], [0, 1, 1, 0, 0], "'code' is missing in 2 rows, first in row 1"),
        ],
    )
    def test_wrong_ones_are_refused(self, path: str, labels: Any, indices: Any, message: str) -> None:
        with fi.open_store(path, mode="a") as store:
            with pytest.raises(fi.errors.InputError, match=message):
                store.append({"date": DATES, "code": labelled(labels, indices), "x": VALUES})
            assert store.query(kind="rows") == []

    def test_a_key_that_is_there_twice(self, path: str) -> None:
        codes = labelled(["B", "A", "B"], [0, 1, 2, 1, 1])
        with (
            fi.open_store(path, mode="a") as store,
            pytest.raises(fi.errors.InputError, match=r"rows 0 and 2 are both \(1, B\)"),
        ):
            store.append({"date": [1, 2, 1, 3, 4], "code": codes})

    def test_whole_numbers_in_the_store_stay(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append({"date": [1], "code": [7]})
            with pytest.raises(fi.errors.InputError, match="'code' is int64 in this store, and string here"):
                store.append({"date": [1, 2], "code": labelled(["A"], [0, 0])})
            store.append({"date": [1, 2], "code": labelled([8], [0, 0], "int64")})
            assert store.query(kind="rows") == [(1, 7), (1, 8), (2, 8)]

    def test_failures(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            for day, codes in ((1, CODES["in no order"]), (2, CODES["twice the same"])):
                dates = np.arange(5) + 5 * day
                store.append(None, failures={"date": dates, "code": codes, "why": ["a"] * 5})
            found = store.failures()
        assert found.schema.field("code").type == pa.string()
        assert found.num_rows == 10
