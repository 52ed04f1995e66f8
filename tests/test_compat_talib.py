"""`fastind.compat.talib`: programs that were written for TA-Lib."""

from __future__ import annotations

import copy
import importlib
import inspect
import io
import pickle
import threading
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import talib
import talib.abstract as their_abstract
import talib.stream as their_stream

from fastind.api import catalogue
from fastind.compat import talib as ours
from fastind.compat.talib import abstract, stream
from fastind.compat.talib.entries import input_names
from fastind.compat.talib.table import GROUPS
from fastind.errors import InputError, ParameterError
from tests.naive import DIFFERENCES
from tests.processes import run_python
from tests.support import parts
from tests.test_parity_talib_all import WINDOWS, clean_bars

ENTRIES = {name: entry for entries in GROUPS.values() for name, entry in entries.items()}
NAMES = ours.get_functions()
MISSING: set[str] = set()
"""Functions besides candles and cycles that are not there yet."""
SCALED = {*DIFFERENCES, "var", "stddev", "bbands", "correl", "beta", "cci"}
SCALED |= {"linreg", "linreg_slope", "linreg_intercept", "linreg_angle", "tsf"}
"""Where TA-Lib loses digits: equal within 1e-10 of the input's scale."""
LOOSER = {"BETA": 1e-8}
"""A slope through two points divides one difference that TA-Lib has lost digits of by another."""
PERCENT = {"MFI", "STOCH", "STOCHF", "STOCHRSI", "WILLR", "CMO", "IMI", "ULTOSC", "PPO", "PVO"}
PERCENT |= {"TRIX", "TSI", "COPPOCK", "CMOU", "CVI", "FOSC", "KDJ", "SMI"}
"""In percent: equal within 1e-10 of a percent."""
POSITIONS = ("MAXINDEX", "MININDEX", "MINMAXINDEX")
BARS = ("open", "high", "low", "close", "volume")


def inputs_of(name: str, fields: dict[str, np.ndarray]) -> list[np.ndarray]:
    """The arrays that a function takes, in its order."""
    close = fields["close"]
    if name in ("ACOS", "ASIN"):
        return [close / close.max()]
    periods = 2.0 + np.arange(len(close)) % 13
    more = {"real": close, "real0": close, "real1": fields["open"], "periods": periods}
    return [(fields | more)[one] for one in ENTRIES[name].inputs]


def settings(name: str) -> list[dict[str, Any]]:
    """TA-Lib's defaults, and each window for its period."""
    windowed = "timeperiod" in ENTRIES[name].parameters
    return [{}, *({"timeperiod": w} for w in WINDOWS if windowed)]


def theirs(name: str, data: list[Any], given: dict[str, Any]) -> tuple[np.ndarray, ...] | None:
    """What TA-Lib gives; None for parameters that it does not take."""
    try:
        return parts(getattr(talib, name)(*data, **given))
    except Exception as error:  # noqa: BLE001 - it raises nothing else
        assert "Bad Parameter" in str(error)  # noqa: PT017
        return None


def assert_same(name: str, got: Any, want: Any, data: list[Any], said: Any = "") -> None:
    """Same types and places of NaN, and the same numbers within the limits of parity."""
    got, want = parts(got), parts(want)
    assert len(got) == len(want)
    if name in POSITIONS:
        # Of equal rows TA-Lib takes one or another by what was before; the price there is the same.
        assert all(one.dtype == np.int32 for one in (*got, *want))
        got, want = ([np.where(p > 0, data[0][p], p) for p in result] for result in (got, want))
    scaled = bool(SCALED & {*ENTRIES[name].ours})
    atol = 1e-10 * max(float(np.nanmax(np.abs(x))) for x in data) if scaled else 1e-10 * (name in PERCENT)
    for one, other in zip(map(np.asarray, got), map(np.asarray, want), strict=True):
        assert one.dtype == other.dtype
        other = np.where(np.isinf(other), np.nan, other)  # what is infinite there is NaN here
        np.testing.assert_array_equal(np.isnan(one), np.isnan(other), err_msg=f"{name} {said}")
        np.testing.assert_allclose(
            one, other, rtol=LOOSER.get(name, 1e-10), atol=atol, err_msg=f"{name} {said}"
        )


@pytest.fixture(scope="module")
def rows(bokeh_bars: dict[str, pd.DataFrame]) -> dict[str, np.ndarray]:
    """300 rows of one stock."""
    return {field: values[:300] for field, values in clean_bars(bokeh_bars)[0].items()}


@pytest.fixture(scope="module")
def frame(rows: dict[str, np.ndarray]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=pd.date_range("2020-01-01", periods=300))


def test_the_table_is_talibs() -> None:
    """Groups, order, inputs, parameters, defaults, outputs and flags, of what is here and of what will be."""
    groups = talib.get_function_groups()
    assert list(GROUPS) == list(groups)
    for group, entries in GROUPS.items():
        assert list(entries) == ([] if group == "Pattern Recognition" else groups[group])
    for name, entry in ENTRIES.items():
        info = their_abstract.Function(name).info
        assert entry.title == info["display_name"]
        assert entry.flags == info["function_flags"], name
        assert dict(entry.parameters) == info["parameters"]
        assert list(entry.parameters) == list(info["parameters"])
        assert list(map(type, entry.parameters.values())) == list(map(type, info["parameters"].values()))
        assert {k: list(v) for k, v in entry.outputs.items()} == info["output_flags"]
        assert list(entry.outputs) == info["output_names"]
        assert input_names(entry) == info["input_names"]
        signature = inspect.signature(getattr(talib, name)).parameters
        assert [*entry.inputs, *entry.parameters] == list(signature)
        for key, value in entry.parameters.items():
            assert signature[key].default in (-(2**31), -4e37, value)


def test_the_table_names_the_indicators_that_say_so() -> None:
    for of in catalogue.values():
        if of.talib:
            assert of.name in ENTRIES[of.talib].ours, f"{of.name} says that it is {of.talib}"
    for name in NAMES:
        assert all(of in catalogue for of in ENTRIES[name].ours)


def test_what_is_missing() -> None:
    cycles = {*GROUPS["Cycle Indicators"], "HT_TRENDLINE", "MAMA"}
    candles = {name for name in talib.get_functions() if name.startswith("CDL")}
    assert set(talib.get_functions()) - set(NAMES) == candles | cycles | MISSING
    for module in (ours, abstract, stream):
        for name in candles | cycles | MISSING:
            assert not hasattr(module, name)
        for name in NAMES:
            assert name in module.__all__
            assert name in dir(module)
    with pytest.raises(AttributeError, match="does not have CDLDOJI: candle patterns are not there yet"):
        _ = ours.CDLDOJI
    with pytest.raises(AttributeError, match=r"does not have HT_SINE \(Cycle Indicators\) yet"):
        _ = stream.HT_SINE
    with pytest.raises(ImportError, match="MAMA"):
        from fastind.compat.talib import MAMA  # noqa: F401
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ours.nothing
    for name in ("CDLDOJI", "HT_SINE"):
        with pytest.raises(ParameterError, match=f"does not have {name}"):
            abstract.Function(name)
    with pytest.raises(ParameterError, match="NOTHING not supported by TA-LIB"):
        abstract.Function("nothing")


def test_groups() -> None:
    groups = ours.get_function_groups()
    assert list(groups) == list(talib.get_function_groups())
    assert groups["Pattern Recognition"] == []
    assert [name for names in groups.values() for name in names] == NAMES
    for group, names in groups.items():
        assert names == [n for n in talib.get_function_groups()[group] if n in NAMES]
    assert (ours.__version__, ours.__ta_version__[:5]) == (talib.__version__, talib.__ta_version__[:5])
    assert sorted(NAMES) == ours.__TA_FUNCTION_NAMES__
    assert ours.__function_groups__ == groups


def test_kinds_of_averages() -> None:
    kinds = [name for name in dir(talib.MA_Type) if name.isupper()]
    assert len(kinds) == 14
    for kind in kinds:
        number = getattr(talib.MA_Type, kind)
        assert getattr(ours.MA_Type, kind) == number
        assert ours.MA_Type[number] == talib.MA_Type[number]
    with pytest.raises(KeyError):
        ours.MA_Type[14]


@pytest.mark.parametrize("name", NAMES)
def test_numbers(name: str, bars: dict[str, pd.DataFrame]) -> None:
    for fields in clean_bars(bars)[:3]:
        data = inputs_of(name, fields)
        for given in settings(name):
            want = theirs(name, data, given)
            if want is not None:
                assert_same(name, getattr(ours, name)(*data, **given), want, data, given)


@pytest.mark.parametrize("name", [n for n in NAMES if any("matype" in p for p in ENTRIES[n].parameters)])
def test_kinds_of_averages_in_functions(name: str, rows: dict[str, np.ndarray]) -> None:
    data = inputs_of(name, rows)
    keys = [key for key in ENTRIES[name].parameters if key.endswith("matype")]
    known = 0
    for number in range(14):
        given = dict.fromkeys(keys, number)
        try:
            got = getattr(ours, name)(*data, **given)
        except ParameterError as error:
            assert number not in range(7) or "mama" in str(error).lower()  # noqa: PT017
        else:
            known += 1
            assert_same(name, got, getattr(talib, name)(*data, **given), data, given)
    assert known >= 8
    with pytest.raises(ParameterError, match="MA_Type"):
        getattr(ours, name)(*data, **{keys[0]: 99})


SWAPPED = [n for n in ("MACD", "MACDEXT", "APO", "PPO", "PVO", "ADOSC", "AO", "AC") if n in NAMES]


@pytest.mark.parametrize("name", SWAPPED)
def test_periods_the_wrong_way_round(name: str, rows: dict[str, np.ndarray]) -> None:
    data = inputs_of(name, rows)
    for given in ({"fastperiod": 12, "slowperiod": 5}, {"fastperiod": 5, "slowperiod": 12}):
        assert_same(
            name, getattr(ours, name)(*data, **given), getattr(talib, name)(*data, **given), data, given
        )
        live = getattr(stream, name)(*(x[:-1] for x in data), **given)
        want = [x[-1] for x in parts(getattr(ours, name)(*data, **given))]
        assert [*parts(live.update(*(x[-1] for x in data)))] == want


@pytest.mark.parametrize("name", NAMES)
def test_arguments(name: str, rows: dict[str, np.ndarray]) -> None:
    """By position, by name, left out, and TA-Lib's own marks for that."""
    function, entry, data = getattr(ours, name), ENTRIES[name], inputs_of(name, rows)
    want = parts(function(*data))
    calls = [
        function(*data, *entry.parameters.values()),
        function(**dict(zip(entry.inputs, data, strict=True)), **entry.parameters),
        function(*data, *(-4e37 if isinstance(v, float) else -(2**31) for v in entry.parameters.values())),
        function(*data, *(np.int64(v) if isinstance(v, int) else v for v in entry.parameters.values())),
        pickle.loads(pickle.dumps(function))(*data),
        getattr(ours.func, name)(*data),
    ]
    for call in calls:
        for one, other in zip(parts(call), want, strict=True):
            np.testing.assert_array_equal(one, other)
    assert function.__name__ == name
    assert list(inspect.signature(function).parameters) == [*entry.inputs, *entry.parameters]
    assert f"{entry.title} (" in function.__doc__


def test_what_is_refused(rows: dict[str, np.ndarray]) -> None:
    close = rows["close"]
    for call, said in (
        (lambda: ours.RSI(close, 5, 6), "at most 2 arguments"),
        (lambda: ours.RSI(), "needs real"),
        (lambda: ours.RSI(close, window=3), "unexpected keyword argument 'window': it has real, timeperiod"),
        (lambda: ours.RSI(close, real=close), "multiple values for argument 'real'"),
        (lambda: ours.RSI(close, timeperiod=2.5), "timeperiod must be a whole number, got 2.5"),
        (lambda: ours.RSI(close, timeperiod=np.nan), "timeperiod must be a whole number, got nan"),
        (lambda: ours.RSI(close, timeperiod=[7, 14]), r"timeperiod must be a number, got \[7, 14\]"),
        (lambda: ours.RSI(close, timeperiod=True), "timeperiod must be a number, got True"),
        (lambda: ours.RSI(close, timeperiod="2"), "timeperiod must be a number, got '2'"),
        (lambda: ours.RSI(close, timeperiod=0), "window must be an integer >= 1, got 0"),
    ):
        with pytest.raises(TypeError, match=said):
            call()
    with pytest.raises(InputError, match="differ in shape"):
        ours.TRANGE(close, close[1:], close)
    with pytest.raises(InputError, match="cannot be mixed"):
        ours.TRANGE(pd.Series(close), pl.Series(close), close)
    with pytest.raises(InputError, match="must be a series as the others are"):
        ours.TRANGE(pd.Series(close), close[:, None], close)
    with pytest.raises(InputError):
        ours.RSI(None)
    assert_same("RSI", ours.RSI(close, timeperiod=14.0), talib.RSI(close), [close])


@pytest.mark.parametrize("name", NAMES)
def test_kinds(name: str, rows: dict[str, np.ndarray], frame: pd.DataFrame) -> None:
    """Series as TA-Lib gives them; and what it does not take: tables, float32, whole numbers."""
    function, data = getattr(ours, name), inputs_of(name, rows)
    want = parts(function(*data))
    series = [pd.Series(x, frame.index, name="x") for x in data]
    mixed = [series[0], *data[1:]]
    integers = [pd.Series(x.round().astype(int)) for x in data]
    for given in (
        series,
        mixed,
        integers,
        [s.astype("float32") for s in series],
        [s.astype("Float64") for s in series],
    ):
        got, kept = parts(function(*given)), parts(getattr(talib, name)(*given))
        for one, other in zip(got, kept, strict=True):
            assert (type(one), one.dtype, one.name) == (pd.Series, other.dtype, other.name)
            assert one.index is given[0].index
    for one, other in zip(parts(function(*series)), want, strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(parts(function(*map(pl.Series, data))), want, strict=True):
        assert isinstance(one, pl.Series)
        np.testing.assert_array_equal(one.to_numpy(), other)
    tables = [
        np.column_stack([x, x * 0.5]) if ENTRIES[name].inputs[-1] != "periods" else np.column_stack([x, x])
        for x in data
    ]
    for one, other in zip(parts(function(*tables)), want, strict=True):
        assert one.shape == (300, 2)
        np.testing.assert_array_equal(one[:, 0], other)
        assert one.dtype == other.dtype
    for one, other in zip(parts(function(*map(pd.DataFrame, tables))), want, strict=True):
        assert isinstance(one, pd.DataFrame)
        np.testing.assert_array_equal(one[0], other)
    single = parts(function(*(x.astype("f4") for x in data)))
    assert all(
        one.dtype == (np.float32 if other.dtype == float else np.int32)
        for one, other in zip(single, want, strict=True)
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_late_start(name: str, rows: dict[str, np.ndarray]) -> None:
    data = [np.concatenate([np.full(7, np.nan), x]) for x in inputs_of(name, rows)]
    assert_same(name, getattr(ours, name)(*data), getattr(talib, name)(*data), data)


@pytest.mark.parametrize("name", NAMES)
def test_too_few_rows(name: str, rows: dict[str, np.ndarray]) -> None:
    for n in (1, 2):
        data = [x[:n] for x in inputs_of(name, rows)]
        assert_same(name, getattr(ours, name)(*data), getattr(talib, name)(*data), data)
    empty = parts(getattr(ours, name)(*(x[:0] for x in data)))
    assert all(x.shape == (0,) for x in empty)


@pytest.mark.parametrize("name", NAMES)
def test_flat(name: str) -> None:
    """TA-Lib's numbers for prices that do not move."""
    data = inputs_of(name, {field: np.full(300, 100.0) for field in BARS})
    assert_same(name, getattr(ours, name)(*data), getattr(talib, name)(*data), data)


@pytest.mark.parametrize("name", NAMES)
def test_resting(name: str, rows: dict[str, np.ndarray]) -> None:
    """Prices that move, rest for longer than any window, and move on."""
    resting = {field: np.concatenate([x[:150], np.full(100, x[149]), x[150:]]) for field, x in rows.items()}
    for field in ("open", "high", "low"):
        resting[field][150:250] = resting["close"][150:250]
    resting["volume"][150:250] = 0.0
    data = inputs_of(name, resting)
    assert_same(name, getattr(ours, name)(*data), getattr(talib, name)(*data), data)


def test_nothing_is_divided_by_zero() -> None:
    """TA-Lib's infinities and zeros are NaN."""
    x, zero = np.array([0.0, 1.0, 2.0]), np.zeros(3)
    assert talib.DIV(x, zero).tolist()[1:] == [np.inf, np.inf]
    assert np.isnan(ours.DIV(x, zero)).all()
    for name, want in (("LN", -np.inf), ("LOG10", -np.inf)):
        assert (getattr(talib, name)(x)[0], np.isnan(getattr(ours, name)(x)[0])) == (want, True)
    for name in ("ROC", "ROCP", "ROCR", "ROCR100"):
        assert (getattr(talib, name)(x, 1)[1], np.isnan(getattr(ours, name)(x, 1)[1])) == (0.0, True)


@pytest.mark.parametrize("name", NAMES)
def test_holes_are_ours(name: str, rows: dict[str, np.ndarray]) -> None:
    """One missing row: what the indicator itself gives, and no number that is made from nothing."""
    data = [x.copy() for x in inputs_of(name, rows)]
    for x in data:
        x[150] = np.nan
    got = parts(getattr(ours, name)(*data))
    for one in got:
        none = -1 if name in POSITIONS else 0
        assert one[150] == none if one.dtype == np.int32 else np.isnan(one[150])
    if name in POSITIONS:
        return
    plan = getattr(ours, name).plan({})
    of, values = catalogue[ENTRIES[name].ours[0]], plan.parts[0][0].params
    want = [*parts(of(*data, **values))]
    if plan.finish is not None:
        want = plan.finish(want, None, None)
    for one, other in zip(got, want, strict=True):
        np.testing.assert_array_equal(one, other)
    if of.gaps == "skip":
        rest = parts(getattr(ours, name)(*(np.delete(x, 150) for x in data)))
        for one, other in zip(got, rest, strict=True):
            np.testing.assert_array_equal(np.delete(one, 150), other)


def test_positions_in_frames_of_all_kinds(rows: dict[str, np.ndarray]) -> None:
    table = pd.DataFrame({"a": rows["close"], "b": rows["open"]})
    want = ours.MAXINDEX(table.to_numpy(), 5)
    for kind in (table, table.astype("Float64"), table.astype("double[pyarrow]"), pl.from_pandas(table)):
        got = ours.MAXINDEX(kind, 5)
        assert type(got) is type(kind)
        np.testing.assert_array_equal(got.to_numpy(), want)
        assert all("int32" in str(dtype).lower() for dtype in got.dtypes)


def test_positions_in_holes() -> None:
    x = np.array([np.nan, 1.0, 3.0, 2.0, np.nan, 5.0, 4.0, 6.0])
    assert ours.MAXINDEX(x, 2).tolist() == [0, 0, 2, 2, -1, -1, 5, 7]
    assert ours.MININDEX(x, 2).tolist() == [0, 0, 1, 3, -1, -1, 6, 6]
    ties = np.array([1.0, 3, 3, 2, 3, 1, 1, 1, 1, 1])
    for name in POSITIONS:
        assert_same(name, getattr(ours, name)(ties, 4), getattr(talib, name)(ties, 4), [ties])
    assert ours.MAXINDEX(ties, 4).tolist() == [0, 0, 0, 1, 1, 2, 4, 4, 5, 6], "the first of equal rows"


@pytest.mark.parametrize("name", NAMES)
def test_stream(name: str, rows: dict[str, np.ndarray]) -> None:
    """Equal to TA-Lib's handles, and bit by bit to our own functions."""
    data, cut = inputs_of(name, rows), 280
    head = [x[:cut] for x in data]
    live, other = getattr(stream, name)(*head), getattr(their_stream, name)(*head)
    whole = [one.tolist() for one in parts(getattr(ours, name)(*data))]
    again, filled = getattr(stream, name).open_and_fill(*map(pd.Series, head))
    assert isinstance(parts(filled)[0], pd.Series)
    for one, every in zip(parts(filled), whole, strict=True):
        np.testing.assert_array_equal(one, every[:cut])
    assert again.value == live.value
    assert tuple(live.out_range) == tuple(other.out_range)
    for row in range(cut, 300):
        bar = [float(x[row]) for x in data]
        peeked = live.peek(*bar)
        fork = copy.copy(live)
        got = live.update(*bar)
        assert got == peeked == fork.update(*bar) == live.value
        assert parts(got) == tuple(every[row] for every in whole)
        assert list(map(type, parts(got))) == list(map(type, parts(other.update(*bar))))
    kind = np.int32 if name in POSITIONS else np.float64
    got, want = (tuple(np.array(x, kind) for x in parts(one.value)) for one in (live, other))
    assert_same(name, got, want, data)
    assert tuple(live.out_range) == tuple(other.out_range)
    assert pickle.loads(pickle.dumps(live._parts[0])).rows == 300


def test_a_stream_is_its_last_value(rows: dict[str, np.ndarray]) -> None:
    """As in programs for older TA-Libs."""
    close = rows["close"]
    live, last = stream.RSI(close, timeperiod=5), ours.RSI(close, timeperiod=5)[-1].item()
    assert float(live) == last == live
    assert live + 1 == last + 1
    assert (live > last - 1, live < last, f"{live:.2f}", str(live)) == (True, False, f"{last:.2f}", str(last))
    assert repr(live) == f"<fastind's stream.RSI: {last!r} in row 299>"
    macd, signal, hist = bands = stream.MACD(close)
    assert (macd, signal, hist) == bands.value == tuple(x[-1] for x in ours.MACD(close))
    assert (len(bands), bands[2]) == (3, hist)
    assert len({live, bands}) == 2
    assert copy.deepcopy(live).value == last
    assert (round(live, 2), np.isnan(live), np.array([live, live]).shape) == (round(last, 2), False, (2,))
    assert np.array(bands).tolist() == [*bands]


def test_streams_refuse(rows: dict[str, np.ndarray]) -> None:
    close = rows["close"]
    with pytest.raises(
        ours.InsufficientHistory, match=r"stream\.RSI: 14 rows of history, at least 15 needed"
    ):
        stream.RSI(close[:14])
    for history in (close[:0], np.full(30, np.nan)):
        with pytest.raises(ours.InsufficientHistory, match="0 rows"):
            stream.RSI(history)
    with pytest.raises(InputError, match="one length"):
        stream.RSI(close[:, None])
    live = stream.RSI(close)
    with pytest.raises(InputError, match=r"stream\.RSI takes real; got 2 numbers"):
        live.update(1.0, 2.0)
    before = live.value
    assert np.isnan(live.update(np.nan)), "a missing row"
    live.advance()
    assert tuple(live.out_range) == (14, 300 + 2 - 14)
    assert live.update(close[-1]) == stream.RSI(np.append(close, close[-1])).value != before
    indexed = stream.MAXINDEX(close, 5) if "MAXINDEX" in NAMES else None
    if indexed is not None:
        with pytest.raises(NotImplementedError, match="not taken have no position"):
            indexed.advance()


@pytest.mark.parametrize("name", NAMES)
def test_abstract(name: str, frame: pd.DataFrame) -> None:
    """Its facts are TA-Lib's, and so are the kinds of results."""
    frame = frame.assign(periods=2.0 + np.arange(300) % 13)
    mine, other = abstract.Function(name.lower()), their_abstract.Function(name.lower())
    assert mine.info == other.info
    assert (mine.parameters, mine.input_names) == (other.parameters, other.input_names)
    assert (mine.function_flags, mine.output_flags) == (other.function_flags, other.output_flags)
    assert (mine.output_names, mine.lookback, str(mine)) == (other.output_names, other.lookback, str(other))
    assert repr(mine) == f"{mine.info}"
    data = inputs_of(name, {field: frame[field].to_numpy() for field in BARS})
    arrays = {column: frame[column].to_numpy() for column in frame}
    for given in (frame, pl.from_pandas(frame), arrays):
        got, want = mine(given), other(given)
        assert type(got) is type(want)
        if isinstance(got, pd.DataFrame | pl.DataFrame):
            assert list(got.columns) == list(want.columns)
        lists = [
            x if isinstance(x, list) else [x.to_numpy()] if hasattr(x, "to_numpy") else [x]
            for x in (got, want)
        ]
        assert_same(name, tuple(lists[0]), tuple(lists[1]), data)
    got = mine.run(arrays)
    np.testing.assert_array_equal(np.asarray(got), np.asarray(mine.outputs))
    fresh = getattr(abstract, name)
    assert fresh.info == other.info


def test_abstract_settings(frame: pd.DataFrame, rows: dict[str, np.ndarray]) -> None:
    for library in (their_abstract, abstract):
        sma = library.Function("SMA", timeperiod=20, price="open")
        np.testing.assert_allclose(sma(frame), talib.SMA(frame["open"], 20))
        assert (sma.parameters, sma.lookback) == ({"timeperiod": 20}, 19)
        np.testing.assert_allclose(sma(frame, 5), talib.SMA(frame["open"], 5))
        np.testing.assert_allclose(sma(frame, timeperiod=7, price="low"), talib.SMA(frame["low"], 7))
        assert (sma.parameters, sma.input_names) == ({"timeperiod": 20}, {"price": "open"})
        sma.parameters = {"timeperiod": 3}
        sma.input_names = {"price": "high"}
        np.testing.assert_allclose(sma.outputs, talib.SMA(frame["high"], 3))
        sma.set_parameters(timeperiod=4)
        np.testing.assert_allclose(sma.run(), talib.SMA(frame["high"], 4))
        assert sma.info["parameters"] == {"timeperiod": 4}
        assert sma.info["input_names"] == {"price": "high"}
        pd.testing.assert_frame_equal(sma.input_arrays, frame)
        assert sma.set_input_arrays(rows["close"]) is False
        assert sma.set_input_arrays(pl.from_pandas(frame)) is True
        assert sma.get_input_arrays().shape == frame.shape
        np.testing.assert_allclose(sma(rows["close"], 5), talib.SMA(rows["close"], 5))
        atr = library.Function("atr")
        with pytest.raises(TypeError, match=r"Not enough price arguments: expected 3 \(high, low, close\)"):
            atr(rows["high"], rows["low"])
        with pytest.raises(TypeError, match="Not enough price arguments"):
            atr()
        with pytest.raises(TypeError, match="Too many price arguments"):
            atr(*[rows["high"]] * 4)
        with pytest.raises(Exception, match="missing required data keys: low, close"):
            atr({"high": rows["high"]})
        with pytest.raises(
            TypeError, match=r"Invalid parameter value for timeperiod \(expected int, got str\)"
        ):
            atr(frame, timeperiod="x")
        want = talib.ATR(rows["high"], rows["low"], rows["open"], 5)
        np.testing.assert_allclose(atr(rows, 5, prices=["high", "low", "open"]), want)
        np.testing.assert_allclose(atr(rows["high"], rows["low"], rows["open"], timeperiod=5), want)


def test_each_thread_has_its_own(frame: pd.DataFrame) -> None:
    abstract.SMA.set_parameters(timeperiod=5)
    seen: list[Any] = []
    thread = threading.Thread(target=lambda: seen.append(abstract.SMA.parameters))
    thread.start()
    thread.join()
    assert seen == [{"timeperiod": 30}]
    assert abstract.SMA.parameters == {"timeperiod": 5}
    abstract.SMA.set_parameters(timeperiod=30)


def test_settings() -> None:
    assert (ours.get_unstable_period("RSI"), ours.get_compatibility()) == (0, 0)
    ours.set_unstable_period("RSI", 0)
    ours.set_compatibility(0)
    with pytest.raises(NotImplementedError, match="leave out the first 5 values"):
        ours.set_unstable_period("RSI", 5)
    with pytest.raises(NotImplementedError, match="TA-Lib's own numbers"):
        ours.set_compatibility(1)


PROGRAM = """
import numpy as np
import pandas as pd
import talib
from talib import MA_Type, abstract

close = frame["close"].to_numpy()
upper, middle, lower = talib.BBANDS(close, timeperiod=20, nbdevup=2, nbdevdn=2, matype=MA_Type.EMA)
macd, signal, hist = talib.MACD(frame["close"], fastperiod=12, slowperiod=26, signalperiod=9)
table = frame.assign(
    rsi=talib.RSI(frame["close"], timeperiod=14),
    atr=talib.ATR(frame["high"], frame["low"], frame["close"], timeperiod=14),
    slowk=abstract.STOCH(frame, 5, 3, 0, 3, 0)["slowk"],
    hist=hist,
    width=(upper - lower) / middle,
)
print(table.round(6).tail(10).to_string())
adx = talib.ADX(frame["high"], frame["low"], frame["close"])
print(pd.concat([talib.SMA(frame["close"], 5), adx], axis=1).tail(3))
buys = np.flatnonzero((table["rsi"] < 40) & (table["hist"] > 0))
print("buys", buys.tolist())
for name in ("RSI", "MACD", "STOCH"):
    function = abstract.Function(name)
    print(name, function.info["display_name"], dict(function.parameters))
    print(function.output_names, function.lookback)
print(talib.MAXINDEX(close, timeperiod=50)[-1], talib.stream.RSI(close, timeperiod=7).value.__round__(6))
print("RSI" in talib.get_functions(), "SMA" in talib.get_function_groups()["Overlap Studies"])
"""


def test_a_program(frame: pd.DataFrame) -> None:
    """The same printout, line by line, with only the import changed."""
    changed = PROGRAM.replace("import talib\n", "from fastind.compat import talib\n")
    changed = changed.replace("from talib import", "from fastind.compat.talib import")
    printed = []
    for text in (PROGRAM, changed):
        with redirect_stdout(io.StringIO()) as out:
            exec(text, {"frame": frame})
        printed.append(out.getvalue())
    assert printed[0].count("\n") > 20
    assert printed[1] == printed[0]


def test_imports_of_all_kinds() -> None:
    space: dict[str, Any] = {}
    exec(
        "import fastind.compat.talib as ta\n"
        "from fastind.compat.talib import *\n"
        "from fastind.compat.talib.abstract import RSI as r",
        space,
    )
    assert space["RSI"] is space["ta"].RSI is ours.RSI
    assert space["r"] is abstract.RSI
    assert importlib.import_module("fastind.compat.talib.stream").RSI is stream.RSI


def test_a_stream_that_starts_late(rows: dict[str, np.ndarray]) -> None:
    history = np.concatenate([np.full(7, np.nan), rows["close"]])
    for name in ("RSI", "MAXINDEX", "SMA"):
        mine, other = getattr(stream, name)(history, 5), getattr(their_stream, name)(history, 5)
        assert tuple(mine.out_range) == tuple(other.out_range)
        assert mine.value == pytest.approx(other.value, rel=1e-12)
        assert mine.update(1000.0) == pytest.approx(other.update(1000.0), rel=1e-12)


def test_many_settings(rows: dict[str, np.ndarray]) -> None:
    """Plans are kept, and not without end."""
    for window in range(1, 600):
        ours.SMA(rows["close"], window)
    assert len(ours.SMA._plans) <= 256
    assert_same("SMA", ours.SMA(rows["close"], 2), talib.SMA(rows["close"], 2), [rows["close"]])


PAGE = Path(__file__).parents[1] / "docs" / "talib.md"


def tables() -> str:
    """The page's tables of functions."""
    lines = []
    for group, names in ours.get_function_groups().items():
        if names:
            lines += [f"### {group}", "", "| TA-Lib | fastind |", "| --- | --- |"]
            lines += [
                f"| `{name}{inspect.signature(getattr(ours, name))}` | {made(name)} |" for name in names
            ]
            lines.append("")
    return "\n".join(lines)


def made(name: str) -> str:
    return ", ".join(f"`{of}`" for of in ENTRIES[name].ours)


def test_talib_is_not_needed() -> None:
    """Nor pandas, nor polars."""
    told = run_python(
        "import sys; from fastind.compat import talib; import numpy as np; x = np.arange(40.0); "
        "talib.RSI(x), talib.stream.SMA(x).value, talib.abstract.RSI(x); "
        "print(*({'talib', 'pandas', 'polars'} & {*sys.modules}), 'done')"
    )
    assert told.split() == ["done"]


def test_the_page_lists_every_function() -> None:
    """`python -m tests.test_compat_talib` writes the tables anew."""
    text, _, listed = PAGE.read_text(encoding="utf-8").partition("### ")
    assert listed == tables().partition("### ")[2]
    assert all(f"`{name}`" in text for name in MISSING)


if __name__ == "__main__":
    head = PAGE.read_text(encoding="utf-8").partition("### ")[0]
    PAGE.write_text(head + tables(), encoding="utf-8")
