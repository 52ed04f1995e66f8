"""Made by `python -m fastind.api.stubs`; do not edit."""

# mypy: disable-error-code="override"
from collections.abc import Sequence
from typing import Any, Literal, TypeVar, overload

import numpy.typing as npt

from fastind import errors as errors
from fastind.api import BoundIndicator, Indicator
from fastind.api import indicator as indicator
from fastind.api.compute import compute as compute
from fastind.api.stream import Stream as Stream
from fastind.api.sweep import SweepResult as SweepResult
from fastind.api.sweep import sweep as sweep
from fastind.frames.compact import compact_dtypes as compact_dtypes
from fastind.frames.panel import Panel as Panel
from fastind.io.formats.importing import import_store as import_store
from fastind.io.store.store import Store as Store
from fastind.io.store.store import open_store as open_store
from fastind.kernels.definition import step as step
from fastind.kernels.threads import get_threads as get_threads
from fastind.kernels.threads import set_threads as set_threads
from fastind.parallel.grid import run_grid as run_grid
from fastind.parallel.product import grid as grid
from fastind.parallel.result import GridResult as GridResult
from fastind.report.check import check as check
from fastind.report.explain import explain as explain

__version__: str

Table = TypeVar("Table")

class _Sma(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
        *,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ..., min_periods: int | None = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., min_periods: int | None = ...
    ) -> Stream: ...

sma: _Sma

class _Wma(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

wma: _Wma

class _Ema(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
        *,
        seed: Literal["sma", "first", "adjust"] = "sma",
        nan: Literal["skip", "propagate", "reset", "raise"] = "skip",
        max_gap: int | None = None,
        profile: Literal["talib", "pandas", "tdx"] | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        x: str = ...,
        window: int = ...,
        seed: Literal["sma", "first", "adjust"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        seed: Literal["sma", "first", "adjust"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        seed: Literal["sma", "first", "adjust"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

ema: _Ema

class _Mom(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 10,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

mom: _Mom

class _Macd(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        fast: int = 12,
        slow: int = 26,
        signal: int = 9,
        *,
        align: Literal["own", "talib"] = "own",
        nan: Literal["skip", "propagate", "reset", "raise"] = "skip",
        max_gap: int | None = None,
        profile: Literal["talib", "pandas", "tdx"] | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        close: str = ...,
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

macd: _Macd

class _Trange(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        *,
        nan: Literal["skip", "propagate", "reset", "raise"] = "skip",
        max_gap: int | None = None,
        profile: Literal["talib", "pandas", "tdx"] | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

trange: _Trange

class _Atr(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        nan: Literal["skip", "propagate", "reset", "raise"] = "skip",
        max_gap: int | None = None,
        profile: Literal["talib", "pandas", "tdx"] | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

atr: _Atr

class _Natr(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        nan: Literal["skip", "propagate", "reset", "raise"] = "skip",
        max_gap: int | None = None,
        profile: Literal["talib", "pandas", "tdx"] | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

natr: _Natr

class _Rsi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 14,
        *,
        method: Literal["wilder", "cutler", "ema", "ewm"] = "wilder",
        flat: float | Literal["nan", "talib"] = 50.0,
        nan: Literal["skip", "propagate", "reset", "raise"] = "skip",
        max_gap: int | None = None,
        profile: Literal["talib", "pandas", "tdx"] | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        close: str = ...,
        window: int = ...,
        method: Literal["wilder", "cutler", "ema", "ewm"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        method: Literal["wilder", "cutler", "ema", "ewm"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        method: Literal["wilder", "cutler", "ema", "ewm"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

rsi: _Rsi

class _Volatility(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 20,
        *,
        returns: Literal["simple", "log"] = "simple",
        ddof: int = 1,
        min_periods: int | None = None,
        periods_per_year: float | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        close: str = ...,
        window: int = ...,
        returns: Literal["simple", "log"] = ...,
        ddof: int = ...,
        min_periods: int | None = ...,
        periods_per_year: float | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        returns: Literal["simple", "log"] = ...,
        ddof: int = ...,
        min_periods: int | None = ...,
        periods_per_year: float | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        returns: Literal["simple", "log"] = ...,
        ddof: int = ...,
        min_periods: int | None = ...,
        periods_per_year: float | None = ...,
    ) -> Stream: ...

volatility: _Volatility

class _VolumeRatio(Indicator):
    @overload
    def __call__(
        self,
        volume: Table,
        window: int = 20,
        *,
        include_current: bool = True,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        volume: str = ...,
        window: int = ...,
        include_current: bool = ...,
        min_periods: int | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self, *, window: int = ..., include_current: bool = ..., min_periods: int | None = ...
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        include_current: bool = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

volume_ratio: _VolumeRatio
