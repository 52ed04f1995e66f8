"""Exports and imports: the same table comes back, and what cannot be kept is said."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

import fastind as fi
from fastind.errors import InputError, MissingExtraError, ParameterError, StoreError
from fastind.io import extras, formats
from fastind.io.formats import batches, csv, exporting, jsonl, npy
from tests.processes import ROOT, run_python

FORMATS = ("parquet", "csv", "jsonl", "hdf5", "npy")
TYPED = ("parquet", "hdf5")
TEXT = ("csv", "jsonl")

MOMENT = dt.datetime(2024, 1, 2, 9, 30, 0, 5)
EVERYTHING = pa.table(
    {
        "date": pa.array([dt.date(2024, 1, 2), dt.date(2024, 1, 3), dt.date(2024, 1, 2)]),
        "code": ["000001", "000001", 'B"\n,é'],
        "close": [1.5, float("nan"), None],
        "infinite": [float("inf"), -1e-7, 0.1 + 0.2],
        "single": pa.array([0.1, 3.5, None], pa.float32()),
        "volume": pa.array([2**62, None, -5]),
        "up": [True, None, False],
        "name": [None, "", "NA"],
        "seconds": pa.array([MOMENT.replace(microsecond=0)] * 3, pa.timestamp("s")),
        "zoned": pa.array([MOMENT, None, MOMENT], pa.timestamp("ns", "Asia/Shanghai")),
        "a/b%": [1, 2, 3],
        ".": [1, 2, 3],
    }
)
BARS = pa.table(
    {
        "date": pa.array([20240102, 20240103, 20240103]),
        "code": ["A", "A", "B"],
        "close": [1.0, 2.0, 3.0],
        "single": pa.array([1.5, None, 2.5], pa.float32()),
        "volume": [7, None, 9],
    }
)


def stored(path: Path, table: Any = EVERYTHING) -> fi.Store:
    """A store of one append, to read."""
    with fi.open_store(path, mode="a") as store:
        store.append(table)
    return fi.open_store(path)


def same(one: Any, other: Any) -> bool:
    """Equal in every value and type; NaN equals NaN, and is not null."""
    if one.schema != other.schema:
        return False
    return all(
        np.array_equal(a.is_null(), b.is_null()) and repr(a.to_pylist()) == repr(b.to_pylist())
        for a, b in zip(one.columns, other.columns, strict=True)
    )


@pytest.fixture
def store(tmp_path: Path) -> fi.Store:
    return stored(tmp_path / "store")


@pytest.fixture
def bars(tmp_path: Path) -> fi.Store:
    return stored(tmp_path / "bars", BARS)


@pytest.mark.parametrize("name", TYPED)
def test_typed_formats_give_the_same_table(name: str, store: fi.Store, tmp_path: Path) -> None:
    target = tmp_path / f"rows{formats.FORMATS[name].suffixes[0]}"
    assert store.export(target) == 3
    assert fi.import_store(tmp_path / "again", target) == 3
    assert same(fi.open_store(tmp_path / "again").query(), store.query())


@pytest.mark.parametrize("name", TEXT)
def test_text_gives_the_same_table_to_a_store_that_knows_the_types(
    name: str, store: fi.Store, tmp_path: Path
) -> None:
    store.export(tmp_path / "rows", name)
    with fi.open_store(tmp_path / "again", mode="a") as again:
        again.append(EVERYTHING.slice(0, 1))
    fi.import_store(tmp_path / "again", tmp_path / "rows", format=name)
    want = store.query()
    if name == "jsonl":
        for column in ("close", "infinite"):
            values = [x if x is not None and np.isfinite(x) else None for x in want[column].to_pylist()]
            want = want.set_column(
                want.schema.get_field_index(column), column, pa.array(values, pa.float64())
            )
    assert same(fi.open_store(tmp_path / "again").query(), want)


@pytest.mark.parametrize("name", TEXT)
def test_text_gives_types_to_a_new_store(name: str, store: fi.Store, tmp_path: Path) -> None:
    store.export(tmp_path / "rows", name)
    fi.import_store(tmp_path / "again", tmp_path / "rows", format=name)
    found = fi.open_store(tmp_path / "again").query()
    assert found.schema.field("date").type == pa.date32()
    assert found["code"].to_pylist() == EVERYTHING["code"].to_pylist()
    assert found["volume"].to_pylist() == [2**62, None, -5]
    assert found["up"].to_pylist() == [True, None, False]
    assert found.schema.field("seconds").type == pa.timestamp("s")
    assert found["zoned"].cast(pa.timestamp("ns", "Asia/Shanghai")).equals(EVERYTHING["zoned"])
    assert found["infinite"].to_pylist()[1:] == [-1e-7, 0.1 + 0.2]


def test_npy_gives_the_panel(bars: fi.Store, tmp_path: Path) -> None:
    target = tmp_path / "panel"
    assert bars.export(target, "npy") == 3
    names = {"dates", "codes", "close", "single", "volume"}
    assert {file.name for file in target.iterdir()} == {f"{name}.npy" for name in names}
    panel = bars.panel()
    for field in panel.fields:
        array = np.load(target / f"{field}.npy")
        assert array.dtype == panel[field].dtype
        np.testing.assert_array_equal(array, panel[field])
    assert np.load(target / "dates.npy").tolist() == panel.dates.tolist()
    assert np.load(target / "codes.npy").tolist() == panel.codes.tolist()
    assert fi.import_store(tmp_path / "again", target) == 3
    again = fi.open_store(tmp_path / "again").panel()
    for field in panel.fields:
        np.testing.assert_array_equal(again[field], panel[field])


@pytest.mark.parametrize("name", FORMATS)
def test_many_batches_are_one_export(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small batches, blocks and pieces everywhere: the seams do not show."""
    for module, limit in (
        (npy, "ROWS"),
        (csv, "BLOCK"),
        (jsonl, "CHARACTERS"),
        (jsonl, "ROWS"),
        (formats.named("hdf5").module, "ROWS"),
        (formats.named("parquet").module, "ROWS"),
    ):
        monkeypatch.setattr(module, limit, 100)
    monkeypatch.setattr(batches.gathered, "__defaults__", (2**12,))
    n, m = 17, 60
    rows = pa.table(
        {
            "date": np.tile(np.arange(20240101, 20240101 + m), n),
            "code": np.repeat([f"{k:06d}" for k in range(n)], m),
            "close": np.random.default_rng(0).normal(size=n * m),
        }
    )
    pieces = (rows.slice(start, 37) for start in range(0, n * m, 37))
    target = tmp_path / f"rows{formats.FORMATS[name].suffixes[0]}"
    assert exporting.export(pieces, rows.schema, ("date", "code"), target, None) == n * m
    assert fi.import_store(tmp_path / "store", target) == n * m
    assert fi.open_store(tmp_path / "store").query().equals(rows)


def test_what_is_asked_for_is_exported(bars: fi.Store, tmp_path: Path) -> None:
    target = tmp_path / "some.parquet"
    asked: dict[str, Any] = {
        "dates": (20240103, None),
        "codes": ["A", "B"],
        "columns": ["close"],
        "where": [("volume", ">", 1)],
    }
    assert bars.export(target, **asked) == 1
    assert pq.read_table(target).to_pylist() == [{"date": 20240103, "code": "B", "close": 3.0}]
    assert bars.export(tmp_path / "none.csv", codes=[]) == 0
    assert (tmp_path / "none.csv").read_text() == '"date","code","close","single","volume"\n'


def test_json_has_no_nan(bars: fi.Store, tmp_path: Path) -> None:
    stored(tmp_path / "store").export(tmp_path / "rows.jsonl")
    lines = (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line, parse_constant=pytest.fail) for line in lines]
    assert [row["close"] for row in rows] == [1.5, None, None]
    assert rows[0]["seconds"] == "2024-01-02T09:30:00"
    assert rows[0]["zoned"] == "2024-01-02T17:30:00.000005000+0800"
    assert rows[0]["single"] == 0.1


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_there_is_not_written_over(name: str, bars: fi.Store, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_text("mine")
    with pytest.raises(StoreError, match="not written over"):
        bars.export(target, name)
    assert target.read_text() == "mine"
    with pytest.raises(StoreError, match="make it first"):
        bars.export(tmp_path / "no" / "folder", name)


@pytest.mark.parametrize("name", FORMATS)
def test_an_interrupted_export_leaves_nothing(name: str, tmp_path: Path) -> None:
    def interrupted() -> Iterator[Any]:
        yield BARS
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exporting.export(interrupted(), BARS.schema, ("date", "code"), tmp_path / "rows", name)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_a_store_error(tmp_path: Path) -> None:
    def full() -> Iterator[Any]:
        yield BARS
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match=r"nothing was left there: .*No space"):
        exporting.export(full(), BARS.schema, ("date", "code"), tmp_path / "rows", "parquet")


def test_the_format_is_told_or_asked_for(bars: fi.Store, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="give format="):
        bars.export(tmp_path / "rows.xyz")
    with pytest.raises(ParameterError, match="format must be parquet, csv"):
        bars.export(tmp_path / "rows", "xlsx")
    (tmp_path / "rows.xyz").write_text("")
    with pytest.raises(ParameterError, match="give format="):
        fi.import_store(tmp_path / "new", tmp_path / "rows.xyz")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (None, "name, seconds, zoned is none: choose by columns="),
        (["a/b%"], "'a/b%' cannot be the name of a file"),
        (["."], "'.' cannot be the name of a file"),
        (["volume"], "'volume' cannot become floats"),
    ],
)
def test_npy_says_what_it_cannot_keep(
    columns: list[str] | None, message: str, store: fi.Store, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        store.export(tmp_path / "panel.npy", columns=columns)
    assert not (tmp_path / "panel.npy").exists()


def test_npy_is_of_dates_and_codes(tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "store", mode="a", keys=("date", "code", "bar")) as store:
        store.append(BARS.append_column("bar", pa.array([1, 2, 3])))
        with pytest.raises(InputError, match="the keys are date, code, bar"):
            store.export(tmp_path / "panel.npy")


def test_hdf5_needs_its_extra(bars: fi.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"fastind\[hdf5\]"):
        bars.export(tmp_path / "rows.h5")
    assert not (tmp_path / "rows.h5").exists()


def test_hdf5_of_others_and_text_with_nul_are_refused(tmp_path: Path) -> None:
    import h5py

    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["x"] = [1, 2]
    with pytest.raises(InputError, match="no table that fastind exported"):
        fi.import_store(tmp_path / "new", tmp_path / "other.h5")
    nul = stored(tmp_path / "store", BARS.append_column("note", pa.array(["a\0b", "", ""])))
    with pytest.raises(InputError, match="'note' cannot be kept in HDF5"):
        nul.export(tmp_path / "rows.h5")


def imported(tmp_path: Path, text: str, name: str = "rows.csv", **options: Any) -> Any:
    """The table of a new store after the import of this text."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    fi.import_store(tmp_path / "store", tmp_path / name, **options)
    return fi.open_store(tmp_path / "store").query()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "-2"], pa.int64()),
        (["1", "", " 2"], pa.int64()),
        (["1", "2.5"], pa.float64()),
        (["1", "nan"], pa.float64()),
        (["1", "NA"], pa.int64()),
        (["1", "x"], pa.string()),
        (["007", "8"], pa.string()),
        (["0.5", "0"], pa.float64()),
        (["9223372036854775807"], pa.int64()),
        (["9223372036854775808"], pa.string()),
        (["0x1F"], pa.string()),
        (["true", "FALSE"], pa.bool_()),
        (["1", "true"], pa.string()),
        (["2024-01-02"], pa.date32()),
        (["2024-01-02", "2024-01-02T09:30"], pa.timestamp("s")),
        (["2024-01-02 09:30:00.123"], pa.timestamp("ms")),
        (["2024-01-02 09:30:00.123456789"], pa.timestamp("ns")),
        (["2024-01-02T09:30:00+08:00"], pa.timestamp("s", "UTC")),
        (["2024-01-02", "soon"], pa.string()),
    ],
)
def test_the_narrowest_type_that_holds_every_value(tmp_path: Path, values: list[str], kind: Any) -> None:
    lines = "".join(f"{20240101 + k},A,{value}\n" for k, value in enumerate(values))
    assert imported(tmp_path, f"date,code,x\n{lines}").schema.field("x").type == kind


def test_a_type_is_of_the_whole_file_and_of_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "BLOCK", 256)
    folder = tmp_path / "files"
    folder.mkdir()
    lines = "".join(f"{20240101 + k},000001,{k}\n" for k in range(99))
    (folder / "a.csv").write_text(f"date,code,x\n{lines}")
    (folder / "b.csv").write_text("date,code,x,y\n20250101,000001,1.5,2\n20240101,000001,7,3\n")
    (folder / "notes.txt").write_text("not of these")
    assert fi.import_store(tmp_path / "store", folder) == 101
    found = fi.open_store(tmp_path / "store").query()
    assert found.schema.field("x").type == pa.float64()
    assert found.num_rows == 100
    assert found.slice(0, 1).to_pylist() == [{"date": 20240101, "code": "000001", "x": 7.0, "y": 3}]


def test_dates_are_dates_timestamps_or_whole_numbers(tmp_path: Path) -> None:
    found = imported(tmp_path, "date,code,x\n2024-01-02T09:30:00.5,5,1\n")
    assert found.schema.field("date").type == pa.timestamp("ms")
    assert found["code"].to_pylist() == ["5"]
    (tmp_path / "bad.csv").write_text("date,code,x\n02/01/2024,A,1\n")
    with pytest.raises(InputError, match="'date' has type string, for example '02/01/2024'"):
        fi.import_store(tmp_path / "other", tmp_path / "bad.csv")


def test_columns_may_come_late_in_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "CHARACTERS", 1)
    lines = [
        '{"date": 20240101, "code": 5, "x": 1}',
        "",
        '{"date": 20240102, "code": 5, "x": 2.5, "late": "2024-01-02"}',
        '{"date": 20240103, "code": 5, "x": null, "empty": null}',
    ]
    found = imported(tmp_path, "\n".join(lines), "rows.jsonl")
    assert found.to_pylist() == [
        {"date": 20240101, "code": 5, "x": 1.0, "late": None},
        {"date": 20240102, "code": 5, "x": 2.5, "late": dt.date(2024, 1, 2)},
        {"date": 20240103, "code": 5, "x": None, "late": None},
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("rows.csv", "", "cannot be read as csv"),
        ("rows.csv", "date,code,x\n1,A\n", "cannot be read as csv: .*Expected 3 columns, got 2"),
        ("rows.csv", "date,code,x,x\n1,A,1,2\n", "several columns are named 'x'"),
        ("rows.jsonl", '{"date":1,"code":"A"}\n{"date":\n', "line 2 is no JSON"),
        ("rows.jsonl", "[1, 2]\n", "line 1 is no object"),
        (
            "rows.jsonl",
            '{"date":1,"code":"A","x":1}\n{"date":2,"code":"A","x":"b"}\n',
            "'x' is of several types",
        ),
        ("rows.parquet", "no Parquet", "cannot be read as parquet"),
        ("rows.h5", "no HDF5", "cannot be read as hdf5"),
        ("rows.npy", "one file", "npy is a folder"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_before_there_is_a_store(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as error:
        imported(tmp_path, text, name)
    assert name in str(error.value)
    assert not (tmp_path / "store").exists()


def test_a_column_of_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"rows\.jsonl: column 'x' has type list"):
        imported(tmp_path, '{"date":1,"code":"A","x":[1]}\n', "rows.jsonl")


def test_text_is_utf8(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes("date,code,name\n20240101,A,平安\n".encode("gbk"))
    with pytest.raises(InputError, match="text has to be UTF-8"):
        fi.import_store(tmp_path / "store", tmp_path / "rows.csv")


def test_types_of_the_store_are_kept_to(bars: fi.Store, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("date,code,volume\n20240105,7,3.0\n")
    assert fi.import_store(tmp_path / "bars", tmp_path / "rows.csv") == 1
    found = fi.open_store(tmp_path / "bars").query(codes=["7"]).to_pylist()
    assert found == [{"date": 20240105, "code": "7", "close": None, "single": None, "volume": 3}]
    (tmp_path / "rows.csv").write_text("date,code,volume\n20240105,7,3.5\n")
    with pytest.raises(InputError, match="'volume' is int64"):
        fi.import_store(tmp_path / "bars", tmp_path / "rows.csv")


def test_folders(bars: fi.Store, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    with pytest.raises(InputError, match="there is no"):
        fi.import_store(tmp_path / "new", tmp_path / "nothing")
    with pytest.raises(InputError, match="has no file that ends in"):
        fi.import_store(tmp_path / "new", folder)
    with pytest.raises(InputError, match="is a store"):
        fi.import_store(tmp_path / "new", tmp_path / "bars")
    bars.export(folder / "a.parquet", codes="A")
    bars.export(folder / "b.parquet", codes="B")
    assert fi.import_store(tmp_path / "new", folder) == 3
    assert fi.open_store(tmp_path / "new").query().equals(bars.query())
    pa_csv.write_csv(BARS, folder / "c.csv")
    with pytest.raises(ParameterError, match="several formats: give format=, one of parquet, csv"):
        fi.import_store(tmp_path / "new", folder)
    assert fi.import_store(tmp_path / "new", folder, format="csv") == 3
    assert fi.import_store(tmp_path / "parts", tmp_path / "bars" / "parts") == 3


def test_a_folder_of_npy_is_looked_at(bars: fi.Store, tmp_path: Path) -> None:
    bars.export(tmp_path / "panel.npy")
    np.save(tmp_path / "panel.npy" / "other.npy", np.zeros(2))
    with pytest.raises(InputError, match=r"other\.npy is float64 of shape"):
        fi.import_store(tmp_path / "new", tmp_path / "panel.npy")
    (tmp_path / "panel.npy" / "codes.npy").unlink()
    with pytest.raises(InputError, match=r"it has no codes\.npy"):
        fi.import_store(tmp_path / "new", tmp_path / "panel.npy")


def test_rows_before_a_wrong_one_are_kept_and_counted(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    pq.write_table(BARS, folder / "a.parquet")
    pq.write_table(pa.concat_tables([BARS, BARS]), folder / "b.parquet")
    with pytest.raises(InputError, match=r"repeat a key.*\(3 rows before these were kept\)"):
        fi.import_store(tmp_path / "store", folder)
    assert fi.open_store(tmp_path / "store").info()["rows"] == 3


def test_streams_take_what_is_no_panel(bars: fi.Store) -> None:
    for name in ("parquet", "csv", "jsonl"):
        sink = io.BytesIO()
        formats.named(name).module.write(bars.query(kind="batches"), bars.query().schema, sink)
        assert sink.getvalue()


def test_the_pages_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store, its exports, and what pandas, polars and DuckDB read of its parts."""
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert {"pandas", "polars", "duckdb"} <= set(
        re.findall(r"^import (\w+)", "\n".join(blocks), re.MULTILINE)
    )
    script = tmp_path / "page.py"
    script.write_text("\n".join(blocks), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run_python(script, PYTHONWARNINGS="error")
    assert (tmp_path / "bars-npy" / "close.npy").exists()
