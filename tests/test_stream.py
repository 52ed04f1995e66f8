"""A stream gives, row by row or chunk by chunk, what the batch gives, bit for bit."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests import steps
from tests.panels import nasty_panel
from tests.support import (
    CASES,
    ENGINE_CASES,
    FIRST_CASES,
    LAW_CASES,
    Case,
    assert_bits,
    assert_near_each,
    each,
    parts,
)

ROWS = 121
FIELDS = nasty_panel(ROWS, 38)


def warm(case: Case, stream: Any, fields: Any, rows: slice) -> tuple[np.ndarray, ...]:
    return parts(stream.warm(*(a[rows] for a in case.inputs(fields))))


def update(case: Case, stream: Any, fields: Any, row: int) -> tuple[np.ndarray, ...]:
    return parts(stream.update(*(a[row] for a in case.inputs(fields))))


def joined(pieces: list[tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    return tuple(np.concatenate(outputs) for outputs in zip(*pieces, strict=True))


def stacked(rows: list[tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    return tuple(np.stack(outputs) for outputs in zip(*rows, strict=True))


@pytest.mark.parametrize("stride", [1, 2, 3, 7, 13, ROWS])
@pytest.mark.parametrize("case", ENGINE_CASES, ids=str)
def test_chunks_are_the_batch(case: Case, stride: int) -> None:
    want = case(FIELDS)
    for order in (np.ascontiguousarray, np.asfortranarray):
        stream, fields = case.stream(38), each(FIELDS, order)
        chunks = [warm(case, stream, fields, slice(at, at + stride)) for at in range(0, ROWS, stride)]
        assert_bits(joined(chunks), want)


@pytest.mark.parametrize("width", [1, 63, 64, 65, 130])
@pytest.mark.parametrize("case", ENGINE_CASES, ids=str)
def test_rows_one_by_one_are_the_batch(case: Case, width: int) -> None:
    fields = nasty_panel(47, width)
    stream = case.stream(width)
    assert_bits(stacked([update(case, stream, fields, row) for row in range(47)]), case(fields))


@pytest.mark.nojit
@pytest.mark.parametrize("case", CASES, ids=str)
def test_tiny_stream_is_naive(case: Case) -> None:
    fields = nasty_panel(33, 19)
    stream = case.stream(19)
    first = [warm(case, stream, fields, slice(0, 11)), warm(case, stream, fields, slice(11, 20))]
    then = stacked([update(case, stream, fields, row) for row in range(20, 33)])
    assert_near_each(case, fields, joined([*first, then]), case.naive(fields))


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_a_series_and_an_empty_chunk(case: Case) -> None:
    column = each(FIELDS, lambda a: a[:, 4:5])
    stream = case.stream(1)
    chunks = [warm(case, stream, column, slice(a, b)) for a, b in ((0, 0), (0, 50), (50, 50), (50, ROWS))]
    assert_bits(joined(chunks), case(column))


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_peek_tells_the_next_row_and_changes_nothing(case: Case) -> None:
    stream = case.stream(38)
    warm(case, stream, FIELDS, slice(0, 60))
    for row in range(60, 70):
        inputs = [a[row] for a in case.inputs(FIELDS)]
        other = [a * 1.5 for a in inputs]
        peeked = parts(stream.peek(*inputs))
        stream.peek(*other)
        assert_bits(parts(stream.update(*inputs)), peeked)
    assert_bits(warm(case, stream, FIELDS, slice(70, ROWS)), tuple(o[70:] for o in case(FIELDS)))


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_a_copy_goes_its_own_way(case: Case) -> None:
    stream = case.stream(38)
    warm(case, stream, FIELDS, slice(0, 60))
    twin = stream.copy()
    parts(twin.warm(*(a[:40] * 2.0 for a in case.inputs(FIELDS))))
    third = stream.copy()
    rest = tuple(o[60:] for o in case(FIELDS))
    assert_bits(warm(case, stream, FIELDS, slice(60, ROWS)), rest)
    assert_bits(warm(case, third, FIELDS, slice(60, ROWS)), rest)


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_saved_and_loaded_it_goes_on(case: Case, tmp_path: Path) -> None:
    stream = case.stream(38)
    warm(case, stream, FIELDS, slice(0, 60))
    stream.save(tmp_path / "state")
    own = case.indicator if case.indicator is steps.indicator else None
    loaded = fi.Stream.load(tmp_path / "state", indicator=own)
    rest = tuple(o[60:] for o in case(FIELDS))
    assert_bits(warm(case, loaded, FIELDS, slice(60, ROWS)), rest)
    assert_bits(warm(case, stream, FIELDS, slice(60, ROWS)), rest)


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_pickled_it_goes_on(case: Case) -> None:
    stream = case.stream(38)
    warm(case, stream, FIELDS, slice(0, 60))
    if case.indicator is steps.indicator:
        with pytest.raises(pickle.PicklingError, match=case.indicator.name):  # cloudpickle can
            pickle.dumps(stream)
        return
    copied = pickle.loads(pickle.dumps(stream))
    rest = tuple(o[60:] for o in case(FIELDS))
    assert_bits(warm(case, copied, FIELDS, slice(60, ROWS)), rest)
    assert_bits(warm(case, stream, FIELDS, slice(60, ROWS)), rest)


def test_a_frame_warms_a_stream() -> None:
    frame = pd.DataFrame(FIELDS["close"])
    stream = fi.rsi.stream(codes=frame.shape[1], window=5)
    assert_bits((stream.warm(frame),), (fi.rsi(FIELDS["close"], window=5),))


@pytest.mark.parametrize("before", [5, 60, 64])
@pytest.mark.parametrize("case", ENGINE_CASES, ids=str)
def test_added_codes_are_listed_late(case: Case, before: int) -> None:
    fields = nasty_panel(ROWS, 130)
    stream = case.stream(before)
    head = parts(stream.warm(*(a[:50, :before] for a in case.inputs(fields))))
    stream.add_codes(130 - before)
    late = each(fields, np.copy)
    for values in late.values():
        values[:50, before:] = np.nan
    want = case(late)
    assert_bits(head, tuple(o[:50, :before] for o in want))
    assert_bits(warm(case, stream, late, slice(50, ROWS)), tuple(o[50:] for o in want))


def test_codes_by_name() -> None:
    stream = fi.rsi.stream(codes=["A", "B"], window=3)
    stream.add_codes(["C"])
    assert list(stream.codes) == ["A", "B", "C"]
    assert stream.copy().codes == stream.codes
    with pytest.raises(fi.errors.FastindError, match="B"):
        stream.add_codes(["B"])


def test_numbers_of_numpy_survive_a_file(tmp_path: Path) -> None:
    stream = fi.volatility.stream(codes=np.int64(38), window=np.int64(5), ddof=np.uint8(0))
    stream.warm(FIELDS["close"][:60])
    stream.save(tmp_path / "state")
    rest = fi.Stream.load(tmp_path / "state").warm(FIELDS["close"][60:])
    assert_bits((rest,), (fi.volatility(FIELDS["close"], window=5, ddof=0)[60:],))


@pytest.mark.parametrize("codes", [np.array([3, 5]), np.array(["A", "B"]), pd.Index(["A", "B"]), ("A", 7)])
def test_codes_of_any_sequence_survive_a_file(tmp_path: Path, codes: Any) -> None:
    stream = fi.rsi.stream(codes=codes, window=3)
    assert stream.codes == list(codes)
    stream.save(tmp_path / "state")
    assert fi.Stream.load(tmp_path / "state").codes == list(codes)


def test_codes_that_a_file_cannot_keep_are_refused_when_it_is_written(tmp_path: Path) -> None:
    for code in (("A", 1), np.datetime64("2020-01-01"), None):
        with pytest.raises(fi.errors.FastindError):
            fi.rsi.stream(codes=[code], window=3).save(tmp_path / "state")


def test_a_users_stream_is_loaded_with_its_indicator(tmp_path: Path) -> None:
    steps.indicator.stream(codes=3).save(tmp_path / "state")
    with pytest.raises(fi.errors.InputError, match="indicator="):
        fi.Stream.load(tmp_path / "state")
    assert fi.Stream.load(tmp_path / "state", indicator=steps.indicator).rows == 0


def test_names_survive_a_file(tmp_path: Path) -> None:
    stream = fi.rsi.stream(codes=["A", "BRK.B", "日本"], window=3)
    stream.save(tmp_path / "state")
    assert list(fi.Stream.load(tmp_path / "state").codes) == ["A", "BRK.B", "日本"]


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_updates_are_fresh_arrays(case: Case) -> None:
    stream = case.stream(38)
    rows = [update(case, stream, FIELDS, row) for row in range(60)]
    kept = [tuple(output.copy() for output in row) for row in rows]
    update(case, stream, FIELDS, 60)
    for row, copy in zip(rows, kept, strict=True):
        assert_bits(row, copy)


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_rows_of_any_kind_of_number(case: Case) -> None:
    whole = each(FIELDS, lambda a: np.floor(np.nan_to_num(a, posinf=5.0, neginf=7.0) % 100))
    want = case(whole)
    kinds = [lambda a: a.astype("i4"), lambda a: a.astype(">f8"), lambda a: np.repeat(a, 2)[::2]]
    stream = case.stream(38)
    for row in range(40):
        got = parts(stream.update(*(kinds[row % 3](a[row]) for a in case.inputs(whole))))
        assert_bits(got, tuple(o[row] for o in want))


REFUSED = {
    "too many codes": np.ones(39),
    "too few codes": np.ones(37),
    "one number": 1.0,
    "a table": np.ones((1, 38)),
    "text": np.array(["1"] * 38),
    "masked": np.ma.masked_array(np.ones(38)),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_row_that_does_not_fit_is_refused_and_changes_nothing(kind: str) -> None:
    stream = fi.rsi.stream(codes=38, window=5)
    stream.warm(FIELDS["close"][:50])
    with pytest.raises(fi.errors.FastindError):
        stream.update(REFUSED[kind])
    assert_bits((stream.warm(FIELDS["close"][50:]),), (fi.rsi(FIELDS["close"], window=5)[50:],))


@pytest.mark.parametrize("codes", [-1, 2.5, True, None, ["A", "A"]])
def test_codes_that_make_no_sense_are_refused(codes: Any) -> None:
    with pytest.raises(fi.errors.FastindError, match="codes"):
        fi.rsi.stream(codes=codes, window=5)


def test_no_codes_at_all() -> None:
    stream = fi.rsi.stream(codes=0, window=5)
    assert stream.update(np.empty(0)).shape == (0,)
    assert stream.warm(np.empty((4, 0))).shape == (4, 0)


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04 cut off", b"\x80\x04K\x01."])
def test_a_file_that_is_no_stream_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state").write_bytes(content)
    with pytest.raises(fi.errors.FastindError):
        fi.Stream.load(tmp_path / "state")


def test_a_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    stream = fi.rsi.stream(codes=38, window=5)
    stream.warm(FIELDS["close"])
    stream.save(tmp_path / "state")
    content = (tmp_path / "state").read_bytes()
    (tmp_path / "state").write_bytes(content[: len(content) // 2])
    with pytest.raises(fi.errors.FastindError):
        fi.Stream.load(tmp_path / "state")
