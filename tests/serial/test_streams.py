"""Tables batch by batch."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given

import fastind as fi
from fastind.errors import InputError, ParameterError
from tests.processes import run_python

TABLE = pa.table(
    {"date": [1, 2, 3], "code": pa.array(["A", "B", None]).dictionary_encode(), "x": [1.5, None, 3.0]}
)


def written(batches: Any) -> bytes:
    file = io.BytesIO()
    fi.dump_stream(batches, file)
    return file.getvalue()


DATA = written([TABLE, TABLE[:1]])


def test_batches_come_as_they_went(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    batches = [TABLE[:2], TABLE[2:], TABLE[:0], TABLE]
    assert fi.dump_stream(iter(batches), path) == 6
    found = list(fi.load_stream(path))
    assert [batch.num_rows for batch in found if batch.num_rows] == [2, 1, 3]
    assert pa.concat_tables(found).to_pylist() == pa.concat_tables(batches).to_pylist()
    assert pa.ipc.open_stream(path.read_bytes()).read_all().num_rows == 6


@pytest.mark.parametrize("kind", ["arrow", "pandas", "polars"])
def test_kinds(kind: Any) -> None:
    given = {"arrow": TABLE, "pandas": TABLE.to_pandas(), "polars": pl.from_arrow(TABLE)}[kind]
    (back,) = fi.load_stream(io.BytesIO(written([given])), kind=kind)
    assert type(back) is type(given)
    if kind == "pandas":
        pd.testing.assert_frame_equal(back, given)
    else:
        assert back.equals(given)


def test_one_table_is_a_stream_of_one() -> None:
    for one in (TABLE, TABLE.to_batches()[0], TABLE.to_pandas(), pl.from_arrow(TABLE)):
        assert sum(batch.num_rows for batch in fi.load_stream(io.BytesIO(written(one)))) == 3


def test_a_pandas_index_is_kept() -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0]}, index=pd.Index(["A", "B"], name="code"))
    (back,) = fi.load_stream(io.BytesIO(written([frame])), kind="pandas")
    pd.testing.assert_frame_equal(back, frame)


def test_a_pipe() -> None:
    read, write = os.pipe()
    rows = []

    def load() -> None:
        with os.fdopen(read, "rb") as file:
            rows.extend(batch.num_rows for batch in fi.load_stream(file))

    reader = threading.Thread(target=load)
    reader.start()
    with os.fdopen(write, "wb") as file:
        fi.dump_stream((pa.table({"x": np.zeros(n)}) for n in (1, 100_000, 3)), file)
    reader.join()
    assert rows == [1, 100_000, 3]


def test_memory_stays_flat(tmp_path: Path) -> None:
    code = f"""
import resource
import numpy as np, pyarrow as pa
import fastind as fi
def batches(n):
    for k in range(n):
        yield pa.table({{"x": np.full(250_000, k, float)}})
def round_trip(n):
    rows = fi.dump_stream(batches(n), {str(tmp_path / "rows")!r})
    assert sum(batch.num_rows for batch in fi.load_stream({str(tmp_path / "rows")!r})) == rows
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
few = round_trip(4)
print(round_trip(100) - few)
"""
    assert int(run_python(code)) < 40_000  # kB; all of it is 200,000


def test_what_stops_the_writing_leaves_the_old_file(tmp_path: Path) -> None:
    def failing() -> Iterator[pa.Table]:
        yield TABLE
        raise KeyError("no more")

    path, link, new = tmp_path / "rows", tmp_path / "link", tmp_path / "new"
    fi.dump_stream([TABLE], path)
    path.chmod(0o640)
    link.symlink_to(path)
    for target in (path, link, new):
        with pytest.raises(KeyError):
            fi.dump_stream(failing(), target)
    assert sorted(tmp_path.iterdir()) == [link, path]
    assert sum(batch.num_rows for batch in fi.load_stream(path)) == 3
    fi.dump_stream((batch for batch in fi.load_stream(path) for _ in range(2)), link)  # from itself
    assert sum(batch.num_rows for batch in fi.load_stream(path)) == 6
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    with pytest.raises(FileNotFoundError, match=r"none.rows"):
        fi.dump_stream([TABLE], tmp_path / "none" / "rows")
    with pytest.raises(IsADirectoryError):
        fi.dump_stream([TABLE], tmp_path)


def test_a_named_pipe_is_written_to(tmp_path: Path) -> None:
    path, rows = tmp_path / "pipe", []
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: rows.extend(batch.num_rows for batch in fi.load_stream(path)))
    reader.start()
    fi.dump_stream([TABLE, TABLE], path)
    reader.join()
    assert rows == [3, 3]


def test_what_stops_the_writing_is_seen_by_the_reader(tmp_path: Path) -> None:
    def failing() -> Iterator[pa.Table]:
        yield TABLE
        raise KeyError("no more")

    with pytest.raises(KeyError), (tmp_path / "rows").open("wb") as file:
        fi.dump_stream(failing(), file)
    found = fi.load_stream(tmp_path / "rows")
    assert next(found).num_rows == 3
    with pytest.raises(InputError, match="ends before its end mark"):
        next(found)


@pytest.mark.parametrize(
    ("batches", "error", "said"),
    [
        ([], ParameterError, "got no batch"),
        (5, ParameterError, "batches must be tables, got int"),
        ([[1]], ParameterError, "batch 0 is a list"),
        ([TABLE, {"x": [1]}], ParameterError, "batch 1 is a dict"),
        ([TABLE, TABLE.drop_columns("x")], InputError, "batch 1 has no column 'x'"),
        ([TABLE, TABLE.append_column("y", [[1, 2, 3]])], InputError, "batch 1 has a column 'y'"),
        ([TABLE, TABLE.select(["x", "code", "date"])], InputError, "in another order"),
        ([TABLE.select(["x"]), pa.table({"x": [1]})], InputError, "int64 in column 'x', the first double"),
        ([pa.table({"x": [1]}), pa.table([[1]], pa.schema([pa.field("x", pa.int64(), nullable=False)]))],
         InputError, "int64 not null in column 'x', the first int64"),
        ([pa.table([[1], [2]], ["x", "x"]), pa.table([[1], [2.0]], ["x", "x"])], InputError, "double in col"),
        ([pd.DataFrame({"x": [1]}), pd.DataFrame({"x": [1]}, index=[7])], InputError, r"reset_index"),
        ([pd.DataFrame({"x": [1]}, index=[7]), pd.DataFrame({"x": [1]})], InputError, "no index of its own"),
        (pl.DataFrame({"x": [2**70]}, schema={"x": pl.Int128}), ParameterError, "'x' Int128"),
        (pd.DataFrame({"x": [1, "a"]}), ParameterError, "DataFrame cannot be kept"),
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), ParameterError, "'x' is there twice"),
    ],
)  # fmt: skip
def test_bad_batches(batches: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=said):
        written(batches)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "arrow"])
@pytest.mark.parametrize(
    ("first", "other", "said"),
    [
        ({"a": [1]}, {"a": [2], "b": [9]}, "batch 1 has a column 'b', which the first has not"),
        ({"a": [1], "b": [9]}, {"a": [2]}, "batch 1 has no column 'b'"),
        ({"a": np.float32([1.5])}, {"a": [1.1]}, "double in column 'a', the first float"),
        ({"a": [1]}, {"a": [1.5]}, "double in column 'a', the first int64"),
        ({"a": [None]}, {"a": [1]}, "int64 in column 'a', the first null"),
        ({"a": [1], "b": [2]}, {"b": [2], "a": [1]}, "its columns in another order"),
    ],
)
def test_other_columns_are_refused_by_every_kind(make: Any, first: Any, other: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        written([make(first), make(other)])
    assert written([make(first), make(first)])


def test_bad_kind_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="kind must be one of arrow, pandas, polars, got 'rows'"):
        fi.load_stream(io.BytesIO(DATA), kind="rows")  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        next(fi.load_stream(tmp_path / "nothing"))


@given(st.integers(0, len(DATA) - 1))
def test_cut_off(size: int) -> None:
    with pytest.raises(InputError):
        list(fi.load_stream(io.BytesIO(DATA[:size])))


@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_changed_bytes_are_tables_or_an_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for place, byte in changes:
        data[place] = byte
    try:
        for table in fi.load_stream(io.BytesIO(data)):
            table.to_pydict()
    except InputError:
        return


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    with pytest.raises(InputError):
        list(fi.load_stream(io.BytesIO(data)))


def test_a_compressed_stream_is_refused() -> None:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, TABLE.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(TABLE)
    with pytest.raises(InputError, match="compressed Arrow buffers are not read"):
        list(fi.load_stream(io.BytesIO(sink.getvalue())))


def test_sizes_are_declared_only() -> None:
    data = bytearray(DATA)
    place = data.index(b"\xff\xff\xff\xff", 8)
    data[place + 4 : place + 8] = (2**31 - 1).to_bytes(4, "little")
    with pytest.raises(InputError):
        list(fi.load_stream(io.BytesIO(data)))
