"""`create_shared_pool` and `attach_to_pool`: how users come to a pool."""

import os
from collections.abc import Sequence

from fastind.io.pool.pool import Dtype, SharedDataPool


def create_shared_pool(
    data_dir: str | os.PathLike[str] = "data",
    symbols: Sequence[str] | None = None,
    timeframes: Sequence[str] = ("1h",),
    pool_name: str = "backtest_data",
    include_funding: bool = True,
    dtype: Dtype = "float32",
) -> SharedDataPool:
    """Make a pool and put bars and funding rates of these symbols into it, in memory once for all processes.

    Parameters
    ----------
    data_dir : path
        Has `ohlcv/{SYMBOL}_{TIMEFRAME}.parquet` with the columns timestamp, open, high, low, close and
        volume, and `funding/{SYMBOL}_funding.parquet` with timestamp and funding_rate.
    symbols : list of names, optional
        An empty pool if not said.
    timeframes : list of names
        A number and s, m, h, d, w or M: "15m", "1h".
    pool_name : str
        1 to 100 letters, digits, ".", "_" and "-".
    include_funding : bool
    dtype : "float32" or "float64"
        With float32 every value is rounded to 24 bits: by up to 6e-8 of itself, and whole numbers beyond
        2**24 = 16,777,216 (volumes) are not kept, which an InputWarning says. float64 keeps them.

    Returns
    -------
    SharedDataPool
        With keys like `BTCUSDT_1h`, `BTCUSDT_funding` and `BTCUSDT_funding_1h`. The pool is gone when no
        process holds it any more.

    Raises
    ------
    PoolError
        A process holds a pool of this name, or what lies in its place is not ours.
    PoolFull
        There is no memory for it.
    InputError
        A file has no rows, no such column, times that do not ascend, values that the dtype cannot hold.
        Its child MissingFileError: a file is not there.
    ParameterError
        A name that cannot be one.

    Notes
    -----
    If anything is wrong, no pool is left.

    Examples
    --------
    >>> import fastind as fi
    >>> with fi.create_shared_pool(pool_name="doctest_create") as pool:  # no symbols: an empty one
    ...     pool.list_keys()
    []
    """
    pool = SharedDataPool(pool_name, create=True)
    try:
        if symbols is not None:
            pool.preload_ohlcv(data_dir, symbols, timeframes, dtype=dtype)
        if symbols is not None and include_funding:
            pool.preload_funding_rates(data_dir, symbols, dtype=dtype)
    except BaseException:
        pool.cleanup()
        raise
    return pool


def attach_to_pool(pool_name: str = "backtest_data") -> SharedDataPool:
    """Use a pool that another process has made, or this one; however the process was started.

    Parameters
    ----------
    pool_name : str

    Returns
    -------
    SharedDataPool

    Raises
    ------
    PoolError
        No process holds such a pool.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> pool = fi.SharedDataPool("doctest_attach")
    >>> pool.put("weights", np.array([0.5, 0.25]))
    >>> with fi.attach_to_pool("doctest_attach") as other:
    ...     other.get("weights")
    array([0.5 , 0.25])
    >>> pool.cleanup()
    """
    return SharedDataPool(pool_name, create=False)
