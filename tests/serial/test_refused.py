"""What cannot be kept, and bytes that nobody should trust."""

from __future__ import annotations

import collections
import datetime as dt
import enum
import pickle
import struct
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import msgpack
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given

import fastind as fi
from fastind.errors import InputError, ParameterError
from tests.processes import run_python

WORDS = r"damaged, or fi\.dumps did not make them"


class Color(enum.IntEnum):
    RED = 1


class Text(str):
    __slots__ = ()


def inside_itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


def tuple_inside_itself() -> list[Any]:
    value: list[Any] = []
    value.append((value,))
    return value


def deep(levels: int) -> Any:
    value: Any = None
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({1, 2}, "builtins.set cannot be kept: use a sorted list"),
        (object(), "builtins.object cannot be kept: it must be numbers, text"),
        (len, "builtins.builtin_function_or_method cannot be kept"),
        (Color.RED, "subclass of int"),
        (Text("a"), "subclass of str"),
        ({Text("a"): 1}, "subclass of str"),
        (collections.OrderedDict(a=1), "subclass of dict"),
        (collections.namedtuple("Pair", "a b")(1, 2), "subclass of tuple"),
        (1j, "builtins.complex"),
        (np.array([None]), "dtype object cannot be kept"),
        (np.zeros(2, "i4,f8"), "Use a table"),
        (np.array(["a"], np.dtypes.StringDType()), "dtype StringDType"),
        (np.void(b"a"), "V1"),
        (np.ma.array([1.0], mask=[True]), "keep the mask beside it"),
        (pl.LazyFrame({"a": [1]}), "collect"),
        (pl.DataFrame({"a": pl.Series([object()], dtype=pl.Object)}), "'a' holds objects"),
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), "'x' is there twice"),
        (pd.DataFrame([[1, 2]], columns=["a", 1]), r"columns \['a', 1\] cannot be kept: their names must"),
        (pd.DataFrame([[1, 2]], columns=[True, False]), "must all be text"),
        (pd.DataFrame([[1, 2]], columns=pd.CategoricalIndex(["u", "v"])), "must all be text"),
        (pd.DataFrame([[1, 2]], columns=[dt.date(2024, 1, 1), dt.date(2024, 1, 2)]), "must all be text"),
        (pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", "x")])), "all be text"),
        (pd.DataFrame({"a": [1]}, index=pd.Index([3], name=1)), "index has the name 1: it must be text"),
        (pd.DataFrame({"a": [1, "x"]}), "column a"),
        (pd.DataFrame({"a": [{1}]}), "column a of the DataFrame holds list"),
        (pd.DataFrame({"a": pd.Series([1, None], dtype=object)}), "holds int64 as objects"),
        (pd.Series([True, None], dtype=object), "holds bool as objects"),
        (pd.NaT, "NaTType cannot be kept: use None"),
        (pd.NA, "NAType cannot be kept: use None"),
        (pd.DataFrame({"a": [2**70]}), "DataFrame cannot be kept: .*whole ones of 64 bits"),
        (pd.Series([2**70]), "whole ones of 64 bits"),
        (pl.DataFrame({"a": [2**70]}, schema={"a": pl.Int128}), "cast Int128 to Int64 or text.*'a' Int128"),
        (pl.Series([2**70], dtype=pl.Int128), "cast Int128 to Int64 or text"),
        ("\ud800", "half a character"),
        (inside_itself(), "inside itself"),
        (tuple_inside_itself(), "12 deep"),
        (deep(1100), "1,000 levels"),
        (pa.array([1]), "pyarrow.lib.Int64Array"),
        (pa.nulls(2**21).to_pandas().to_frame("x"), "without any content"),
    ],
    ids=lambda v: type(v).__name__,
)  # fmt: skip
def test_values_that_are_refused(value: Any, said: str) -> None:
    for error in (ParameterError, TypeError, ValueError):
        with pytest.raises(error, match=said):
            fi.dumps([value])


SAMPLE = {
    "rows": [{"a": 1, "b": (2.5, None)}],
    "array": np.arange(300.0),
    "small": np.arange(3),
    "pandas": pd.DataFrame({"x": np.arange(100.0), "code": ["A", "B"] * 50}),
    "polars": pl.DataFrame({"x": np.arange(100.0), "kind": pl.Series(["u", "v"] * 50, dtype=pl.Categorical)}),
    "panel": fi.Panel.from_wide({"close": np.eye(20)}),
}
DATA = fi.dumps(SAMPLE)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_value_or_an_error(data: bytes) -> None:
    for each in (data, b"\xc1fi\x01" + data):
        try:
            fi.loads(each)
        except InputError:
            continue


@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_changed_bytes_are_a_value_or_an_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for place, byte in changes:
        data[place] = byte
    try:
        fi.loads(bytes(data))
    except InputError:
        return


@given(st.integers(0, len(DATA) - 1))
def test_cut_off(size: int) -> None:
    with pytest.raises(InputError, match=WORDS):
        fi.loads(DATA[:size])


@pytest.mark.parametrize("value", [SAMPLE, [1, 2], None, np.arange(300.0)], ids=type)
def test_bytes_behind_the_end(value: Any) -> None:
    for rest in (b"\0", b"\xc0", DATA):
        with pytest.raises(InputError):
            fi.loads(fi.dumps(value) + rest)


def array(dtype: Any = "<f8", shape: Any = (2,), fortran: Any = False, memory: Any = bytes(16)) -> bytes:
    parts: Any = msgpack.packb([dtype, shape, fortran, memory])
    packed: bytes = msgpack.packb(msgpack.ExtType(6, parts))
    return packed


def test_the_arrays_below_are_right_but_for_one_thing() -> None:
    np.testing.assert_array_equal(fi.loads(array()), [0.0, 0.0])


@pytest.mark.parametrize(
    "data",
    [
        array(dtype="O"), array(dtype="|O"), array(dtype="<f7"), array(dtype="f8,f8"), array(dtype="<V16"),
        array(dtype=["<f8"]), array(dtype=8), array(dtype="<U0", shape=(2**40,), memory=b""),
        array(shape=(3,)),
        array(shape=(2**62, 2**62)), array(shape=(-2,)), array(shape=2), array(shape=(True, 2)),
        array(shape=(0, 2**63), memory=b""), array(shape=(1,) * 64 + (2,)), array(memory=0),
        array(memory="x"),
        array(dtype="|b1", shape=(16,), memory=b"\x02" * 16), array(dtype="<M8[xx]"),
        array(dtype="<S99999999", shape=(1,)),
    ],
)  # fmt: skip
def test_hostile_arrays(data: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        fi.loads(data)


def extension(code: int, parts: Any) -> bytes:
    packed: bytes = msgpack.packb(msgpack.ExtType(code, msgpack.packb(parts)))
    return packed


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xc1", b"\xc1fi\x01", b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x01", b"\x91" * 100_000 + b"\xc0", b"\x81\xa1a" * 100_000 + b"\xc0",
        b"\xdd\x00\x0f\x00\x00" * 900 + b"\xc0" * 2**20, b"\xa1\xff", b"\x81\x90\xc0", b"\x81\x80\xc0",
        struct.pack("<3sBIQ", b"\xc1fi", 1, 2**32 - 1, 0), struct.pack("<3sBIQ", b"\xc1fi", 1, 0, 2**64 - 1),
        struct.pack("<3sBIQQ", b"\xc1fi", 1, 1, 1, 2**64 - 1) + b"\xc0",
        struct.pack("<3sBIQQ", b"\xc1fi", 1, 1, 1, 0) + b"\xc0" + bytes(39),
        extension(99, 1), extension(2, 7), extension(3, "2024-13-01"),
        extension(4, ["2024-01-01", 0, "../x"]),
        extension(4, ["2024-01-01", 0, [0, 7]]), extension(4, ["2024-01-01", 0, ["x", "IST"]]),
        extension(4, ["2024-01-01", 0, [0]]),
        extension(4, ["2024-01-01", 7, None]), extension(4, ["2024-01-01", 0, 10**18]),
        extension(8, [10**18, 0, 0]),
        extension(1, "x"), extension(7, ["|O8", bytes(8)]), extension(9, [{}, 1, 2, None]),
        extension(9, [{"x": 1}, 1, 2, None]), extension(14, [1, "ns", "No/Where"]),
        extension(14, [1, "D", None]),
        extension(17, ["a", ["b", "c"], [1]]), extension(17, ["a", ["b c"], [1]]),
        extension(17, ["a", ["_b"], [1]]),
        extension(17, ["a", ["b"] * 2, [1, 2]]), extension(17, ["a" * 20_000, [], []]),
        extension(17, ["a", 1, []]),
        extension(10, b"ARROW1"), extension(10, b"\xff\xff\xff\xff\x00\x00\x00\x00"), extension(10, 0),
        extension(12, b"\xff\xff\xff\xff\xff\xff\xff\x7f"), pickle.dumps([1, 2]), pickle.dumps({"a": 1}, 0),
    ],
)  # fmt: skip
def test_hostile_bytes(data: bytes) -> None:
    with pytest.raises(InputError, match=WORDS):
        fi.loads(data)


def test_extensions_inside_each_other_have_a_limit() -> None:
    data = b"\x90"
    for _ in range(40):
        data = msgpack.packb(msgpack.ExtType(2, b"\x91" * 900 + data))
    with pytest.raises(InputError, match="12 deep"):
        fi.loads(data)


def test_what_lies_about_sizes_takes_no_memory() -> None:
    code = """
import resource
import numpy as np, pandas, polars, pyarrow as pa, msgpack
import fastind as fi
from fastind.errors import InputError

fi.loads(fi.dumps(pa.table({"x": [1]}))), fi.loads(fi.dumps(pandas.DataFrame({"x": [1]})))
bomb = pa.BufferOutputStream()
with pa.ipc.new_stream(
    bomb, pa.schema([("x", pa.int64())]), options=pa.ipc.IpcWriteOptions(compression="zstd")
) as writer:
    writer.write_batch(pa.record_batch({"x": np.zeros(50_000_000, np.int64)}))
bomb = bomb.getvalue().to_pybytes()
assert len(bomb) < 1_000_000
rows = pa.BufferOutputStream()
with pa.ipc.new_stream(rows, pa.schema([("x", pa.null())])) as writer:
    writer.write_batch(pa.record_batch([pa.Array.from_buffers(pa.null(), 2**31 - 1, [None])], ["x"]))
rows = rows.getvalue().to_pybytes()
runs = pa.BufferOutputStream()
many = pa.RunEndEncodedArray.from_arrays(pa.array([2**31 - 1]), pa.array([1.0]))
with pa.ipc.new_stream(runs, pa.schema([("x", many.type)])) as writer:
    writer.write_batch(pa.record_batch([many], ["x"]))
runs = runs.getvalue().to_pybytes()
base = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (base + 2**28, base + 2**28))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, data in {"compressed": bomb, "cannot hold": rows, "run_end": runs}.items():
    for kind in (10, 12, 15):
        try:
            fi.loads(msgpack.packb(msgpack.ExtType(kind, msgpack.packb(data))))
        except InputError as error:
            assert name in str(error), error
        else:
            raise AssertionError(name)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    assert int(run_python(code)) < 100_000  # kB; the column of zeros alone is 400,000


def test_types_that_a_library_does_not_know() -> None:
    wide = pa.table({"x": pa.array([1]).cast(pa.decimal256(40, 2))})
    union = pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])])
    for code, table in ((15, wide), (12, pa.table({"x": union})), (15, pa.table({"x": union}))):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        data = sink.getvalue().to_pybytes()
        assert fi.loads(extension(10, data)).equals(table)
        with pytest.raises(InputError, match=WORDS):
            fi.loads(extension(code, data))


def test_arrow_extension_types_run_nothing(tmp_path: Path) -> None:
    class Planted:
        def __reduce__(self) -> Any:
            return (Path.touch, (tmp_path / "ran",))

    metadata = {
        "ARROW:extension:name": "arrow.py_extension_type",
        "ARROW:extension:metadata": pickle.dumps(Planted()),
    }
    table = pa.table({"x": [1]}, schema=pa.schema([pa.field("x", pa.int64(), metadata=metadata)]))
    assert fi.loads(fi.dumps(table))["x"].to_pylist() == [1]
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("data", ["text", None, 5, [1]])
def test_loads_takes_bytes(data: Any) -> None:
    with pytest.raises(ParameterError, match="loads takes bytes"):
        fi.loads(data)


def test_a_view_with_gaps() -> None:
    with pytest.raises(InputError, match="gaps"):
        fi.loads(memoryview(b"abcdef")[::2])
