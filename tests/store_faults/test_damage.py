"""Every byte of a store made wrong, every file cut at every length, or gone: the right answer or an error."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.errors import StoreCorrupt, StoreError
from tests.store_faults import IS_SOAK
from tests.store_faults.appends import appends_of, by_key, expected, frame, release
from tests.store_faults.small import shrink

APPENDS = 14
SAMPLE = 100
"""Bytes of each file that the normal run takes at random, beside those of headers and footers."""
EDGE = 100
"""SQLite's header; numpy's and Parquet's are shorter."""
PAGE, PAGE_HEADER = 4096, 12
"""SQLite's pages, and the header of each."""

Outcome = str


class Patient:
    """A small store with batches, parts and panels, and the bytes that it is healed from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with pytest.MonkeyPatch.context() as monkeypatch:
            shrink(monkeypatch.setattr)
            store = fi.open_store(path, "a")
            for number in range(1, APPENDS + 1):
                store.append(frame(number))
            store.append(None, failures={"date": [1], "code": ["none"], "why": ["no reason"]})
            self.count = appends_of(store)
            self.panel = store.panel("value")
            self.facts = store.info()
            release(store)
        self.files = {file: file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}

    def heal(self) -> None:
        """Make it as it was."""
        for file in self.path.rglob("*"):
            if file.is_file() and file not in self.files:
                file.unlink()
        for file, data in self.files.items():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)

    def within(self, folder: str) -> list[tuple[Path, bytes]]:
        """The files of this name, or in the folder of this name."""
        return [
            (file, data)
            for file, data in self.files.items()
            if file.relative_to(self.path).parts[0] == folder
        ]

    def outcome(self, file: Path, data: bytes | None, writes: bool = False) -> Outcome:
        """What it answers with these bytes in a file, or without the file; it is healed after that."""
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        try:
            return self.answers(writes)
        except Exception as error:  # noqa: BLE001 - what must not be: the test says with which damage
            return f"{type(error).__name__}: {error}"
        finally:
            self.heal()

    def answers(self, writes: bool = False) -> Outcome:
        """What it answers to a reader or a writer: "right", or the name of the error."""
        parts = sorted(name for name, _ in self.within("parts"))
        try:
            with self._opened(writes) as store:
                assert appends_of(store) == self.count
                assert by_key(store.query()) == expected(APPENDS)
                assert store.failures("rows") == [(1, "none", "no reason")]
                panel = store.panel("value")
        except StoreCorrupt as error:
            return "StoreCorrupt" if "`fastind store repair" in str(error) else f"no advice: {error}"
        except StoreError:
            return "StoreError"
        finally:
            assert not writes or sorted((self.path / "parts").iterdir()) == parts
        self._assert_same(panel)
        return "right"

    @contextmanager
    def _opened(self, writes: bool) -> Iterator[Any]:
        store = fi.open_store(self.path, "a" if writes else "r")
        try:
            yield store
        finally:
            release(store)

    def _assert_same(self, panel: Any) -> None:
        assert panel.codes.tolist() == self.panel.codes.tolist()
        assert panel.dates.tolist() == self.panel.dates.tolist()
        np.testing.assert_array_equal(_bits(panel["value"]), _bits(self.panel["value"]))


def _bits(values: Any) -> Any:
    return np.array(values, np.float64).view(np.int64)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Patient:
    made = Patient(tmp_path_factory.mktemp("damage") / "store")
    assert made.facts["parts"] >= 2
    assert made.facts["journal_batches"] >= 2
    assert {file.relative_to(made.path).parts[0] for file in made.files} >= {
        "manifest.sqlite",
        "lock",
        "parts",
        "panel",
    }
    assert made.answers() == "right"
    return made


def places(n: int, rng: np.random.Generator) -> list[int]:
    """Positions in `n` bytes: all in soak, else the headers and the end, and some between."""
    if IS_SOAK:
        return list(range(n))
    headers = [at for at in range(n) if at < EDGE or at >= n - EDGE or at % PAGE < PAGE_HEADER]
    return sorted({*headers, *rng.integers(n, size=SAMPLE).tolist()})


def flip(rng: np.random.Generator) -> int:
    """All bits of a byte, or one of them."""
    return 0xFF if rng.random() < 0.5 else 1 << int(rng.integers(8))


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["manifest.sqlite", "parts", "panel", "lock"])
def test_a_wrong_byte_is_found_or_does_not_matter(patient: Patient, folder: str) -> None:
    rng = np.random.default_rng(1)
    outcomes: dict[Outcome, str] = {}
    for file, data in patient.within(folder):
        for at in places(len(data), rng):
            damaged = bytearray(data)
            damaged[at] ^= flip(rng)
            what = f"{file.name}[{at}] = {damaged[at]:#x}"
            outcomes.setdefault(patient.outcome(file, bytes(damaged)), what)
    assert_only(outcomes, *EXPECTED[folder])


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["manifest.sqlite", "parts", "panel", "lock"])
def test_a_file_that_is_cut_is_found_or_does_not_matter(patient: Patient, folder: str) -> None:
    rng = np.random.default_rng(2)
    outcomes: dict[Outcome, str] = {}
    for file, data in patient.within(folder):
        for length in places(len(data), rng):
            outcomes.setdefault(patient.outcome(file, data[:length]), f"{file.name}[:{length}]")
    assert_only(outcomes, *EXPECTED[folder])


def assert_only(outcomes: dict[Outcome, str], *allowed: str) -> None:
    """These outcomes and no other; a failure names the damage that led to it first."""
    assert {outcome: what for outcome, what in outcomes.items() if outcome not in allowed} == {}
    assert allowed[0] in outcomes


EXPECTED = {
    "manifest.sqlite": ("StoreCorrupt", "StoreError", "right"),
    "parts": ("StoreCorrupt",),
    "panel": ("right",),
    "lock": ("right",),
    "manifest.sqlite-journal": ("right",),  # it is empty
}


def test_a_file_that_is_gone_is_found_or_does_not_matter(patient: Patient) -> None:
    for file in patient.files:
        folder = file.relative_to(patient.path).parts[0]
        assert patient.outcome(file, None) == EXPECTED[folder][0], file
    for folder in ("parts", "panel"):
        shutil.rmtree(patient.path / folder)
        assert patient.answers() == EXPECTED[folder][0]
        patient.heal()


@pytest.mark.slow
def test_a_writer_on_a_damaged_manifest_removes_no_part(patient: Patient) -> None:
    file = patient.path / "manifest.sqlite"
    data, rng = patient.files[file], np.random.default_rng(3)
    outcomes: dict[Outcome, str] = {}
    for at in places(len(data), rng):
        damaged = bytearray(data)
        damaged[at] ^= int(rng.integers(1, 256))
        outcomes.setdefault(patient.outcome(file, bytes(damaged), writes=True), f"{file.name}[{at}]")
    assert_only(outcomes, *EXPECTED["manifest.sqlite"])
