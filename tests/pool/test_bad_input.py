"""What is refused, with what message, and that nothing is left of it."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.io.pool import entry as entries
from tests.processes import run_python

OHLCV = ["open", "high", "low", "close", "volume"]


def create(
    data_dir: Path, symbols: Any = ("BTCUSDT",), timeframes: Any = ("1h",), **more: Any
) -> fi.SharedDataPool:
    return fi.create_shared_pool(data_dir, symbols, timeframes, "bad", **more)


def refused(error: Any, message: str, data_dir: Path, *arguments: Any, **more: Any) -> None:
    """No pool is left of it."""
    with pytest.raises(error, match=message):
        create(data_dir, *arguments, **more)
    with pytest.raises(fi.errors.PoolError, match="no process holds a pool 'bad'"):
        fi.attach_to_pool("bad")


@pytest.mark.parametrize(
    "name", ["a/b", "..", ".hidden", "", "a b", "x" * 101, "\N{ROCKET}", "a\0", "a\n", 7, None]
)
@pytest.mark.parametrize(
    "make", [fi.SharedDataPool, fi.attach_to_pool, lambda name: create(Path(), pool_name=name)]
)
def test_names(make: Any, name: Any, pools: Path) -> None:
    with pytest.raises((fi.errors.ParameterError, TypeError), match="pool_name"):
        make(name)
    assert not pools.exists()


@pytest.mark.parametrize("symbol", ["../x", "a/b", "a\\b", ".x", "", "a\0", 7])
def test_symbols(data_dir: Path, symbol: Any) -> None:
    refused(ValueError, "a symbol is a part of a file's name", data_dir, [symbol])


def test_other_parameters(data_dir: Path) -> None:
    refused(ValueError, "symbols must be a list of names, got 'BTCUSDT'", data_dir, "BTCUSDT")
    refused(ValueError, r"timeframes must be a list like \['1h'\], got '1h'", data_dir, ["BTCUSDT"], "1h")
    for wrong in ("1x", "h", "0h", "../1h", 1):
        refused(ValueError, "a timeframe is a number and s, m, h, d, w or M", data_dir, ["BTCUSDT"], [wrong])
    refused(ValueError, "dtype must be 'float32' or 'float64', got 'int8'", data_dir, dtype="int8")


def test_files_that_are_not_there(data_dir: Path) -> None:
    near = "ohlcv/BTCUSTD_1h.parquet; did you mean BTCUSDT_1h.parquet"
    refused(FileNotFoundError, f"there is no file {data_dir}/{near}", data_dir, ["BTCUSTD"])
    refused(FileNotFoundError, "there is no file .*/none/ohlcv/BTCUSDT_1h.parquet$", data_dir / "none")
    (data_dir / "funding" / "BTCUSDT_funding.parquet").unlink()
    refused(FileNotFoundError, "funding/BTCUSDT_funding.parquet", data_dir)


def test_files_of_other_content(data_dir: Path) -> None:
    file = data_dir / "ohlcv" / "BTCUSDT_1h.parquet"
    bars = pd.read_parquet(file)
    told = re.escape(str(file))
    for change, message in {
        "rename": f"{told} has no column 'volume'; did you mean volumes",
        "empty": f"{told} has no rows",
        "reverse": f"timestamp in {told} must ascend: row 1 .* is before row 0",
        "double": f"timestamp in {told} must ascend: row 1 .* is the same as row 0",
        "text": f"volume in {told} is .*string: it must be numbers",
        "large": "column 'volume' of 'BTCUSDT_1h' has values that float32 cannot hold, too large",
        "whole": f"volume in {told} has {2**60 + 1}, which float64 cannot hold: write the column as floats",
        "no time": f"timestamp in {told} has 1 empty values",
    }.items():
        changed = {
            "rename": lambda: bars.rename(columns={"volume": "volumes"}),
            "empty": lambda: bars.iloc[:0],
            "reverse": lambda: bars.iloc[::-1],
            "double": lambda: bars.iloc[[0, 0]],
            "text": lambda: bars.astype({"volume": str}),
            "large": lambda: bars.assign(volume=1e300),
            "whole": lambda: bars.assign(volume=2**60 + 1),
            "no time": lambda: bars.assign(timestamp=bars["timestamp"].where(bars.index != 5)),
        }[change]()
        changed.to_parquet(file, index=False)
        refused(fi.errors.InputError, message, data_dir)
    for garbage in (b"", b"PAR1 and no more"):
        file.write_bytes(garbage)
        refused(fi.errors.InputError, f"{told} is no Parquet file that can be read", data_dir)


def test_keys(pool: fi.SharedDataPool) -> None:
    pool.put("BTCUSDT_1h", [1])
    with pytest.raises(fi.errors.PoolError, match="has 'BTCUSDT_1h' already: say replace=True"):
        pool.put("BTCUSDT_1h", [2])
    assert pool.get("BTCUSDT_1h") == [1]
    with pytest.raises(KeyError) as wrong:
        pool.get("BTCUSD_1h")
    assert str(wrong.value) == "pool 'test' has no key 'BTCUSD_1h'; did you mean BTCUSDT_1h?"
    for key in ("", "x" * 201, "\ud800", 7, None):
        with pytest.raises(fi.errors.ParameterError, match="a key is text of 1 to 200 letters"):
            pool.put(key, 1)


@pytest.mark.parametrize(
    "value",
    [object(), {1: 2}, (1, 2), {"a": {1}}, b"x", [np.float32(1)], np.int64(1), {"a": np.zeros(2)}, print],
)
def test_objects_that_are_not_plain(pool: fi.SharedDataPool, value: Any) -> None:
    with pytest.raises(
        fi.errors.InputError, match=r"'x' cannot be kept: .* A pool takes numpy arrays, frames"
    ):
        pool.put("x", value)
    assert pool.list_keys() == []


def test_arrays_that_are_not_their_bytes(pool: fi.SharedDataPool) -> None:
    for array in (np.array([object()]), np.zeros(2, "f4,i4")):
        with pytest.raises(fi.errors.InputError, match="a pool takes numbers, bools, dates"):
            pool.put("x", array)


def test_columns(pool: fi.SharedDataPool) -> None:
    for columns in (["a"], ["a", "a"], "ab", ["a", 1]):
        with pytest.raises(fi.errors.ParameterError, match="columns must be different names, one for each"):
            pool.put("x", np.zeros((3, 2)), columns=columns)
    with pytest.raises(fi.errors.ParameterError, match="columns go with an array, and 'x' is a dict"):
        pool.put("x", {}, columns=["a"])


def test_a_pool_that_is_there_or_gone(pool: fi.SharedDataPool) -> None:
    with pytest.raises(
        fi.errors.PoolError, match=r"pool 'test' exists, and a process holds it: attach_to_pool"
    ):
        fi.SharedDataPool("test", create=True)
    with pytest.raises(RuntimeError, match=r"no process holds a pool 'tset'.*; did you mean test"):
        fi.attach_to_pool("tset")


def test_a_pool_whose_folder_was_removed(pool: fi.SharedDataPool, pools: Path) -> None:
    pool.put("x", np.arange(3.0))
    kept = pool.get("x")
    shutil.rmtree(pools / "test")
    calls: list[Any] = [lambda: pool.get("y"), pool.list_keys, lambda: pool.put("y", 1)]
    calls.append(lambda: pool.put("z", kept))
    for call in calls:
        with pytest.raises(fi.errors.PoolError, match="pool 'test' is gone: somebody has removed its folder"):
            call()
    assert pool.get("x").tolist() == [0, 1, 2]


def test_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    for make in (fi.SharedDataPool, fi.attach_to_pool, lambda name: create(Path())):
        with pytest.raises(fi.errors.PoolError, match="shared pools need Linux: on other systems"):
            make("test")
    monkeypatch.undo()


def test_no_room(pool: fi.SharedDataPool, pools: Path) -> None:
    """More than any machine has, as an array that takes eight bytes here."""
    pool.put("x", [1])
    before = sorted(file.name for file in (pools / "test").iterdir())
    for n in (10**15, 10**18):
        with pytest.raises(
            OSError, match=r"no room for 'large': it takes .* MB, and .* MB left. Nothing was wri"
        ) as full:
            pool.put("large", np.broadcast_to(np.float64(1), (n,)))
        assert isinstance(full.value, fi.errors.PoolError)
    assert sorted(file.name for file in (pools / "test").iterdir()) == before


def test_no_room_on_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FASTIND_POOL_DIR")
    with (
        fi.SharedDataPool(f"test.{os.getpid()}") as pool,
        pytest.raises(fi.errors.PoolFull, match=r"or enlarge /dev/shm$"),
    ):
        pool.put("large", np.broadcast_to(np.float64(1), (10**15,)))


SMALL_FILES = """
import resource
import numpy as np
import fastind as fi
with fi.SharedDataPool("small") as pool:
    pool.put("x", [1])
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
    for value in (np.zeros(1000), "y" * 5000):
        try:
            pool.put("y", value)
        except fi.errors.PoolFull as error:
            print(error)
    print(pool.list_keys())
"""


def test_files_that_may_not_grow() -> None:
    """An array fails before it is written, a message on the way; neither is there."""
    *told, keys = run_python(SMALL_FILES).splitlines()
    assert [line.partition(":")[0] for line in told] == ["no room for 'y'"] * 2
    assert keys == "['x']"


def test_something_else_in_the_pools_place(pools: Path, tmp_path: Path) -> None:
    fi.SharedDataPool("test").cleanup()
    (tmp_path / "elsewhere").mkdir(0o700)
    (pools / "link").symlink_to(tmp_path / "elsewhere")
    (pools / "file").touch()
    (pools / "open").mkdir(0o755)
    for name, what in {
        "link": "is no folder",
        "file": "is no folder",
        "open": "is open to other users",
    }.items():
        for make in (fi.SharedDataPool, fi.attach_to_pool):
            with pytest.raises(fi.errors.PoolError, match=f"fastind-.*/{name} {what}.*: remove it"):
                make(name)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (pools / "link").unlink()
    (pools / "file").unlink()
    (pools / "open").rmdir()


def test_a_folder_of_pools_that_is_not_ours(
    pools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools.symlink_to(tmp_path)
    with pytest.raises(fi.errors.PoolError, match="is no folder but a link"):
        fi.SharedDataPool("test")
    pools.unlink()
    pools.mkdir(0o777)
    pools.chmod(0o777)
    with pytest.raises(
        fi.errors.PoolError, match="is open to other users: remove it, or set FASTIND_POOL_DIR"
    ):
        fi.SharedDataPool("test")
    pools.rmdir()
    monkeypatch.setenv("FASTIND_POOL_DIR", str(tmp_path / "none"))
    with pytest.raises(fi.errors.PoolError, match=r"cannot hold pools .*: set FASTIND_POOL_DIR"):
        fi.SharedDataPool("test")


@pytest.mark.parametrize("change", ["tear", "garbage", "remove", "hostile", "link", "folder", "pipe"])
def test_a_registry_that_is_not_true(
    pool: fi.SharedDataPool, pools: Path, tmp_path: Path, change: str
) -> None:
    pool.put("x", np.arange(6.0).reshape(3, 2), columns=["a", "b"])
    pool.put("m", [1])
    file = pools / "test" / "registry.jsonl"
    true, secret = file.read_bytes(), tmp_path / "secret"
    secret.write_text("secret")
    row = json.loads(true.splitlines()[0])
    if change == "tear":
        file.write_bytes(true[:-20])
    elif change == "garbage":
        file.write_bytes(b"\xff\0[[[{" * 1000)
    elif change == "hostile":
        wrong = [
            row | {"file": "../../secret"},
            row | {"shape": [10**9, 10**9]},
            row | {"key": ["x"]},
            [],
            None,
        ]
        file.write_text("\n".join(map(json.dumps, wrong)))
    else:
        file.unlink()
        if change == "link":
            file.symlink_to(secret)
        elif change == "folder":
            file.mkdir()
        elif change == "pipe":
            os.mkfifo(file)
    with fi.attach_to_pool("test") as other:
        assert other.list_keys() == ["m", "x"]
        assert other.get_info("x").shape == (3, 2)
        assert other.get("x").tolist() == [[0, 1], [2, 3], [4, 5]]
        other.put("y", 1)
        assert other.list_keys() == ["m", "x", "y"]
    if change == "folder":  # that is left alone
        file.rmdir()
        return
    assert {line["key"] for line in map(json.loads, file.read_text().splitlines())} == {"m", "x", "y"}
    assert secret.read_text() == "secret"


HEADERS: dict[str, dict[str, Any]] = {
    "larger": {"shape": [10**6, 2]},
    "smaller": {"shape": [1, 1]},
    "negative": {"shape": [-3, -2]},
    "not whole": {"shape": [3.0, 2]},
    "no shape": {"shape": None},
    "overflow": {"shape": [2**40, 2**40]},
    "objects": {"dtype": "|O"},
    "fields": {"dtype": "f4,f4"},
    "no dtype": {"dtype": "nonsense"},
    "other key": {"key": "y"},
    "no key": {"key": 7},
    "columns": {"columns": ["a", "b", "c"]},
    "same columns": {"columns": ["a", "a"]},
    "order": {"order": "K"},
    "time": {"time": "UTC"},
}


@pytest.mark.parametrize(
    "change", ["empty", "torn", "magic", "version", "json", "length", "link", "pipe", *HEADERS]
)
def test_a_file_that_is_damaged(pool: fi.SharedDataPool, pools: Path, change: str) -> None:
    pool.put("x", np.arange(6.0).reshape(3, 2), columns=["a", "b"])
    file = pools / "test" / entries.file_name("x")
    data = bytearray(file.read_bytes())
    length = int.from_bytes(data[12:16], "little")
    if change in HEADERS:
        about = json.loads(data[24 : 24 + length]) | HEADERS[change]
        data[24 : 24 + length] = json.dumps(about, separators=(",", ":")).encode().ljust(length)
    elif change == "length":
        data[12:16] = (2**32 - 1).to_bytes(4, "little")
    elif change in ("magic", "version", "json"):
        data[{"magic": 0, "version": 8, "json": 24}[change]] ^= 0xFF
    data = data[: {"empty": 0, "torn": len(data) - 1}.get(change, len(data))]
    file.unlink()
    if change == "link":
        file.symlink_to(pools / "test" / f"{file.name}.1")
    elif change == "pipe":  # nobody waits for one who writes to it
        os.mkfifo(file)
    else:
        file.write_bytes(data)
    with fi.attach_to_pool("test") as other:
        for call in (other.get, other.get_info, other.get_dataframe, lambda _: other.list_keys()):
            with pytest.raises(fi.errors.PoolError, match=r"is damaged|is no file of this pool"):
                call("x")


@pytest.mark.parametrize("content", [b"", b"x" * 24, b"fi-pool\0" + b"\x09" + bytes(15), b"x" * 5000])
def test_a_counter_that_is_damaged(pool: fi.SharedDataPool, pools: Path, content: bytes) -> None:
    (pools / "test" / "control").unlink()
    (pools / "test" / "control").write_bytes(content)
    with pytest.raises(fi.errors.PoolError, match="made by another version of fastind, or is damaged"):
        fi.attach_to_pool("test")


def test_a_pipe_in_the_place_of_the_counter(pool: fi.SharedDataPool, pools: Path) -> None:
    (pools / "test" / "control").unlink()
    os.mkfifo(pools / "test" / "control")
    with pytest.raises(fi.errors.PoolError, match="another version of fastind, or is damaged"):
        fi.attach_to_pool("test")


def test_a_draft_that_is_a_pipe(pool: fi.SharedDataPool, pools: Path) -> None:
    from fastind.io.pool.survey import collect

    os.mkfifo(pools / "test" / "new.1.1")
    collect()
    assert not (pools / "test" / "new.1.1").exists()


def test_too_many_open_files(pool: fi.SharedDataPool, pools: Path) -> None:
    """Said as what it is, and all works when there are descriptors again."""
    import resource

    pool.put("x", [1])
    other = fi.attach_to_pool("test")
    calls = [
        lambda: pool.put("y", [1]), lambda: pool.put("z", np.ones(3)), pool.list_keys, lambda: other.get("x"),
        lambda: fi.attach_to_pool("test"), lambda: fi.SharedDataPool("new"), other.cleanup,
    ]  # fmt: skip
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, limits[1]))
    try:
        for call in calls:
            with pytest.raises(fi.errors.PoolError, match=r"^too many files are open .* \(ulimit -n\)"):
                call()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert pool.list_keys() == ["x"]


def test_what_is_no_key_and_no_flag(pool: fi.SharedDataPool) -> None:
    for key in (["k"], {}, 1, None, ""):
        with pytest.raises(fi.errors.ParameterError, match="a key is text of 1 to 200 letters"):
            pool.get(key)  # type: ignore[arg-type]
    for data in ([1], np.ones(2), pd.DataFrame({"a": [1.0]})):
        with pytest.raises(fi.errors.ParameterError, match="replace must be True or False, got 'no'"):
            pool.put("x", data, replace="no")  # type: ignore[arg-type]


def test_no_symbols_and_no_timeframes(data_dir: Path) -> None:
    with pytest.raises(fi.errors.ParameterError, match="symbols has no name: there is nothing to read"):
        fi.create_shared_pool(data_dir, [], pool_name="none")
    with pytest.raises(fi.errors.ParameterError, match="timeframes has none: there is nothing to read"):
        fi.create_shared_pool(data_dir, ["BTCUSDT"], [], pool_name="none")


def test_whole_numbers_of_128_bits(pool: fi.SharedDataPool) -> None:
    import polars as pl

    with pytest.raises(fi.errors.InputError, match="column 'a' of 'i' has dtype Int128: cast it to Int64"):
        pool.put("i", pl.DataFrame({"a": [1]}, schema={"a": pl.Int128}))
