"""Addresses where no store can be: what is wrong is said in seconds, with what to do, and without secrets."""

from __future__ import annotations

import re
import socket
import sys
import traceback
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

import fastind as fi
from tests.processes import environment, result_of, run_python, start_python
from tests.store_s3.server import HOST, KEY, SECRET, Server, object_bytes, objects

errors = fi.errors
ONE = {"date": [1], "code": ["A"], "x": [1.5]}


def refused(path: Any, mode: Any = "a") -> tuple[Exception, str]:
    """The error of opening, and all that a traceback shows of it."""
    with pytest.raises(errors.FastindError) as caught:
        fi.open_store(path, mode=mode)
    told = "".join(traceback.format_exception(caught.value))
    assert SECRET not in told
    assert KEY not in told
    return caught.value, str(caught.value)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture
def guarded(server: Server) -> Iterator[Server]:
    """The server, which looks at credentials now."""
    ask(server, "0")
    yield server
    ask(server, "inf")


def ask(server: Server, count: str) -> None:
    """Tell moto after how many requests it begins to look at credentials."""
    url, kind = f"{server.url}/moto-api/reset-auth", {"Content-Type": "text/plain"}
    request = urllib.request.Request(url, count.encode(), kind, method="POST")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("mode", ["r", "a"])
def test_without_s3fs_it_says_which_extra(path: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    error, told = refused(path, mode)
    assert isinstance(error, ImportError)
    assert told == 'this needs s3fs: pip install "fastind[s3]"'


def test_another_scheme_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    error, told = refused("gs://bucket/store")
    assert isinstance(error, ImportError)
    assert "gs:// needs another package" in told
    assert "gcsfs" in told


@pytest.mark.parametrize("path", ["s4://bucket/store", "nothing://x/y"])
def test_a_scheme_that_is_none(path: str) -> None:
    error, told = refused(path)
    assert isinstance(error, errors.ParameterError)
    assert "s3://bucket/path" in told


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("simplecache::s3://bucket/store", "a store lies at a path, memory://name or s3://bucket/path"),
        ("s3://", "a store's address is s3://place/path"),
        ("s3:///store", "a store's address is s3://place/path"),
        ("s3://bucket/store?versionId=1", "without [?] and #"),
        ("s3://bucket/store#1", "without [?] and #"),
        (f"s3://{KEY}:{SECRET}@bucket/store", "may not hold credentials .* environment or fsspec's config"),
        (f"s3://{KEY}@bucket/store", "may not hold credentials"),
        (f"ftp://{KEY}:{SECRET}@host/store", "may not hold credentials"),
        (
            Path("s3://bucket/store"),
            "a Path cannot hold an address, s3:// loses a slash in it: give it as text",
        ),
    ],
)
def test_what_is_no_address(path: Any, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    error, told = refused(path)
    assert isinstance(error, errors.ParameterError)
    assert re.search(message, told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_bucket_that_is_not_there(path: str, mode: str, state: Path) -> None:
    error, told = refused("s3://no-such-bucket/store", mode)
    assert isinstance(error, errors.StoreError)
    assert "s3://no-such-bucket/store: the bucket is not there: make it" in told
    assert not state.exists()


def test_reading_makes_nothing(path: str, state: Path) -> None:
    _, told = refused(path, "r")
    assert f'there is no store at {path}; mode="a" makes one' in told
    assert objects(path) == {}
    assert not state.exists()


@pytest.mark.parametrize("mode", ["r", "a"])
def test_an_object_in_the_place(path: str, mode: str) -> None:
    fsspec.filesystem("s3").pipe_file(path[5:], b"date,code\n")
    _, told = refused(path, mode)
    assert told == f"{path} is an object; a fastind store is a folder of them"
    assert object_bytes(path.rpartition("/")[0], path.rpartition("/")[2]) == b"date,code\n"


@pytest.mark.parametrize("mode", ["r", "a"])
def test_something_else_in_the_place(path: str, mode: str) -> None:
    fsspec.filesystem("s3").pipe_file(f"{path[5:]}/notes.txt", b"mine")
    _, told = refused(path, mode)
    assert told == f"{path} holds something else: it has no manifests/"
    assert list(objects(path)) == ["notes.txt"]


@pytest.mark.parametrize("data", [b"", b"{}\n", b"text", b'{"store": 1}\nx'])
@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_manifest_of_something_else(path: str, mode: str, data: bytes) -> None:
    fsspec.filesystem("s3").pipe_file(f"{path[5:]}/manifests/0000000001", data)
    error, told = refused(path, mode)
    assert isinstance(error, errors.StoreCorrupt)
    assert told == f"{path}/manifests/0000000001 is no manifest of a store, or damaged"


def test_a_damaged_manifest(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fi.open_store(path, "a") as store:
        store.append(ONE)
    newest = max(name for name in objects(path) if name.startswith("manifests/"))
    data = bytearray(object_bytes(path, newest))
    data[-5] ^= 1
    fsspec.filesystem("s3").pipe_file(f"{path[5:]}/{newest}", bytes(data))
    monkeypatch.setenv("FASTIND_STATE_DIR", str(tmp_path / "elsewhere"))
    error, told = refused(path, "r")
    assert isinstance(error, errors.StoreCorrupt)
    assert told == f"{path}/{newest} is damaged: its checksum differs"


def test_an_endpoint_that_nobody_answers(
    path: str, free_port: int, state: Path, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    monkeypatch.setitem(
        fsspec.config.conf, "s3", {**server.settings, "endpoint_url": f"http://{HOST}:{free_port}"}
    )
    error, told = refused(path)
    assert isinstance(error, errors.StoreUnreachable)
    assert isinstance(error, ConnectionError)
    assert f"{path} cannot be reached: " in told
    assert str(free_port) in told
    assert not state.exists()


def test_an_endpoint_that_listens_and_says_nothing(
    path: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fastind.io.store.objects.ANSWER", 1.0)
    with socket.socket() as mute:
        mute.bind((HOST, 0))
        mute.listen()
        url = f"http://{HOST}:{mute.getsockname()[1]}"
        monkeypatch.setitem(fsspec.config.conf, "s3", {**server.settings, "endpoint_url": url})
        error, told = refused(path)
    assert isinstance(error, errors.StoreUnreachable)
    assert "no answer in time" in told


@pytest.mark.parametrize("mode", ["r", "a"])
def test_credentials_that_are_wrong(path: str, guarded: Server, mode: str, state: Path) -> None:
    error, told = refused(path, mode)
    assert isinstance(error, errors.StoreUnreachable)
    assert f"{path} cannot be reached: access is refused" in told
    assert "check the credentials" in told
    assert not state.exists()


def test_a_secret_in_an_endpoint_is_not_shown(
    path: str, server: Server, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"http://{KEY}:{SECRET}@{HOST}:{free_port}"
    monkeypatch.setitem(fsspec.config.conf, "s3", {**server.settings, "endpoint_url": url})
    refused(path)


def test_a_state_folder_that_cannot_be_made(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("FASTIND_STATE_DIR", str(tmp_path / "file" / "state"))
    _, told = refused(path)
    assert f"the journal of {path} lies in {tmp_path}/file/state" in told
    assert "FASTIND_STATE_DIR names another place" in told
    assert "lock" not in objects(path)


def test_run_grid_says_the_same_before_anything_runs(path: str) -> None:
    def work(k: int) -> int:
        raise AssertionError(k)

    with pytest.raises(errors.StoreError, match="the bucket is not there"):
        fi.run_grid(work, fi.grid(range(3)), store="s3://no-such-bucket/run", backend="serial")


def test_import_and_local_stores_load_no_fsspec(tmp_path: Path) -> None:
    code = f"""
import sys
import fastind as fi
with fi.open_store({str(tmp_path / "bars")!r}, mode="a") as store:
    store.append({{"date": [1], "code": ["A"]}})
print(*(name for name in ("fsspec", "s3fs", "botocore") if name in sys.modules))
"""
    assert run_python(code) == ""


def test_the_environment_is_enough_and_the_command_line_takes_addresses(
    path: str, server: Server, state: Path
) -> None:
    with fi.open_store(path, "a") as store:
        store.append(ONE)
    code = f"""
import subprocess, sys
for words in (["store", "info"], ["store", "verify"], ["store", "compact"], ["query"]):
    subprocess.run([sys.executable, "-m", "fastind", *words, {path!r}], check=True)
"""
    out = result_of(start_python(code, **server.environment, COLUMNS="200"))
    assert f"path      {path}" in out
    assert "journal" in out
    assert "no problem found" in out
    assert "1.5" in out


def test_a_store_that_was_left_open_does_not_hold_the_end_up(path: str, server: Server, state: Path) -> None:
    code = f"""
import fastind as fi
store = fi.open_store({path!r}, mode="a")
store.append({{"date": [1], "code": ["A"], "x": [1.5]}})
"""
    result_of(start_python(code, **server.environment))
    assert environment()["FASTIND_STATE_DIR"] == str(state)
    with fi.open_store(path, "a") as store:
        assert store.query(kind="rows") == [(1, "A", 1.5)]
