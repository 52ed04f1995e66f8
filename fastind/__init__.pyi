"""Made by `python -m fastind.api.stubs`; do not edit."""

# mypy: disable-error-code="override"
from collections.abc import Sequence
from typing import Any, Literal, TypeVar, overload

import numpy.typing as npt

from fastind import errors as errors
from fastind.api import BoundIndicator, Indicator
from fastind.api import indicator as indicator
from fastind.api.compute import compute as compute
from fastind.api.registry import indicators as indicators
from fastind.api.registry import lookback as lookback
from fastind.api.stream import Stream as Stream
from fastind.api.sweep import SweepResult as SweepResult
from fastind.api.sweep import sweep as sweep
from fastind.frames.compact import compact_dtypes as compact_dtypes
from fastind.frames.panel import Panel as Panel
from fastind.io.cache.cache import Cache as Cache
from fastind.io.formats.importing import import_store as import_store
from fastind.io.pool.info import SharedDataInfo as SharedDataInfo
from fastind.io.pool.opening import attach_to_pool as attach_to_pool
from fastind.io.pool.opening import create_shared_pool as create_shared_pool
from fastind.io.pool.pool import SharedDataPool as SharedDataPool
from fastind.io.serial.mapped import open_mmap as open_mmap
from fastind.io.serial.streams import dump_stream as dump_stream
from fastind.io.serial.streams import load_stream as load_stream
from fastind.io.serial.values import dumps as dumps
from fastind.io.serial.values import loads as loads
from fastind.io.sql.batch import execute_batch as execute_batch
from fastind.io.sql.writing import write_sql as write_sql
from fastind.io.store.opening import open_store as open_store
from fastind.io.store.store import Store as Store
from fastind.kernels.definition import step as step
from fastind.kernels.threads import get_threads as get_threads
from fastind.kernels.threads import set_threads as set_threads
from fastind.parallel.grid import run_grid as run_grid
from fastind.parallel.product import grid as grid
from fastind.parallel.result import GridResult as GridResult
from fastind.parallel.warmup import warmup as warmup
from fastind.report.check import check as check
from fastind.report.explain import explain as explain

__version__: str

Table = TypeVar("Table")

class _Kama(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
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
        x: str = ...,
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

kama: _Kama

class _Vidya(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 12,
        cmo: int = 9,
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
        x: str = ...,
        window: int = ...,
        cmo: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        cmo: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        cmo: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

vidya: _Vidya

class _Alma(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 9,
        offset: float = 0.85,
        sigma: float = 6.0,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., window: int = ..., offset: float = ..., sigma: float = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., offset: float = ..., sigma: float = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., offset: float = ..., sigma: float = ...
    ) -> Stream: ...

alma: _Alma

class _Add(Indicator):
    @overload
    def __call__(
        self, x: Table, y: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., y: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

add: _Add

class _Sub(Indicator):
    @overload
    def __call__(
        self, x: Table, y: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., y: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

sub: _Sub

class _Mult(Indicator):
    @overload
    def __call__(
        self, x: Table, y: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., y: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

mult: _Mult

class _Div(Indicator):
    @overload
    def __call__(
        self, x: Table, y: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., y: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

div: _Div

class _Cumsum(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
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
        x: str = ...,
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

cumsum: _Cumsum

class _Aroon(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

aroon: _Aroon

class _Aroonosc(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

aroonosc: _Aroonosc

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

class _Adr(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

adr: _Adr

class _Cvi(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 10,
        lag: int = 10,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        window: int = ...,
        lag: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        lag: int = ...,
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
        lag: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

cvi: _Cvi

class _Massi(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 25,
        smooth: int = 9,
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
        window: int = ...,
        smooth: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        smooth: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        smooth: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

massi: _Massi

class _Marketfi(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        volume: Table,
        *,
        flat: float | Literal["nan", "talib"] = "nan",
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        high: str = ...,
        low: str = ...,
        volume: str = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, flat: float | Literal["nan", "talib"] = ...
    ) -> Stream: ...

marketfi: _Marketfi

class _Bop(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        high: Table,
        low: Table,
        close: Table,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        open: str = ...,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, flat: float | Literal["nan", "talib"] = ...
    ) -> Stream: ...

bop: _Bop

class _Qstick(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        close: Table,
        window: int = 8,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, open: str = ..., close: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

qstick: _Qstick

class _Bbands(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 20,
        up: float = 2.0,
        down: float = 2.0,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        *,
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
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

bbands: _Bbands

class _BbandsPercent(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 20,
        up: float = 2.0,
        down: float = 2.0,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        *,
        flat: float | Literal["nan"] = 0.5,
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
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

bbands_percent: _BbandsPercent

class _BbandsWidth(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 20,
        up: float = 2.0,
        down: float = 2.0,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
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
        close: str = ...,
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        up: float = ...,
        down: float = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

bbands_width: _BbandsWidth

class _Dema(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
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
        x: str = ...,
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

dema: _Dema

class _Tema(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
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
        x: str = ...,
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

tema: _Tema

class _T3(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 5,
        vfactor: float = 0.7,
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
        x: str = ...,
        window: int = ...,
        vfactor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        vfactor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        vfactor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

t3: _T3

class _Cci(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> Stream: ...

cci: _Cci

class _Shift(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        periods: int = 1,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., periods: int = ...) -> BoundIndicator: ...
    def lookback(self, *, periods: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, periods: int = ...) -> Stream: ...

shift: _Shift

class _Diff(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        periods: int = 1,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., periods: int = ...) -> BoundIndicator: ...
    def lookback(self, *, periods: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, periods: int = ...) -> Stream: ...

diff: _Diff

class _PctChange(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        periods: int = 1,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., periods: int = ...) -> BoundIndicator: ...
    def lookback(self, *, periods: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, periods: int = ...) -> Stream: ...

pct_change: _PctChange

class _LogReturns(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        periods: int = 1,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., periods: int = ...) -> BoundIndicator: ...
    def lookback(self, *, periods: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, periods: int = ...) -> Stream: ...

log_returns: _LogReturns

class _CumReturns(Indicator):
    @overload
    def __call__(
        self,
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

cum_returns: _CumReturns

class _Momentum121(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 252,
        skip: int = 21,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., window: int = ..., skip: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., skip: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ..., skip: int = ...) -> Stream: ...

momentum_12_1: _Momentum121

class _Accbands(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 20,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., close: str = ..., window: int = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

accbands: _Accbands

class _Keltner(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 20,
        atr_window: int = 10,
        multiplier: float = 2.0,
        *,
        price: Literal["close", "typical"] = "close",
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
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        atr_window: int = ...,
        multiplier: float = ...,
        price: Literal["close", "typical"] = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        atr_window: int = ...,
        multiplier: float = ...,
        price: Literal["close", "typical"] = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        atr_window: int = ...,
        multiplier: float = ...,
        price: Literal["close", "typical"] = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

keltner: _Keltner

class _Chop(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan"] = 50.0,
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
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

chop: _Chop

class _CsNeutralize(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        exposures: Any = None,
        *,
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., exposures: Any = ..., group: Any = ..., mask: Any = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, exposures: Any = ..., group: Any = ..., mask: Any = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, exposures: Any = ..., group: Any = ..., mask: Any = ...
    ) -> Stream: ...

cs_neutralize: _CsNeutralize

class _CsCorr(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        y: Table,
        *,
        method: Literal["pearson", "spearman"] = "pearson",
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        x: str = ...,
        y: str = ...,
        method: Literal["pearson", "spearman"] = ...,
        group: Any = ...,
        mask: Any = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self, *, method: Literal["pearson", "spearman"] = ..., group: Any = ..., mask: Any = ...
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        method: Literal["pearson", "spearman"] = ...,
        group: Any = ...,
        mask: Any = ...,
    ) -> Stream: ...

cs_corr: _CsCorr

class _CsWinsorize(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        *,
        limit: float = 3.0,
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., limit: float = ..., group: Any = ..., mask: Any = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, limit: float = ..., group: Any = ..., mask: Any = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, limit: float = ..., group: Any = ..., mask: Any = ...
    ) -> Stream: ...

cs_winsorize: _CsWinsorize

class _CsQuantile(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        q: int = 5,
        *,
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., q: int = ..., group: Any = ..., mask: Any = ...) -> BoundIndicator: ...
    def lookback(self, *, q: int = ..., group: Any = ..., mask: Any = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, q: int = ..., group: Any = ..., mask: Any = ...
    ) -> Stream: ...

cs_quantile: _CsQuantile

class _CsRank(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        *,
        scale: Literal["pct", "dense01"] = "pct",
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., scale: Literal["pct", "dense01"] = ..., group: Any = ..., mask: Any = ...
    ) -> BoundIndicator: ...
    def lookback(
        self, *, scale: Literal["pct", "dense01"] = ..., group: Any = ..., mask: Any = ...
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        scale: Literal["pct", "dense01"] = ...,
        group: Any = ...,
        mask: Any = ...,
    ) -> Stream: ...

cs_rank: _CsRank

class _CsZscore(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        *,
        ddof: int = 1,
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., ddof: int = ..., group: Any = ..., mask: Any = ...) -> BoundIndicator: ...
    def lookback(self, *, ddof: int = ..., group: Any = ..., mask: Any = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, ddof: int = ..., group: Any = ..., mask: Any = ...
    ) -> Stream: ...

cs_zscore: _CsZscore

class _CsDemean(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        *,
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., group: Any = ..., mask: Any = ...) -> BoundIndicator: ...
    def lookback(self, *, group: Any = ..., mask: Any = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, group: Any = ..., mask: Any = ...) -> Stream: ...

cs_demean: _CsDemean

class _CsGroupDemean(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        group: Any,
        *,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., group: Any = ..., mask: Any = ...) -> BoundIndicator: ...
    def lookback(self, *, group: Any = ..., mask: Any = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, group: Any = ..., mask: Any = ...) -> Stream: ...

cs_group_demean: _CsGroupDemean

class _CsScale(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        *,
        to: float = 1.0,
        group: Any = None,
        mask: Any = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., to: float = ..., group: Any = ..., mask: Any = ...) -> BoundIndicator: ...
    def lookback(self, *, to: float = ..., group: Any = ..., mask: Any = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, to: float = ..., group: Any = ..., mask: Any = ...
    ) -> Stream: ...

cs_scale: _CsScale

class _Crsi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 3,
        streak_window: int = 2,
        rank: int = 100,
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
        close: str = ...,
        window: int = ...,
        streak_window: int = ...,
        rank: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        streak_window: int = ...,
        rank: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        streak_window: int = ...,
        rank: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

crsi: _Crsi

class _DecayLinear(Indicator):
    @overload
    def __call__(
        self, x: Table, window: int, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

decay_linear: _DecayLinear

class _Dpo(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 20,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

dpo: _Dpo

class _Bias(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 6,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

bias: _Bias

class _Var(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 5,
        deviations: float = 1.0,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ..., deviations: float = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., deviations: float = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., deviations: float = ...
    ) -> Stream: ...

var: _Var

class _Stddev(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 5,
        deviations: float = 1.0,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ..., deviations: float = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., deviations: float = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., deviations: float = ...
    ) -> Stream: ...

stddev: _Stddev

class _Avgdev(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

avgdev: _Avgdev

class _PlusDm(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
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

plus_dm: _PlusDm

class _MinusDm(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
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

minus_dm: _MinusDm

class _PlusDi(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

plus_di: _PlusDi

class _MinusDi(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

minus_di: _MinusDi

class _Dx(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

dx: _Dx

class _Adx(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

adx: _Adx

class _Adxr(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

adxr: _Adxr

class _DownsideDev(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 20,
        target: float = 0.0,
        *,
        returns: Literal["simple", "log"] = "simple",
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
        target: float = ...,
        returns: Literal["simple", "log"] = ...,
        periods_per_year: float | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        target: float = ...,
        returns: Literal["simple", "log"] = ...,
        periods_per_year: float | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        target: float = ...,
        returns: Literal["simple", "log"] = ...,
        periods_per_year: float | None = ...,
    ) -> Stream: ...

downside_dev: _DownsideDev

class _Drawdown(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
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
        x: str = ...,
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

drawdown: _Drawdown

class _MaxDrawdown(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 252,
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

max_drawdown: _MaxDrawdown

class _Ulcer(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

ulcer: _Ulcer

class _Eri(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 13,
        *,
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

eri: _Eri

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

class _EwmMean(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        span: float | None = None,
        *,
        alpha: float | None = None,
        com: float | None = None,
        halflife: float | None = None,
        adjust: bool = True,
        ignore_na: bool = False,
        min_periods: int = 0,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        x: str = ...,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
    ) -> Stream: ...

ewm_mean: _EwmMean

class _EwmVar(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        span: float | None = None,
        *,
        alpha: float | None = None,
        com: float | None = None,
        halflife: float | None = None,
        adjust: bool = True,
        ignore_na: bool = False,
        min_periods: int = 0,
        bias: bool = False,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        x: str = ...,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
        bias: bool = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
        bias: bool = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
        bias: bool = ...,
    ) -> Stream: ...

ewm_var: _EwmVar

class _EwmStd(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        span: float | None = None,
        *,
        alpha: float | None = None,
        com: float | None = None,
        halflife: float | None = None,
        adjust: bool = True,
        ignore_na: bool = False,
        min_periods: int = 0,
        bias: bool = False,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        x: str = ...,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
        bias: bool = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
        bias: bool = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        span: float | None = ...,
        alpha: float | None = ...,
        com: float | None = ...,
        halflife: float | None = ...,
        adjust: bool = ...,
        ignore_na: bool = ...,
        min_periods: int = ...,
        bias: bool = ...,
    ) -> Stream: ...

ewm_std: _EwmStd

class _VolEwma(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        decay: float = 0.94,
        *,
        periods_per_year: float | None = None,
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
        decay: float = ...,
        periods_per_year: float | None = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        decay: float = ...,
        periods_per_year: float | None = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        decay: float = ...,
        periods_per_year: float | None = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

vol_ewma: _VolEwma

class _Midpoint(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

midpoint: _Midpoint

class _Midprice(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

midprice: _Midprice

class _Donchian(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 20,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

donchian: _Donchian

class _Vhf(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 28,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, close: str = ..., window: int = ..., flat: float | Literal["nan", "talib"] = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> Stream: ...

vhf: _Vhf

class _Fisher(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 10,
        *,
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
        high: str = ...,
        low: str = ...,
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

fisher: _Fisher

class _Fosc(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 5,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

fosc: _Fosc

class _Fractal(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        left: int = 2,
        right: int = 2,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., left: int = ..., right: int = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, left: int = ..., right: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, left: int = ..., right: int = ...) -> Stream: ...

fractal: _Fractal

class _Frama(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 16,
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

frama: _Frama

class _Ha(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        high: Table,
        low: Table,
        close: Table,
        *,
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
        open: str = ...,
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

ha: _Ha

class _Ichimoku(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        tenkan: int = 9,
        kijun: int = 26,
        senkou: int = 52,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        tenkan: int = ...,
        kijun: int = ...,
        senkou: int = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, tenkan: int = ..., kijun: int = ..., senkou: int = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, tenkan: int = ..., kijun: int = ..., senkou: int = ...
    ) -> Stream: ...

ichimoku: _Ichimoku

class _Kst(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window1: int = 10,
        window2: int = 15,
        window3: int = 20,
        window4: int = 30,
        mean1: int = 10,
        mean2: int = 10,
        mean3: int = 10,
        mean4: int = 15,
        signal: int = 9,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        close: str = ...,
        window1: int = ...,
        window2: int = ...,
        window3: int = ...,
        window4: int = ...,
        mean1: int = ...,
        mean2: int = ...,
        mean3: int = ...,
        mean4: int = ...,
        signal: int = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window1: int = ...,
        window2: int = ...,
        window3: int = ...,
        window4: int = ...,
        mean1: int = ...,
        mean2: int = ...,
        mean3: int = ...,
        mean4: int = ...,
        signal: int = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window1: int = ...,
        window2: int = ...,
        window3: int = ...,
        window4: int = ...,
        mean1: int = ...,
        mean2: int = ...,
        mean3: int = ...,
        mean4: int = ...,
        signal: int = ...,
    ) -> Stream: ...

kst: _Kst

class _Coppock(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        slow: int = 14,
        fast: int = 11,
        window: int = 10,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, close: str = ..., slow: int = ..., fast: int = ..., window: int = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, slow: int = ..., fast: int = ..., window: int = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, slow: int = ..., fast: int = ..., window: int = ...
    ) -> Stream: ...

coppock: _Coppock

class _Hma(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 16,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

hma: _Hma

class _Zlema(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 20,
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
        x: str = ...,
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

zlema: _Zlema

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

class _Roc(Indicator):
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

roc: _Roc

class _Rocp(Indicator):
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

rocp: _Rocp

class _Rocr(Indicator):
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

rocr: _Rocr

class _Rocr100(Indicator):
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

rocr100: _Rocr100

class _Ma(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
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
        x: str = ...,
        window: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

ma: _Ma

class _Mavp(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        periods: Table,
        shortest: int = 2,
        longest: int = 30,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
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
        x: str = ...,
        periods: str = ...,
        shortest: int = ...,
        longest: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        shortest: int = ...,
        longest: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        shortest: int = ...,
        longest: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

mavp: _Mavp

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

class _Mcginley(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 10,
        factor: float = 0.6,
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
        x: str = ...,
        window: int = ...,
        factor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        factor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        factor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

mcginley: _Mcginley

class _Obv(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        volume: Table,
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
        close: str = ...,
        volume: str = ...,
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

obv: _Obv

class _Ad(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        volume: Table,
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
        volume: str = ...,
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

ad: _Ad

class _Adosc(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        volume: Table,
        fast: int = 3,
        slow: int = 10,
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
        volume: str = ...,
        fast: int = ...,
        slow: int = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        fast: int = ...,
        slow: int = ...,
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
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

adosc: _Adosc

class _Cmf(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        volume: Table,
        window: int = 20,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., close: str = ..., volume: str = ..., window: int = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

cmf: _Cmf

class _Apo(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        fast: int = 12,
        slow: int = 26,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "ema",
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
        close: str = ...,
        fast: int = ...,
        slow: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        fast: int = ...,
        slow: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
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
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

apo: _Apo

class _Ppo(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        fast: int = 12,
        slow: int = 26,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "ema",
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
        close: str = ...,
        fast: int = ...,
        slow: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        fast: int = ...,
        slow: int = ...,
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
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
        ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

ppo: _Ppo

class _Pvo(Indicator):
    @overload
    def __call__(
        self,
        volume: Table,
        fast: int = 12,
        slow: int = 26,
        signal: int = 9,
        *,
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
        volume: str = ...,
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
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
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

pvo: _Pvo

class _Macdext(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        fast: int = 12,
        fast_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        slow: int = 26,
        slow_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        signal: int = 9,
        signal_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
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
        fast_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        slow: int = ...,
        slow_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        signal: int = ...,
        signal_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        fast: int = ...,
        fast_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        slow: int = ...,
        slow_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        signal: int = ...,
        signal_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
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
        fast_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        slow: int = ...,
        slow_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        signal: int = ...,
        signal_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

macdext: _Macdext

class _Macdfix(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
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
        signal: int = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
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
        signal: int = ...,
        align: Literal["own", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

macdfix: _Macdfix

class _Ao(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        fast: int = 5,
        slow: int = 34,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., fast: int = ..., slow: int = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, fast: int = ..., slow: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, fast: int = ..., slow: int = ...) -> Stream: ...

ao: _Ao

class _Ac(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        fast: int = 5,
        slow: int = 34,
        signal: int = 5,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., fast: int = ..., slow: int = ..., signal: int = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, fast: int = ..., slow: int = ..., signal: int = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, fast: int = ..., slow: int = ..., signal: int = ...
    ) -> Stream: ...

ac: _Ac

class _Percentile(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
        percentile: float = 50.0,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ..., percentile: float = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., percentile: float = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., percentile: float = ...
    ) -> Stream: ...

percentile: _Percentile

class _Percentrank(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 100,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

percentrank: _Percentrank

class _Exp(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

exp: _Exp

class _Ln(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

ln: _Ln

class _Log10(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

log10: _Log10

class _Sqrt(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

sqrt: _Sqrt

class _Ceil(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

ceil: _Ceil

class _Floor(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

floor: _Floor

class _Avgprice(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        high: Table,
        low: Table,
        close: Table,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, open: str = ..., high: str = ..., low: str = ..., close: str = ...
    ) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

avgprice: _Avgprice

class _Medprice(Indicator):
    @overload
    def __call__(
        self, high: Table, low: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

medprice: _Medprice

class _Typprice(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ..., close: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

typprice: _Typprice

class _Wclprice(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, high: str = ..., low: str = ..., close: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

wclprice: _Wclprice

class _VolParkinson(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        window: int = 20,
        *,
        periods_per_year: float | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., window: int = ..., periods_per_year: float | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., periods_per_year: float | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., periods_per_year: float | None = ...
    ) -> Stream: ...

vol_parkinson: _VolParkinson

class _VolGarmanKlass(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        high: Table,
        low: Table,
        close: Table,
        window: int = 20,
        *,
        periods_per_year: float | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        open: str = ...,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        periods_per_year: float | None = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., periods_per_year: float | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., periods_per_year: float | None = ...
    ) -> Stream: ...

vol_garman_klass: _VolGarmanKlass

class _VolRogersSatchell(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        high: Table,
        low: Table,
        close: Table,
        window: int = 20,
        *,
        periods_per_year: float | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        open: str = ...,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        periods_per_year: float | None = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., periods_per_year: float | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., periods_per_year: float | None = ...
    ) -> Stream: ...

vol_rogers_satchell: _VolRogersSatchell

class _VolYangZhang(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        high: Table,
        low: Table,
        close: Table,
        window: int = 20,
        *,
        periods_per_year: float | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        open: str = ...,
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        periods_per_year: float | None = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., periods_per_year: float | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., periods_per_year: float | None = ...
    ) -> Stream: ...

vol_yang_zhang: _VolYangZhang

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

class _Linreg(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

linreg: _Linreg

class _LinregSlope(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

linreg_slope: _LinregSlope

class _LinregIntercept(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

linreg_intercept: _LinregIntercept

class _LinregAngle(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

linreg_angle: _LinregAngle

class _Tsf(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

tsf: _Tsf

class _LinregR2(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

linreg_r2: _LinregR2

class _Rvi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 10,
        smooth: int = 14,
        *,
        flat: float | Literal["nan"] = 50.0,
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
        smooth: int = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        smooth: int = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        smooth: int = ...,
        flat: float | Literal["nan"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

rvi: _Rvi

class _Rvol(Indicator):
    @overload
    def __call__(
        self,
        volume: Table,
        window: int = 20,
        *,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, volume: str = ..., window: int = ..., min_periods: int | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., min_periods: int | None = ...
    ) -> Stream: ...

rvol: _Rvol

class _Liangbi(Indicator):
    @overload
    def __call__(
        self,
        volume: Table,
        window: int = 5,
        *,
        minutes: float = 240.0,
        session: float = 240.0,
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
        minutes: float = ...,
        session: float = ...,
        min_periods: int | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self, *, window: int = ..., minutes: float = ..., session: float = ..., min_periods: int | None = ...
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        minutes: float = ...,
        session: float = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

liangbi: _Liangbi

class _Vr(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        volume: Table,
        window: int = 26,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., volume: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

vr: _Vr

class _TurnoverRate(Indicator):
    @overload
    def __call__(
        self, volume: Table, y: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, volume: str = ..., y: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

turnover_rate: _TurnoverRate

class _Sharpe(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 252,
        *,
        risk_free: float = 0.0,
        periods_per_year: float = 252.0,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        close: str = ...,
        window: int = ...,
        risk_free: float = ...,
        periods_per_year: float = ...,
        min_periods: int | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        risk_free: float = ...,
        periods_per_year: float = ...,
        min_periods: int | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        risk_free: float = ...,
        periods_per_year: float = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

sharpe: _Sharpe

class _Sortino(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 252,
        *,
        risk_free: float = 0.0,
        periods_per_year: float = 252.0,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        close: str = ...,
        window: int = ...,
        risk_free: float = ...,
        periods_per_year: float = ...,
        min_periods: int | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        risk_free: float = ...,
        periods_per_year: float = ...,
        min_periods: int | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        risk_free: float = ...,
        periods_per_year: float = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

sortino: _Sortino

class _Calmar(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 756,
        *,
        periods_per_year: float = 252.0,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, close: str = ..., window: int = ..., periods_per_year: float = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., periods_per_year: float = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., periods_per_year: float = ...
    ) -> Stream: ...

calmar: _Calmar

class _Cmo(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

cmo: _Cmo

class _Cmou(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
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
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

cmou: _Cmou

class _Imi(Indicator):
    @overload
    def __call__(
        self,
        open: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 50.0,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        open: str = ...,
        close: str = ...,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> Stream: ...

imi: _Imi

class _Mfi(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        volume: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = 50.0,
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
        volume: str = ...,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> Stream: ...

mfi: _Mfi

class _Psy(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 12,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, close: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

psy: _Psy

class _RollingMean(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
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

rolling_mean: _RollingMean

class _RollingSum(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
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

rolling_sum: _RollingSum

class _RollingVar(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
        *,
        ddof: int = 1,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., window: int = ..., ddof: int = ..., min_periods: int | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., ddof: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        ddof: int = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

rolling_var: _RollingVar

class _RollingStd(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
        *,
        ddof: int = 1,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., window: int = ..., ddof: int = ..., min_periods: int | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., ddof: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        ddof: int = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

rolling_std: _RollingStd

class _RollingZscore(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
        *,
        ddof: int = 1,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., window: int = ..., ddof: int = ..., min_periods: int | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., ddof: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        ddof: int = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

rolling_zscore: _RollingZscore

class _RollingMin(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
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

rolling_min: _RollingMin

class _RollingMax(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
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

rolling_max: _RollingMax

class _RollingArgmin(Indicator):
    @overload
    def __call__(
        self, x: Table, window: int, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

rolling_argmin: _RollingArgmin

class _RollingArgmax(Indicator):
    @overload
    def __call__(
        self, x: Table, window: int, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

rolling_argmax: _RollingArgmax

class _Minmax(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

minmax: _Minmax

class _RollingMedian(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
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

rolling_median: _RollingMedian

class _RollingQuantile(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
        q: float = 0.5,
        *,
        interpolation: Literal["linear", "lower", "higher", "midpoint", "nearest"] = "linear",
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        x: str = ...,
        window: int = ...,
        q: float = ...,
        interpolation: Literal["linear", "lower", "higher", "midpoint", "nearest"] = ...,
        min_periods: int | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        q: float = ...,
        interpolation: Literal["linear", "lower", "higher", "midpoint", "nearest"] = ...,
        min_periods: int | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        q: float = ...,
        interpolation: Literal["linear", "lower", "higher", "midpoint", "nearest"] = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

rolling_quantile: _RollingQuantile

class _RollingRank(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
        *,
        method: Literal["average", "min", "max"] = "average",
        ascending: bool = True,
        pct: bool = False,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self,
        *,
        x: str = ...,
        window: int = ...,
        method: Literal["average", "min", "max"] = ...,
        ascending: bool = ...,
        pct: bool = ...,
        min_periods: int | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        method: Literal["average", "min", "max"] = ...,
        ascending: bool = ...,
        pct: bool = ...,
        min_periods: int | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        method: Literal["average", "min", "max"] = ...,
        ascending: bool = ...,
        pct: bool = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

rolling_rank: _RollingRank

class _RollingCov(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        y: Table,
        window: int,
        *,
        ddof: int = 1,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., y: str = ..., window: int = ..., ddof: int = ..., min_periods: int | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., ddof: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        ddof: int = ...,
        min_periods: int | None = ...,
    ) -> Stream: ...

rolling_cov: _RollingCov

class _RollingCorr(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        y: Table,
        window: int,
        *,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, x: str = ..., y: str = ..., window: int = ..., min_periods: int | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., min_periods: int | None = ...
    ) -> Stream: ...

rolling_corr: _RollingCorr

class _Correl(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        y: Table,
        window: int = 30,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., y: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

correl: _Correl

class _Beta(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        y: Table,
        window: int = 5,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ..., y: str = ..., window: int = ...) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

beta: _Beta

class _RollingSkew(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
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

rolling_skew: _RollingSkew

class _RollingKurt(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int,
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

rolling_kurt: _RollingKurt

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

class _Sar(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        acceleration: float = 0.02,
        maximum: float = 0.2,
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
        acceleration: float = ...,
        maximum: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        acceleration: float = ...,
        maximum: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        acceleration: float = ...,
        maximum: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

sar: _Sar

class _Sarext(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        start: float = 0.0,
        offset: float = 0.0,
        long_init: float = 0.02,
        long_step: float = 0.02,
        long_maximum: float = 0.2,
        short_init: float = 0.02,
        short_step: float = 0.02,
        short_maximum: float = 0.2,
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
        start: float = ...,
        offset: float = ...,
        long_init: float = ...,
        long_step: float = ...,
        long_maximum: float = ...,
        short_init: float = ...,
        short_step: float = ...,
        short_maximum: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        start: float = ...,
        offset: float = ...,
        long_init: float = ...,
        long_step: float = ...,
        long_maximum: float = ...,
        short_init: float = ...,
        short_step: float = ...,
        short_maximum: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        start: float = ...,
        offset: float = ...,
        long_init: float = ...,
        long_step: float = ...,
        long_maximum: float = ...,
        short_init: float = ...,
        short_step: float = ...,
        short_maximum: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

sarext: _Sarext

class _Smi(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 13,
        fast: int = 2,
        slow: int = 25,
        signal: int = 9,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
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
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

smi: _Smi

class _Trix(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 30,
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

trix: _Trix

class _Tsi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        slow: int = 25,
        fast: int = 13,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
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
        slow: int = ...,
        fast: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        slow: int = ...,
        fast: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        slow: int = ...,
        fast: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

tsi: _Tsi

class _Er(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 10,
        *,
        flat: float | Literal["nan", "talib"] = 0.0,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, close: str = ..., window: int = ..., flat: float | Literal["nan", "talib"] = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> Stream: ...

er: _Er

class _Stc(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 10,
        fast: int = 23,
        slow: int = 50,
        factor: float = 0.5,
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
        close: str = ...,
        window: int = ...,
        fast: int = ...,
        slow: int = ...,
        factor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        fast: int = ...,
        slow: int = ...,
        factor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        fast: int = ...,
        slow: int = ...,
        factor: float = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

stc: _Stc

class _Willr(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        flat: float | Literal["nan", "talib"] = -50.0,
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
        flat: float | Literal["nan", "talib"] = ...,
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., flat: float | Literal["nan", "talib"] = ...) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> Stream: ...

willr: _Willr

class _Stochf(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        fastk: int = 5,
        fastd: int = 3,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        *,
        flat: float | Literal["nan", "talib"] = 50.0,
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
        high: str = ...,
        low: str = ...,
        close: str = ...,
        fastk: int = ...,
        fastd: int = ...,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        fastk: int = ...,
        fastd: int = ...,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        fastk: int = ...,
        fastd: int = ...,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

stochf: _Stochf

class _Stoch(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        fastk: int = 5,
        slowk: int = 3,
        slowk_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        slowd: int = 3,
        slowd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        *,
        flat: float | Literal["nan", "talib"] = 50.0,
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
        high: str = ...,
        low: str = ...,
        close: str = ...,
        fastk: int = ...,
        slowk: int = ...,
        slowk_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        slowd: int = ...,
        slowd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        fastk: int = ...,
        slowk: int = ...,
        slowk_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        slowd: int = ...,
        slowd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        fastk: int = ...,
        slowk: int = ...,
        slowk_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        slowd: int = ...,
        slowd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

stoch: _Stoch

class _Stochrsi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        window: int = 14,
        fastk: int = 5,
        fastd: int = 3,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = "sma",
        *,
        flat: float | Literal["nan", "talib"] = 50.0,
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
        window: int = ...,
        fastk: int = ...,
        fastd: int = ...,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        fastk: int = ...,
        fastd: int = ...,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
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
        fastk: int = ...,
        fastd: int = ...,
        fastd_ma: Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

stochrsi: _Stochrsi

class _Kdj(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 9,
        k: int = 3,
        d: int = 3,
        *,
        seed: float | Literal["first"] = 50.0,
        flat: float | Literal["nan", "talib"] = 50.0,
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
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        k: int = ...,
        d: int = ...,
        seed: float | Literal["first"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        k: int = ...,
        d: int = ...,
        seed: float | Literal["first"] = ...,
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
        k: int = ...,
        d: int = ...,
        seed: float | Literal["first"] = ...,
        flat: float | Literal["nan", "talib"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

kdj: _Kdj

class _Supertrend(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 10,
        multiplier: float = 3.0,
        *,
        start: Literal["fall", "rise"] = "fall",
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
        high: str = ...,
        low: str = ...,
        close: str = ...,
        window: int = ...,
        multiplier: float = ...,
        start: Literal["fall", "rise"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int = ...,
        multiplier: float = ...,
        start: Literal["fall", "rise"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int = ...,
        multiplier: float = ...,
        start: Literal["fall", "rise"] = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

supertrend: _Supertrend

class _Trima(Indicator):
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

trima: _Trima

class _Acos(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

acos: _Acos

class _Asin(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

asin: _Asin

class _Atan(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

atan: _Atan

class _Cos(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

cos: _Cos

class _Sin(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

sin: _Sin

class _Tan(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

tan: _Tan

class _Cosh(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

cosh: _Cosh

class _Sinh(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

sinh: _Sinh

class _Tanh(Indicator):
    @overload
    def __call__(
        self, x: Table, *, out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, x: str = ...) -> BoundIndicator: ...
    def lookback(self) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1) -> Stream: ...

tanh: _Tanh

class _Ultosc(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window1: int = 7,
        window2: int = 14,
        window3: int = 28,
        *,
        flat: float | Literal["nan", "talib"] = 50.0,
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
        window1: int = ...,
        window2: int = ...,
        window3: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window1: int = ...,
        window2: int = ...,
        window3: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window1: int = ...,
        window2: int = ...,
        window3: int = ...,
        flat: float | Literal["nan", "talib"] = ...,
    ) -> Stream: ...

ultosc: _Ultosc

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

class _Efi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        volume: Table,
        window: int = 13,
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
        close: str = ...,
        volume: str = ...,
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

efi: _Efi

class _Emv(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        volume: Table,
        window: int = 14,
        *,
        scale: float = 100000000.0,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., volume: str = ..., window: int = ..., scale: float = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., scale: float = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ..., scale: float = ...) -> Stream: ...

emv: _Emv

class _Kvo(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        volume: Table,
        fast: int = 34,
        slow: int = 55,
        signal: int = 13,
        *,
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
        high: str = ...,
        low: str = ...,
        close: str = ...,
        volume: str = ...,
        fast: int = ...,
        slow: int = ...,
        signal: int = ...,
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
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

kvo: _Kvo

class _Pvt(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        volume: Table,
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
        close: str = ...,
        volume: str = ...,
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

pvt: _Pvt

class _Nvi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        volume: Table,
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
        close: str = ...,
        volume: str = ...,
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

nvi: _Nvi

class _Pvi(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        volume: Table,
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
        close: str = ...,
        volume: str = ...,
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

pvi: _Pvi

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

class _Vwma(Indicator):
    @overload
    def __call__(
        self,
        close: Table,
        volume: Table,
        window: int = 20,
        *,
        min_periods: int | None = None,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Table: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, close: str = ..., volume: str = ..., window: int = ..., min_periods: int | None = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ..., min_periods: int | None = ...) -> int: ...
    def stream(
        self, codes: int | Sequence[Any] = 1, *, window: int = ..., min_periods: int | None = ...
    ) -> Stream: ...

vwma: _Vwma

class _Vwap(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        volume: Table,
        window: int | None = None,
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
        volume: str = ...,
        window: int | None = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> BoundIndicator: ...
    def lookback(
        self,
        *,
        window: int | None = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> int: ...
    def stream(
        self,
        codes: int | Sequence[Any] = 1,
        *,
        window: int | None = ...,
        nan: Literal["skip", "propagate", "reset", "raise"] = ...,
        max_gap: int | None = ...,
        profile: Literal["talib", "pandas", "tdx"] | None = ...,
    ) -> Stream: ...

vwap: _Vwap

class _Vortex(Indicator):
    @overload
    def __call__(
        self,
        high: Table,
        low: Table,
        close: Table,
        window: int = 14,
        *,
        out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None,
    ) -> Any: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(
        self, *, high: str = ..., low: str = ..., close: str = ..., window: int = ...
    ) -> BoundIndicator: ...
    def lookback(self, *, window: int = ...) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1, *, window: int = ...) -> Stream: ...

vortex: _Vortex

class _Rma(Indicator):
    @overload
    def __call__(
        self,
        x: Table,
        window: int = 30,
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
        x: str = ...,
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

rma: _Rma

class _Wad(Indicator):
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

wad: _Wad
