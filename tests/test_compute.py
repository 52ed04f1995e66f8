"""Several indicators in one pass give what each gives alone, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests import steps
from tests.panels import nasty_panel
from tests.support import CASES, Fields, assert_bits, each, parts

FIVE = {
    "rsi14": fi.rsi.bind(window=14),
    "ema7": fi.ema.bind(window=7),
    "ema25": fi.ema.bind(window=25),
    "vol20": fi.volatility.bind(window=20),
    "vr20": fi.volume_ratio.bind(window=20),
}


def five_alone(fields: Fields) -> dict[str, np.ndarray]:
    close, volume = fields["close"], fields["volume"]
    return {
        "rsi14": fi.rsi(close, window=14),
        "ema7": fi.ema(close, window=7),
        "ema25": fi.ema(close, window=25),
        "vol20": fi.volatility(close, window=20),
        "vr20": fi.volume_ratio(volume, window=20),
    }


def assert_same(got: dict[str, np.ndarray], want: dict[str, np.ndarray]) -> None:
    assert list(got) == list(want)
    assert_bits(tuple(got.values()), tuple(want.values()))


@pytest.mark.parametrize("width", [1, 5, 64, 65, 130])
def test_five_at_once_on_a_mapping(width: int) -> None:
    fields = nasty_panel(121, width)
    want = five_alone(fields)
    data = {name: fields[name] for name in ("close", "volume")}
    for order in (np.ascontiguousarray, np.asfortranarray, lambda a: np.repeat(a, 2, axis=1)[:, ::2]):
        got = fi.compute({k: order(v) for k, v in data.items()}, FIVE)
        assert_same(got, want)


def test_fields_of_different_memory_orders() -> None:
    fields = nasty_panel(121, 65)
    got = fi.compute({"close": fields["close"], "volume": np.asfortranarray(fields["volume"])}, FIVE)
    assert_same(got, five_alone(fields))


def test_every_case_in_one_pass() -> None:
    fields = nasty_panel(121, 65)
    keys = {f"k{i}": case.indicator.bind(**case.params) for i, case in enumerate(CASES)}
    got = fi.compute(fields, keys)
    for i, case in enumerate(CASES):
        names = case.indicator.outputs
        found = [f"k{i}"] if len(names) == 1 else [f"k{i}_{name}" for name in names]
        assert_bits(tuple(got[name] for name in found), case(fields))


def test_series_in_series_out() -> None:
    fields = each(nasty_panel(121, 5), lambda a: a[:, 4])
    got = fi.compute(fields, FIVE)
    assert_same(got, five_alone(fields))


def test_float32_fields() -> None:
    fields = each(nasty_panel(121, 65), lambda a: a.astype("f4"))
    got = fi.compute(fields, FIVE)
    assert_same(got, five_alone(fields))


def test_fields_of_two_types() -> None:
    fields = nasty_panel(121, 65)
    mixed = fields | {"volume": fields["volume"].astype("f4")}
    assert_same(fi.compute(mixed, FIVE), five_alone(mixed))
    both = fi.compute(mixed, {"m": steps.indicator.bind()})
    assert_bits(tuple(both.values()), tuple(steps.indicator(mixed["close"], mixed["volume"])))


def test_later_entries_read_earlier_ones() -> None:
    fields = nasty_panel(121, 65)
    keys = {
        "r": fi.rsi.bind(window=5),
        "smooth": fi.ema.bind(window=3, x="r"),
        "again": fi.rsi.bind(window=4, close="smooth"),
        "vr_of_r": fi.volume_ratio.bind(window=3, volume="r"),
    }
    got = fi.compute(fields, keys)
    r = fi.rsi(fields["close"], window=5)
    smooth = fi.ema(r, window=3)
    want = {
        "r": r,
        "smooth": smooth,
        "again": fi.rsi(smooth, window=4),
        "vr_of_r": fi.volume_ratio(r, window=3),
    }
    assert_same(got, want)


def test_an_input_bound_to_another_field() -> None:
    fields = nasty_panel(121, 65)
    got = fi.compute({"open": fields["open"]}, {"e": fi.ema.bind(window=5, x="open")})
    assert_bits((got["e"],), (fi.ema(fields["open"], window=5),))


def test_a_mapping_gives_the_new_fields_in_order() -> None:
    fields = nasty_panel(50, 5)
    got = fi.compute(fields, {"b": fi.rsi.bind(), "a": fi.ema.bind(window=3)})
    assert list(got) == ["b", "a"]
    assert "b" not in fields


@pytest.mark.parametrize("order", ["C", "F"])
def test_out_is_written_and_returned(order: Any) -> None:
    fields = nasty_panel(121, 65)
    out = {key: np.full((121, 65), -7.0, order=order) for key in FIVE}
    got = fi.compute(fields, FIVE, out=out)
    assert all(got[key] is out[key] for key in FIVE)
    assert_same(out, five_alone(fields))


def test_keys_without_a_place_get_new_arrays() -> None:
    fields = nasty_panel(121, 65)
    out = {"ema7": np.full((121, 65), -7.0)}
    got = fi.compute(fields, FIVE, out=out)
    assert got["ema7"] is out["ema7"]
    assert_same(got, five_alone(fields))


@pytest.mark.parametrize(
    "out",
    [
        dict.fromkeys(FIVE, np.empty((121, 65))),
        {key: np.empty((120, 65)) for key in FIVE},
        {**{key: np.empty((121, 65)) for key in FIVE}, "more": np.empty((121, 65))},
        [np.empty((121, 65))] * 5,
    ],
    ids=["five times the same", "too short", "one too many", "a list"],
)
def test_out_that_does_not_fit_is_refused(out: Any) -> None:
    with pytest.raises(fi.errors.FastindError, match="out"):
        fi.compute(nasty_panel(121, 65), FIVE, out=out)


def test_out_that_overlaps_an_input_is_refused() -> None:
    fields = nasty_panel(121, 65)
    before = fields["volume"].copy()
    with pytest.raises(fi.errors.FastindError, match="overlap"):
        fi.compute(fields, {"r": fi.rsi.bind(), "v": fi.volume_ratio.bind()}, out={
            "r": fields["volume"], "v": np.empty((121, 65)),
        })  # fmt: skip
    np.testing.assert_array_equal(fields["volume"], before)


REFUSED: dict[str, Any] = {
    "no such field": lambda f: fi.compute({"close": f["close"]}, {"v": fi.volume_ratio.bind()}),
    "no such bound field": lambda f: fi.compute(f, {"e": fi.ema.bind(window=3, x="nothing")}),
    "a later key": lambda f: fi.compute(f, {"e": fi.ema.bind(window=3, x="r"), "r": fi.rsi.bind()}),
    "fields of two shapes": lambda f: fi.compute({"close": f["close"], "volume": f["volume"][:-1]}, FIVE),
    "a key that is a field": lambda f: fi.compute(f, {"close": fi.rsi.bind()}),
    "no indicator": lambda f: fi.compute(f, {"r": 14}),
    "no data": lambda f: fi.compute(None, FIVE),
    "a plain array": lambda f: fi.compute(f["close"], FIVE),
    "nothing to do": lambda f: fi.compute(f, {}),
    "a missing parameter": lambda f: fi.compute(f, {"e": fi.ema.bind()}),
    "an unknown parameter": lambda f: fi.compute(f, {"r": fi.rsi.bind(windw=3)}),
    "a bad parameter": lambda f: fi.compute(f, {"r": fi.rsi.bind(window=0)}),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_makes_no_sense_is_refused(kind: str) -> None:
    with pytest.raises(fi.errors.FastindError):
        REFUSED[kind](nasty_panel(40, 3))


def test_holes_raise_in_one_pass_too() -> None:
    close = np.array([[1.0], [np.nan], [2.0], [3.0]])
    with pytest.raises(fi.errors.InputError):
        fi.compute({"close": close}, {"e": fi.ema.bind(window=2), "r": fi.rsi.bind(window=2, nan="raise")})


# Panel


def bars(fields: Fields, kind: str) -> dict[str, Any]:
    if kind == "numpy":
        return {name: fields[name] for name in ("close", "volume")}
    index = pd.date_range("2020-01-01", periods=121, name="day")
    codes = pd.Index([f"C{j}" for j in range(65)], name="code")
    return {name: pd.DataFrame(fields[name], index=index, columns=codes) for name in ("close", "volume")}


@pytest.mark.parametrize("kind", ["numpy", "pandas"])
def test_panel_in_panel_out(kind: str) -> None:
    fields = nasty_panel(121, 65)
    panel = fi.Panel.from_wide(bars(fields, kind))
    result = fi.compute(panel, FIVE)
    assert isinstance(result, fi.Panel)
    assert list(result.fields) == ["close", "volume", *FIVE]
    assert result.shape == panel.shape == (121, 65)
    assert list(result.codes) == list(panel.codes)
    assert list(result.dates) == list(panel.dates)
    assert_same({k: result[k] for k in FIVE}, five_alone(fields))
    assert list(panel.fields) == ["close", "volume"]


@pytest.mark.parametrize("kind", ["numpy", "pandas"])
def test_an_indicator_on_a_panel_adds_its_output(kind: str) -> None:
    fields = nasty_panel(121, 65)
    panel = fi.Panel.from_wide(bars(fields, kind))
    assert_bits((fi.rsi(panel)["rsi"],), (fi.rsi(fields["close"]),))
    assert_bits((fi.ema(panel, window=5)["ema"],), (fi.ema(fields["close"], window=5),))
    assert_bits((fi.volume_ratio(panel)["volume_ratio"],), (fi.volume_ratio(fields["volume"]),))


def test_wide_gives_back_the_frame() -> None:
    frames = bars(nasty_panel(121, 65), "pandas")
    panel = fi.Panel.from_wide(frames)
    assert list(panel.codes) == list(frames["close"].columns)
    assert list(panel.dates) == list(frames["close"].index)
    np.testing.assert_array_equal(panel["close"], frames["close"].to_numpy())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda f: {**f, "volume": f["volume"].iloc[:-1]}, "120"),
        (lambda f: {**f, "volume": f["volume"].iloc[:, :-1]}, "C64"),
        (lambda f: {**f, "volume": f["volume"].iloc[:, ::-1]}, "volume"),
        (lambda f: {**f, "volume": f["volume"].iloc[::-1]}, "volume"),
        (lambda f: {**f, "volume": f["volume"].to_numpy()[:-1]}, "volume"),
    ],
    ids=["rows", "codes", "order of codes", "order of rows", "array of another shape"],
)
def test_fields_that_differ_are_refused_with_the_difference(change: Any, named: str) -> None:
    frames = bars(nasty_panel(121, 65), "pandas")
    with pytest.raises(fi.errors.InputError, match=named):
        fi.Panel.from_wide(change(frames))


def test_an_unknown_field_is_a_key_error() -> None:
    panel = fi.Panel.from_wide(bars(nasty_panel(121, 65), "numpy"))
    with pytest.raises((KeyError, fi.errors.FastindError), match="clse"):
        panel["clse"]


def test_a_bound_indicator_can_be_called() -> None:
    close = nasty_panel(121, 65)["close"]
    bound = fi.rsi.bind(window=7)
    assert_bits(parts(bound(close)), parts(fi.rsi(close, window=7)))
