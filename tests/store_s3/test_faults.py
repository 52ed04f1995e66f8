"""Writers that are killed at any moment, and servers that go away: what was acknowledged is there."""

from __future__ import annotations

import os
import select
import signal
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import fsspec
import numpy as np
import pytest

import fastind as fi
from fastind.io.store.bucket import Bucket
from tests.grid_faults.work import busy, calls_in, count_in, rows
from tests.store_faults import IS_SOAK
from tests.store_faults.appends import appends_of, count_of, frame, release
from tests.store_faults.children import Child, child, say
from tests.store_faults.small import SEAL_BATCHES, shrink
from tests.store_s3.server import Server, object_bytes, objects, use

KILLS = 200 if IS_SOAK else 10
LIVES = 5  # kills that one store lives through
TASKS = 3000
SECONDS = 0.0005  # of a task

StoreUnreachable, StoreWarning = fi.errors.StoreUnreachable, fi.errors.StoreWarning


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The state folder of another machine."""
    return tmp_path / "elsewhere"


def begin(settings: dict[str, Any], state: Path) -> None:
    """What a child needs to know, which was forked off before the server was there."""
    use(settings)
    os.environ["FASTIND_STATE_DIR"] = str(state)


# --- writers --------------------------------------------------------------------------------------


def write_until_killed(pipe: Connection, settings: dict[str, Any], state: Path, path: str, seed: int) -> None:
    begin(settings, state)
    rng = np.random.default_rng(seed)
    while True:
        store = fi.open_store(path, "a")
        done = appends_of(store)
        for number in range(done + 1, done + int(rng.integers(2, 12))):
            store.append(frame(number))
            say(pipe, number)
            if rng.random() < 0.1:
                store.compact()
        store.close()


def killed_at_random(writer: Child, rng: np.random.Generator) -> int:
    """Kill it after some acknowledgements and a moment more; the last number that it sent."""
    left, number = int(rng.integers(0, 12)), 0
    said = writer.messages()
    while left > 0:
        number = int(next(said))
        left -= 1
    select.select([], [], [], rng.uniform(0, 0.1))
    writer.kill()
    return int([number, *said][-1])


def assert_right(path: str, acknowledged: int, under_way: int = 1) -> int:
    """A store holds what was acknowledged, for readers and for the next writer."""
    with fi.open_store(path) as store:
        count = count_of(store)
    assert acknowledged <= count <= acknowledged + under_way
    store = fi.open_store(path, "a")
    assert count_of(store) == count
    assert store.verify().ok
    release(store)
    return count


def assert_sound_elsewhere(path: str, count: int) -> int:
    """Another machine sees the first so many appends, whole, and no more than were begun."""
    with fi.open_store(path) as store:
        seen = count_of(store)
        assert store.verify().ok
    assert seen <= count
    return seen


@pytest.mark.slow
def test_a_killed_writer_loses_nothing(
    server: Server, path: str, state: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    held = sealed = 0
    for life in range(KILLS):
        where = f"{path}{life // LIVES}"
        held = held if life % LIVES else 0
        monkeypatch.setenv("FASTIND_STATE_DIR", str(state))
        with child(write_until_killed, server.settings, state, where, life) as writer:
            number = killed_at_random(writer, rng)
        if not objects(where):
            assert number == 0
            release(fi.open_store(where, "a"))
        held = assert_right(where, max(held, number))
        monkeypatch.setenv("FASTIND_STATE_DIR", str(elsewhere))
        sealed += assert_sound_elsewhere(where, held + 1)
    assert sealed > 0


MOMENTS = {
    "before a part is written": ("finish", False),
    "after a part is written": ("finish", True),
    "before the manifest is published": ("publish", False),
    "between publishing and the commit": ("publish", True),
}


def die_at(
    pipe: Connection, settings: dict[str, Any], state: Path, path: str, method: str, is_after: bool
) -> None:
    """Append until a method has been called for the third time, and be killed there."""
    begin(settings, state)
    left, original = 3, getattr(Bucket, method)

    def dying(self: Bucket, *args: Any) -> None:
        nonlocal left
        left -= 1
        if not left and not is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        original(self, *args)
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(Bucket, method, dying)
    store = fi.open_store(path, "a")
    for number in range(1, 100):
        store.append(frame(number))
        say(pipe, number)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_each_moment_of_a_seal(
    server: Server, path: str, state: Path, elsewhere: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shrink(monkeypatch.setattr)
    with child(die_at, server.settings, state, path, *MOMENTS[moment]) as writer:
        *_, number = map(int, writer.messages())
        writer.process.join()
        assert writer.process.exitcode == -signal.SIGKILL
    monkeypatch.setenv("FASTIND_STATE_DIR", str(elsewhere))
    assert_sound_elsewhere(path, number + 1)
    monkeypatch.setenv("FASTIND_STATE_DIR", str(state))
    count = assert_right(path, number, under_way=0)
    with fi.open_store(path, "a") as store:
        for more in range(count + 1, count + 20):
            store.append(frame(more))
    monkeypatch.setenv("FASTIND_STATE_DIR", str(elsewhere))
    assert assert_sound_elsewhere(path, count + 19) == count + 19


# --- servers --------------------------------------------------------------------------------------


def one(number: int) -> dict[str, list[Any]]:
    return {"date": [number], "code": ["A"], "x": [number / 8]}


def append_until_warned(store: Any) -> int:
    """How many appends there were then."""
    number = 0
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        while not told:
            number += 1
            store.append(one(number))
    assert issubclass(told[0].category, StoreWarning)
    assert "cannot be reached" in str(told[0].message)
    assert f"the journal in {store._handle.place.folder}" in str(told[0].message)
    return number


def test_a_server_that_is_away_for_a_while(
    server: Server, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shrink(monkeypatch.setattr)
    with fi.open_store(path, "a") as store:
        server.stop()
        try:
            number = append_until_warned(store)
        finally:
            server.start()
        assert store.info()["journal_batches"] == number
        while not store.info()["parts"]:
            number += 1
            store.append(one(number))
    with fi.open_store(path) as store:
        assert store.query(kind="rows") == [(k, "A", k / 8) for k in range(1, number + 1)]


def test_patience_ends(server: Server, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch.setattr)
    monkeypatch.setattr("fastind.io.store.writer.PATIENCE", 2)
    store = fi.open_store(path, "a")
    server.stop()
    try:
        number = append_until_warned(store)
        while store.info()["journal_batches"] < 2 * SEAL_BATCHES:
            number += 1
            store.append(one(number))
        with pytest.raises(StoreUnreachable, match="cannot be reached"):
            store.append(one(number + 1))
    finally:
        server.start()
    store.append(one(number + 1))  # it answers again
    store.close()
    with fi.open_store(path) as store:
        assert store.query(kind="rows") == [(k, "A", k / 8) for k in range(1, number + 2)]


def test_a_server_that_stays_away_at_the_end(server: Server, path: str, state: Path) -> None:
    store = fi.open_store(path, "a")
    store.append(frame(1))
    store.seal()
    store.append(frame(2))
    server.stop()
    try:
        with pytest.raises(StoreUnreachable, match=f"kept in the journal in {state}"):
            store.close()
        with pytest.raises(StoreUnreachable, match="cannot be reached"):
            fi.open_store(path)
    finally:
        server.start()
    assert_right(path, 2, under_way=0)


def test_nothing_is_repaired_while_the_server_is_away(
    server: Server, path: str, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fi.open_store(path, "a") as store:
        store.append(frame(1))
        store.seal()
        before = objects(path)
        server.stop()
        try:
            with pytest.raises(StoreUnreachable):
                store.verify()
        finally:
            server.start()
        assert objects(path) == before


# --- grids ----------------------------------------------------------------------------------------


def drive(pipe: Connection, settings: dict[str, Any], state: Path, path: str, calls: Path) -> None:
    """Run what is missing; say how many are done, each time it is told."""
    begin(settings, state)
    count_in(calls)
    fi.run_grid(
        work,
        fi.grid(range(TASKS)),
        n_jobs=2,
        store=path,
        resume=True,
        batch_size=100,
        progress=lambda now: say(pipe, now.completed),
    )


def work(k: int) -> Any:
    return busy(SECONDS, k)


def rows_of(path: str) -> dict[int, list[object]]:
    with fi.open_store(path, keys=("k",)) as there:
        found = [list(row) for row in there.query(kind="rows")] if there.info()["rows"] else []
    by_task = {int(row[0]): row for row in found}
    assert len(by_task) == len(found)
    assert list(by_task.values()) == rows(by_task)
    return by_task


def killed_half_way(server: Server, state: Path, path: str, calls: Path) -> int:
    with child(drive, server.settings, state, path, calls) as driver:
        for message in driver.messages():
            if int(message) > TASKS // 3:
                driver.kill()
                return int(message)
    raise AssertionError("it came to its end")


def test_a_killed_driver_goes_on_exactly(server: Server, path: str, state: Path, tmp_path: Path) -> None:
    completed = killed_half_way(server, state, path, tmp_path / "first")
    done = rows_of(path)
    assert completed <= len(done) < TASKS
    with child(drive, server.settings, state, path, tmp_path / "second") as driver:
        list(driver.messages())
        driver.ends_well()
    assert calls_in(tmp_path / "second") == dict.fromkeys(set(range(TASKS)) - done.keys(), 1)
    assert rows_of(path).keys() == set(range(TASKS))


def test_on_another_machine_what_was_sealed_is_there_and_the_rest_runs(
    server: Server, path: str, state: Path, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_half_way(server, state, path, tmp_path / "first")
    monkeypatch.setenv("FASTIND_STATE_DIR", str(elsewhere))
    sealed = rows_of(path)
    assert 0 < len(sealed) < TASKS
    with pytest.raises(fi.errors.StoreLocked, match="remove the object"):
        fi.run_grid(work, fi.grid(range(TASKS)), store=path, resume=True)
    fsspec.filesystem("s3").rm_file(f"{path[5:]}/lock")
    with child(drive, server.settings, elsewhere, path, tmp_path / "second") as driver:
        list(driver.messages())
        driver.ends_well()
    assert calls_in(tmp_path / "second") == dict.fromkeys(set(range(TASKS)) - sealed.keys(), 1)
    assert rows_of(path).keys() == set(range(TASKS))


def half(k: int) -> float:
    return k / 2


def test_a_run_whose_server_goes_away_ends_with_what_is_durable(server: Server, path: str) -> None:
    is_stopped = False

    def stop(now: Any) -> None:
        nonlocal is_stopped
        if now.completed and not is_stopped:
            is_stopped = True
            server.stop()

    try:
        with pytest.raises(
            StoreUnreachable, match=r"cannot be reached.*kept in the journal in .*resume=True"
        ):
            fi.run_grid(
                half, fi.grid(range(5000)), store=path, backend="serial", batch_size=100, progress=stop
            )
    finally:
        server.start()
    again = fi.run_grid(half, fi.grid(range(5000)), store=path, backend="serial", resume=True)
    assert again.summary()["resumed"] == 5000
    assert list(again) == [[k, k / 2] for k in range(5000)]


def test_the_part_is_there_whole_or_not_at_all(path: str) -> None:
    with fi.open_store(path, "a") as store:
        store.append(frame(1))
        store.seal()
        part = next(name for name in objects(path) if name.startswith("parts/"))
    assert object_bytes(path, part)[-4:] == b"PAR1"
