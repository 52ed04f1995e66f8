"""kill -9 of the writer at random moments: what was acknowledged is there, and the next one goes on."""

from __future__ import annotations

import select
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.io.store.writer import Writer
from tests.store_faults import IS_SOAK
from tests.store_faults.appends import appends_of, assert_holds, frame, release
from tests.store_faults.children import Child, child, say

KILLS = 1000 if IS_SOAK else 60
LIVES = 6  # kills that one store lives through
PHASES = ("make", "append", "seal", "compact")


def write_until_killed(pipe: Connection, path: Path, seed: int) -> None:
    """Append, seal, compact, close and open for ever; say what is begun, and the number of each append."""
    rng = np.random.default_rng(seed)
    for name in ("seal", "compact"):
        setattr(Writer, name, _said(pipe, name, getattr(Writer, name)))
    say(pipe, "make")
    while True:
        store = fi.open_store(path, "a")
        done = appends_of(store)
        for number in range(done + 1, done + int(rng.integers(2, 30))):
            say(pipe, "append")
            store.append(frame(number))
            say(pipe, number)
            if rng.random() < 0.1:
                store.compact() if rng.random() < 0.5 else store.seal()
        store.close()


def _said(pipe: Connection, name: str, method: Any) -> Any:
    def saying(self: Writer, *args: Any, **named: Any) -> None:
        say(pipe, name)
        method(self, *args, **named)

    return saying


def killed_at_random(writer: Child, rng: np.random.Generator) -> tuple[int, str]:
    """Kill it after some acknowledgements and a moment more: the last number it sent, and what it was at."""
    left, number, phase = int(rng.integers(0, 16)), 0, "make"
    said = writer.messages()
    for message in said:
        number, phase = (int(message), phase) if message.isdigit() else (number, message)
        left -= message.isdigit()
        if left <= 0:
            break
    select.select([], [], [], rng.uniform(0, 0.03))
    writer.kill()
    for message in said:
        number, phase = (int(message), phase) if message.isdigit() else (number, message)
    return number, phase


@pytest.mark.slow
def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    phases: Counter[str] = Counter()
    held = 0
    for life in range(KILLS):
        path = tmp_path / f"store{life // LIVES}"
        held = held if life % LIVES else 0
        with child(write_until_killed, path, life) as writer:
            number, phase = killed_at_random(writer, rng)
        phases[phase] += 1
        held = checked(path, max(held, number))
        if rng.random() < 0.3 and path.exists():
            fi.open_store(path, "a").close()  # sealed: the next writer begins with parts alone
    assert phases.total() == KILLS
    assert set(phases) == set(PHASES)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({f"store{n // LIVES}" for n in range(KILLS)})


def checked(path: Path, acknowledged: int) -> int:
    """The number of appends of a store that was found right; made here if the writer had not yet."""
    if not path.exists():
        assert acknowledged == 0
        release(fi.open_store(path, "a"))
    return assert_holds(path, acknowledged, under_way=1)
