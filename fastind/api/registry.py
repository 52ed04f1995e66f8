"""What there is: the indicators as a table, and how many rows they need."""

import inspect
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from fastind.api import catalogue
from fastind.api.indicator import BoundIndicator, Indicator
from fastind.api.plan import entries, outputs
from fastind.errors import ParameterError
from fastind.frames.labels import near
from fastind.kernels.composition import Field, Source, Value


class Facts(NamedTuple):
    """An indicator in one row, as text."""

    name: str
    family: str
    inputs: str
    parameters: str
    outputs: str
    gaps: str
    lookback: int | None
    talib: str | None
    source: str
    summary: str


def facts() -> list[Facts]:
    """All indicators, by family and name."""
    return sorted(map(_facts, catalogue.values()), key=lambda row: (row.family, row.name))


def _facts(of: Indicator) -> Facts:
    parameters = [p for n, p in of.__signature__.parameters.items() if n in of.params]
    plain = [p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parameters]
    return Facts(
        name=of.name,
        family=of.family,
        inputs=", ".join(of.inputs),
        parameters=", ".join(plain),
        outputs=", ".join(of.outputs),
        gaps=of.gaps,
        lookback=None if of._spec.example else of.lookback(),
        talib=of.talib,
        source=of.source,
        summary=" ".join(inspect.cleandoc(of._spec.plan.__doc__ or "").split("\n\n")[0].split()),
    )


def indicators(kind: Literal["pandas", "polars", "arrow"] = "pandas") -> Any:
    """Every indicator of the catalogue: a frame of one row each, by family and name.

    Parameters
    ----------
    kind : {"pandas", "polars", "arrow"}

    Returns
    -------
    frame
        The columns name, family, inputs, parameters (with their defaults), outputs, gaps, lookback (rows
        before the first value with the defaults; missing where a parameter must be given), talib (TA-Lib's
        name for it, or missing), source and summary. All but lookback are text.

    Raises
    ------
    ParameterError
        Another kind.

    Examples
    --------
    >>> import fastind as fi
    >>> table = fi.indicators().set_index("name")
    >>> table.loc["macd", ["family", "inputs", "outputs", "talib"]].tolist()
    ['momentum', 'close', 'macd, signal, hist', 'MACD']
    """
    import pyarrow as pa

    from fastind.frames.panel_frames import check_kind, of_arrow

    check_kind(kind)
    columns = dict(zip(Facts._fields, zip(*facts(), strict=True), strict=True))
    if kind == "pandas":
        import pandas as pd

        return pd.DataFrame(columns).astype({"lookback": "Int64"})
    kinds = {name: pa.int64() if name == "lookback" else pa.string() for name in columns}
    return of_arrow({name: pa.array(column, kinds[name]) for name, column in columns.items()}, kind)


def lookback(of: str | Indicator | BoundIndicator | Mapping[str, Any], **params: Any) -> int:
    """How many valid rows come before the first value.

    Parameters
    ----------
    of : an indicator, bound or not, its name, or a mapping as for `compute`
        In a mapping what reads earlier keys waits for them; the number is that of the key which needs most.
    **params
        Parameters of the indicator, if it is one that is not bound.

    Returns
    -------
    int

    Raises
    ------
    ParameterError
        There is no indicator of that name, or a parameter is unknown or outside its limits.

    Examples
    --------
    >>> import fastind as fi
    >>> fi.lookback("rsi", window=7)
    7
    >>> fi.lookback({"r": fi.rsi.bind(), "smooth": fi.ema.bind(x="r", window=10)})
    23
    """
    if isinstance(of, str):
        if of not in catalogue:
            raise ParameterError(f"there is no indicator {of!r}{near(of, catalogue)}")
        of = catalogue[of]
    if isinstance(of, Indicator):
        return of.lookback(**params)
    if params:
        raise ParameterError(f"{next(iter(params))}: parameters go with one indicator that is not bound")
    made: dict[str, Value] = {}
    for key, entry in entries(of if isinstance(of, Mapping) else {"": of}).items():
        named = (entry.fields.get(name, "close" if name == "x" else name) for name in entry.indicator.inputs)
        reads: list[Source] = [made.get(name, Field(0)) for name in named]
        values = entry.indicator._spec.values(
            {**entry.indicator._spec.some_sides, **entry.indicator._parted(entry.params)[1]}
        )
        made |= {name: value.on(reads) for name, value in zip(outputs(key, entry), values, strict=True)}
    return max(value.lookback for value in made.values())
