"""Bars and funding rates, from `ohlcv/BTCUSDT_1h.parquet` and `funding/BTCUSDT_funding.parquet`."""

from pathlib import Path
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, MissingFileError, ParameterError
from fastind.frames.labels import near
from fastind.io.pool.frames import STAMP, Table, first_changed
from fastind.io.pool.times import closes, of_arrow

OHLCV = ("open", "high", "low", "close", "volume")
RATE = "funding_rate"


def ohlcv_file(data_dir: Any, symbol: str, timeframe: str) -> Path:
    """Where a symbol's bars are."""
    return Path(data_dir) / "ohlcv" / f"{symbol}_{timeframe}.parquet"


def funding_file(data_dir: Any, symbol: str) -> Path:
    """Where a symbol's funding rates are."""
    return Path(data_dir) / "funding" / f"{symbol}_funding.parquet"


def checked_symbols(symbols: Any) -> list[str]:
    """Symbols that may be parts of a file's name."""
    if isinstance(symbols, str) or not hasattr(symbols, "__iter__"):
        raise ParameterError(f"symbols must be a list of names, got {symbols!r}")
    symbols = list(symbols)
    if not symbols:
        raise ParameterError(
            "symbols has no name: there is nothing to read. SharedDataPool(...) is an empty pool"
        )
    for symbol in (found := list(dict.fromkeys(symbols))):
        is_name = isinstance(symbol, str) and 0 < len(symbol) <= 100 and symbol.isprintable()
        if not is_name or symbol.startswith(".") or set(symbol) & set("/\\"):
            raise ParameterError(
                f"a symbol is a part of a file's name: no '/', no '\\', no '.' in front; got {symbol!r}"
            )
    return found


def read(file: Path, columns: tuple[str, ...]) -> Table:
    """A file's time and columns of numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not file.is_file():
        there = [other.name for other in file.parent.glob("*.parquet")] if file.parent.is_dir() else []
        raise MissingFileError(f"there is no file {file}{near(file.name, there)}")
    try:
        with pq.ParquetFile(file) as source:
            for name in (STAMP, *columns):
                if name not in (names := source.schema_arrow.names):
                    raise InputError(
                        f"{file} has no column {name!r}{near(name, names)}: it has {', '.join(names)}"
                    )
            table = source.read([STAMP, *columns])
    except pa.ArrowInvalid as error:
        raise InputError(f"{file} is no Parquet file that can be read: {error}") from error
    if not table.num_rows:
        raise InputError(f"{file} has no rows")
    times, time = of_arrow(table[STAMP], f"{STAMP} in {file}")
    return Table({name: _numbers(table[name], f"{name} in {file}") for name in columns}, times, time)


def known_at_closes(bars: AnyArray, timeframe: str, stamps: AnyArray, rates: AnyArray) -> AnyArray:
    """The last rate whose stamp is not after a bar's close; NaN before the first."""
    last = np.searchsorted(stamps, closes(bars, timeframe), side="right") - 1
    return np.where(last >= 0, rates[last], np.nan)


def _numbers(column: Any, told: str) -> AnyArray:
    import pyarrow as pa

    kind = column.type
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)):
        raise InputError(f"{told} is {kind}: it must be numbers")
    if pa.types.is_integer(kind):
        wrong = first_changed(column.drop_null().to_numpy(), np.float64)
        if wrong is not None:
            raise InputError(f"{told} has {wrong}, which float64 cannot hold: write the column as floats")
    if not pa.types.is_floating(kind):
        column = column.cast(pa.float64(), safe=False)
    values: AnyArray = column.to_numpy()
    return values
