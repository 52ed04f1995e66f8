"""`frame.fi` of pandas and polars: wide tables, one security's bars, long frames."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastind.accessors.base import Accessor, parameters

if TYPE_CHECKING:
    from fastind.api import Indicator


class TableAccessor(Accessor):
    """What frames and lazy frames share."""

    def compute(self, indicators: Mapping[str, Any], *, date: str = "date", code: str = "code") -> Any:
        """Several indicators in one pass, as new columns: `fastind.compute` on this frame.

        Parameters
        ----------
        indicators : mapping of key to indicator, `{"rsi": fi.rsi.bind(window=14)}`
        date, code : str
            The key columns of a long frame.

        Returns
        -------
        the frame with the new columns
        """
        from fastind.api.compute import compute

        return compute(self._data, indicators, date=date, code=code)

    def by(self, code: str = "code", date: str = "date") -> "By":
        """The indicators of a long frame, each code by itself: `df.fi.by("code").rsi(14)`.

        Parameters
        ----------
        code, date : str
            The key columns; rows may be in any order.

        Returns
        -------
        By
        """
        _refuse_absent(self._data, code)
        return By(self._data, code, date)

    def check(self, **options: Any) -> Any:
        """What is wrong with the data: `fastind.check` on this frame; a lazy one is to be collected first."""
        from fastind.report.check import check

        return check(self._data, **options)


class FrameAccessor(TableAccessor):
    """The indicators on a frame.

    A wide table (dates x codes) gives a table. A frame with columns named open, high, low, close or volume
    gives a Series: inputs are taken by name, and `x="volume"` takes another column. It is one security's
    bars, or it has a column "code"; for keys of other names see `by`.
    """

    def _compute(self, of: "Indicator", args: tuple[Any, ...], params: dict[str, Any]) -> Any:
        from fastind.frames.wide import fields_among

        if fields_among(self._data.columns):
            return By(self._data, "code", "date")._compute(of, args, params)
        return of(self._data, *args, **params)


class LazyAccessor(TableAccessor):
    """The indicators on a polars LazyFrame; the result is lazy too."""


class By(Accessor):
    """The indicators on a long frame, each code by itself; what they give is in the frame's row order."""

    _by_name = True

    def __init__(self, data: Any, code: str, date: str) -> None:
        super().__init__(data)
        self._code, self._date = code, date

    def compute(self, indicators: Mapping[str, Any]) -> Any:
        """Several indicators in one pass, as new columns of the frame: `fastind.compute`."""
        from fastind.api.compute import compute

        return compute(self._data, indicators, date=self._date, code=self._code)

    def check(self, **options: Any) -> Any:
        """What is wrong with the data: `fastind.check` on this frame."""
        from fastind.report.check import check

        return check(self._data, date=self._date, code=self._code, **options)

    def _compute(self, of: "Indicator", args: tuple[Any, ...], params: dict[str, Any]) -> Any:
        from fastind.api.compute import compute
        from fastind.api.plan import sources

        given = parameters(of, args, params)
        _refuse_lists(of, given)
        bound = of.bind(**given)
        names = _columns(self._data)
        wanted = dict.fromkeys([self._date, self._code])
        wanted |= dict.fromkeys(sources(bound).values())
        frame = self._data
        if set(wanted) <= set(names):  # no others are copied; where one is not there compute says so
            frame = frame[list(wanted)] if hasattr(frame, "__len__") else frame.select(list(wanted))
        key = of.name
        while any(str(name).startswith(key) for name in names):
            key = f"_{key}"
        result = compute(frame, {key: bound}, date=self._date, code=self._code)
        return _picked(of, result, [key] if len(of.outputs) == 1 else [f"{key}_{o}" for o in of.outputs])


def _columns(frame: Any) -> list[Any]:
    """Columns' names; a lazy frame is asked for its schema."""
    return list(frame.columns if hasattr(frame, "__len__") else frame.collect_schema().names())


def _refuse_absent(frame: Any, code: str) -> None:
    """A frame without codes would be taken for one security."""
    from fastind.errors import InputError
    from fastind.frames.labels import near

    names = [*_columns(frame), *getattr(getattr(frame, "index", None), "names", ())]
    if code not in names:
        shown = ", ".join(str(name) for name in names[:12] if name is not None)
        raise InputError(f"there is no column {code!r}{near(code, names) or '.'} Columns: {shown}")


def _refuse_lists(of: "Indicator", given: Mapping[str, Any]) -> None:
    from fastind.api.indicator import is_list
    from fastind.errors import ParameterError

    for name in [name for name, value in of._parted(given)[1].items() if is_list(value)]:
        raise ParameterError(
            f"{of.name}: {name} may not be a list for a frame of fields, where each result needs a name: "
            f'.compute({{"a": fi.{of.name}.bind({name}=...), "b": ...}})'
        )


def _picked(of: "Indicator", frame: Any, names: list[str]) -> Any:
    """The outputs out of a computed frame: a Series, a named tuple of them, or a lazy frame."""
    if hasattr(frame, "collect"):
        return frame.select(names).rename(dict(zip(names, of.outputs, strict=True)))
    parts = [frame[name].rename(output) for name, output in zip(names, of.outputs, strict=True)]
    return of._result(parts)
