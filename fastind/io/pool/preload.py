"""What is put into a pool ahead: bars, funding rates, a range of a store."""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, InputWarning, ParameterError
from fastind.io.pool import bars
from fastind.io.pool.arrays import Held
from fastind.io.pool.contents import Contents
from fastind.io.pool.frames import Table
from fastind.io.pool.times import TIMEFRAME, checked_timeframe, of_numpy

WHOLE = 2**24
"""Up to here float32 holds every whole number."""


def _checked_dtype(dtype: object) -> Any:
    """float32 or float64."""
    if dtype not in ("float32", "float64", np.float32, np.float64):
        raise ParameterError(f"dtype must be 'float32' or 'float64', got {dtype!r}")
    return np.dtype(dtype)


def put_all(contents: Contents, tables: Iterable[tuple[str, Table]], dtype: object) -> None:
    """Put tables under their keys; whole numbers that are rounded are told once."""
    kind = _checked_dtype(dtype)
    rounded: list[str] = []
    for key, table in tables:
        contents.put_table(key, table, kind)
        rounded += _rounded(key, table, kind)
    if rounded:
        more = f" and {len(rounded) - 1} other columns" if len(rounded) > 1 else ""
        warnings.warn(
            f"float32 rounds whole numbers beyond {WHOLE:,} in {rounded[0]}{more}: say "
            'dtype="float64" to keep them',
            InputWarning,
            stacklevel=3,
        )


def ohlcv(data_dir: Any, symbols: Any, timeframes: Any) -> Iterator[tuple[str, Table]]:
    """Each symbol's bars in each timeframe, under their key."""
    names = bars.checked_symbols(symbols)
    if isinstance(timeframes, str):
        raise ParameterError(f"timeframes must be a list like ['1h'], got {timeframes!r}")
    timeframes = list(timeframes)
    if not timeframes:
        raise ParameterError("timeframes has none: there is nothing to read, give a list like ['1h']")
    for timeframe in (frames := list(dict.fromkeys(timeframes))):
        checked_timeframe(timeframe)
    for symbol in names:
        for timeframe in frames:
            table = bars.read(bars.ohlcv_file(data_dir, symbol, timeframe), bars.OHLCV)
            yield f"{symbol}_{timeframe}", table


def funding(
    data_dir: Any, symbols: Any, keys: Sequence[str], held: Callable[[str], Held]
) -> Iterator[tuple[str, Table]]:
    """Each symbol's funding rates, as they are and by the bars that are held, under their keys."""
    for symbol in bars.checked_symbols(symbols):
        rates = bars.read(bars.funding_file(data_dir, symbol), (bars.RATE,))
        yield f"{symbol}_funding", rates
        for timeframe in _timeframes_of(symbol, keys):
            yield f"{symbol}_funding_{timeframe}", _aligned(rates, held(f"{symbol}_{timeframe}"), timeframe)


def _timeframes_of(symbol: str, keys: Sequence[str]) -> list[str]:
    """Those in which a symbol's bars are among these keys."""
    bar = re.compile(f"{re.escape(symbol)}_({TIMEFRAME.pattern})")
    return [found[1] for found in map(bar.fullmatch, keys) if found]


def _aligned(rates: Table, held: Held, timeframe: str) -> Table:
    """The rates as they are known at the close of each bar."""
    if held.times is None:
        raise InputError(
            f"{held.stored.entry.key!r} has no timestamps: funding rates cannot be aligned to it"
        )
    assert rates.times is not None
    values = bars.known_at_closes(held.times, timeframe, rates.times, rates.columns[bars.RATE])
    return Table({bars.RATE: values}, held.times, held.stored.entry.time)


def store(
    given: Any,
    dates: tuple[Any, Any] | None,
    codes: Sequence[Any] | None,
    columns: Sequence[str] | None,
    prefix: str,
) -> Iterator[tuple[str, Table]]:
    """Each column of a store as dates x codes, under its name behind the prefix."""
    from fastind.io.store.opening import open_store
    from fastind.io.store.store import Store

    with ExitStack() as stack:
        opened = given if isinstance(given, Store) else stack.enter_context(open_store(given))
        panel = opened.query(dates=dates, codes=codes, columns=columns, kind="panel")
    if not len(panel.dates):
        raise InputError("the store has no rows in this range: nothing was put into the pool")
    times, time = _times(panel)
    for name in panel.fields:
        yield prefix + name, Table(dict(zip(map(str, panel.codes), panel[name].T, strict=True)), times, time)


def _times(panel: Any) -> tuple[Any, str]:
    """A panel's dates as int64."""
    dates = np.asarray(panel.dates)
    if dates.dtype.kind == "M":
        return of_numpy(dates, panel.zone is not None, "the store's dates")
    return dates.astype(np.int64), "integer"


def _rounded(key: str, table: Table, dtype: Any) -> list[str]:
    """The columns of whole numbers of which float32 rounds some, as messages name them."""
    if dtype != np.float32:
        return []
    return [f"{name!r} of {key!r}" for name, values in table.columns.items() if _is_rounded(values)]


def _is_rounded(values: AnyArray) -> bool:
    """Prices are rounded to 24 bits on purpose; numbers of pieces may be counted on."""
    if not np.fmax.reduce(np.abs(values), initial=0) > WHOLE:
        return False
    there = values[~np.isnan(values)] if values.dtype.kind == "f" else values
    return bool((there == np.trunc(there)).all() and (there.astype(np.float32) != there).any())
