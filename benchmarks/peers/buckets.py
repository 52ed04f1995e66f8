"""A store in an object store beside one in a folder: what the network's side of it costs."""

import atexit
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import count
from typing import Any

import fsspec
from contenders import Row, Thunk
from stores import MONTH, SOME, bars, days, fresh

import fastind as fi

SERVER = """
import logging, sys
from moto.server import ThreadedMotoServer
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print("http://127.0.0.1:%d" % server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
"""
serial = count()


@cache
def bucket() -> str:
    """A bucket of a server on this machine, in a process of its own."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.communicate)  # closes its stdin
    url = server.stdout.readline().strip()
    os.environ["FASTIND_STATE_DIR"] = str(fresh(".state"))
    fsspec.config.conf["s3"] = {"endpoint_url": url, "key": "key", "secret": "secret"}
    fsspec.filesystem("s3").mkdir("bench")
    return "s3://bench"


def remote() -> str:
    """An address that nothing has used."""
    return f"{bucket()}/{next(serial)}"


def a_day(path: Any) -> Thunk:
    store, left = fi.open_store(path, mode="a"), iter(days())
    return lambda: store.append(next(left))


def at_once(place: Callable[[], Any]) -> Any:
    path = place()
    with fi.open_store(path, mode="a") as store:
        store.append(bars())
    return path


def a_seal(path: Any) -> Thunk:
    store, left = fi.open_store(path, mode="a"), iter(days())

    def seal() -> None:
        store.append(next(left))
        store.seal()

    return seal


def query(path: Any) -> Thunk:
    store = fi.open_store(path)
    return lambda: store.query(dates=MONTH, codes=SOME, columns=["close"], kind="polars")


def opening(path: Any) -> Thunk:
    return lambda: fi.open_store(path).close()


def rows() -> Iterator[Row]:
    beside = "x the time of a folder"
    made = [
        Row(
            "S3: append 1,000 rows x 3, acknowledged", lambda: (a_day(remote()), a_day(fresh(".fi"))), beside
        ),
        Row("S3: the same and sealed", lambda: (a_seal(remote()), a_seal(fresh(".fi"))), beside, rounds=20),
        Row(
            "S3: append 2 M rows x 5, sealed",
            lambda: (partial(at_once, remote), partial(at_once, lambda: fresh(".fi"))),
            beside,
            rounds=3,
        ),
        Row(
            "S3: open to read, 2 M rows",
            lambda: (opening(at_once(remote)), opening(at_once(lambda: fresh(".fi")))),
            beside,
        ),
        Row(
            "S3: a month x 20 codes x 1 column of 2 M rows",
            lambda: (query(at_once(remote)), query(at_once(lambda: fresh(".fi")))),
            beside,
        ),
    ]
    return (replace(row, table="bucket") for row in made)
