"""`.fi` on the objects of pandas and polars, for users who write `df.fi.rsi(14)`.

`import fastind` watches for the two libraries (`fastind._hook`) and calls these functions once one is there.
They load neither numpy nor numba: the indicators are looked up when one is asked for.
"""

import warnings
from typing import Any

from fastind.accessors.base import Accessor


def on_pandas(pd: Any) -> None:
    """Add `.fi` to Series and DataFrame."""
    from fastind.accessors.frames import FrameAccessor
    from fastind.accessors.series import SeriesAccessor

    add = pd.api.extensions
    _add(pd.Series, SeriesAccessor, add.register_series_accessor)
    _add(pd.DataFrame, FrameAccessor, add.register_dataframe_accessor)


def on_polars(pl: Any) -> None:
    """Add `.fi` to Expr, Series, DataFrame and LazyFrame."""
    from fastind.accessors.expressions import ExpressionAccessor
    from fastind.accessors.frames import FrameAccessor, LazyAccessor
    from fastind.accessors.series import SeriesAccessor

    add = pl.api
    _add(pl.Expr, ExpressionAccessor, add.register_expr_namespace)
    _add(pl.LazyFrame, LazyAccessor, add.register_lazyframe_namespace)
    for kind, accessor, register in (
        (pl.Series, SeriesAccessor, add.register_series_namespace),
        (pl.DataFrame, FrameAccessor, add.register_dataframe_namespace),
    ):
        if _add(kind, accessor, register):
            kind.fi = _Fresh(accessor)


class _Fresh:
    """Makes the accessor anew each time.

    Polars would keep it on the frame, which it refers to: a circle, whose memory is free only when the
    garbage collector comes.
    """

    def __init__(self, accessor: type[Accessor]) -> None:
        self._accessor = accessor

    def __get__(self, data: Any, kind: Any = None) -> Any:
        return self._accessor if data is None else self._accessor(data)


def _add(kind: Any, accessor: type[Accessor], register: Any) -> bool:
    """Register it, unless something of this name is there."""
    there = getattr(kind, "fi", None)
    if there is None:
        register("fi")(accessor)
    elif not getattr(there, "__module__", "").startswith("fastind."):  # ours: the library is being reloaded
        warnings.warn(
            f"{kind.__module__}.{kind.__name__} has a .fi of another library: fastind leaves it as it is",
            RuntimeWarning,
            stacklevel=2,
        )
    return there is None
