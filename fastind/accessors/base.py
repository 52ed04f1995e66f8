"""What every `.fi` shares: indicators by name, with their documentation and signature."""

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastind.api import BoundIndicator, Indicator


class Accessor:
    """The indicators as methods of one object; a new indicator is there by itself."""

    _by_name = False
    """Are the inputs fields that are named, not data."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):  # a protocol asks: nothing is loaded for it
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        from fastind.api import catalogue
        from fastind.frames.labels import near

        if name not in catalogue:
            raise AttributeError(
                f"there is no indicator {name!r}{near(name, dir(self))}; dir(.fi) lists them"
            )
        return self._method(catalogue[name])

    def __dir__(self) -> list[str]:
        from fastind.api import catalogue

        own = [name for name in super().__dir__() if not name.startswith("_")]
        return sorted([*own, *catalogue])

    def __repr__(self) -> str:
        return f"<fastind {type(self).__name__} of a {type(self._data).__name__}>"

    def apply(self, indicator: "Indicator | BoundIndicator", /, *args: Any, **params: Any) -> Any:
        """Compute an indicator of your own, `.fi.apply(fi.indicator(my_step), window=5)`, as one of ours.

        Parameters
        ----------
        indicator : what `fastind.indicator` gives, one of ours, or either with `.bind`
        *args, **params
            What comes after the data in its signature.

        Returns
        -------
        as of the indicators' own methods
        """
        of, bound = unbound(indicator)
        return self._compute(of, args, {**bound, **params})

    def _compute(self, of: "Indicator", args: tuple[Any, ...], params: dict[str, Any]) -> Any:
        return of(self._data, *args, **params)

    def _method(self, of: "Indicator") -> Callable[..., Any]:
        def method(*args: Any, **params: Any) -> Any:
            return self._compute(of, args, params)

        method.__name__ = method.__qualname__ = of.name
        method.__doc__ = of.__doc__
        method.__signature__ = _signature(of, self._by_name)  # type: ignore[attr-defined]
        return method


def _signature(of: "Indicator", by_name: bool) -> inspect.Signature:
    """The indicator's without the data, which the accessor has."""
    data = of.inputs if by_name else of.inputs[:1]
    rest = [p for n, p in of.__signature__.parameters.items() if n not in data and n != "out"]
    fields = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=field(name))
        for name in (of.inputs if by_name else ())
    ]
    return inspect.Signature([*rest, *fields])


def field(name: str) -> str:
    """The field that an input is taken from if nothing is said."""
    return "close" if name == "x" else name


def unbound(indicator: Any) -> tuple["Indicator", dict[str, Any]]:
    """An indicator and the parameters that are set."""
    from fastind.api import BoundIndicator, Indicator
    from fastind.errors import ParameterError

    if isinstance(indicator, BoundIndicator):
        return indicator.indicator, {**indicator.fields, **indicator.params}
    if isinstance(indicator, Indicator):
        return indicator, {}
    raise ParameterError(
        f"apply takes an indicator, fi.rsi or fastind.indicator(step), got {type(indicator).__name__}"
    )


def parameters(of: "Indicator", args: tuple[Any, ...], params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters by name; `args` are those after the inputs."""
    from fastind.errors import ParameterError

    given = of.__signature__.parameters.values()
    order = [p.name for p in given if p.kind is p.POSITIONAL_OR_KEYWORD and p.name not in of.inputs]
    if len(args) > len(order):
        raise ParameterError(
            f"{of.name} takes {len(order)} positional parameters here ({', '.join(order)}), got {len(args)}; "
            f"other columns are given by name, {of.inputs[0]}=..."
        )
    twice = [name for name in order[: len(args)] if name in params]
    if twice:
        raise ParameterError(f"{of.name}: {twice[0]} was given twice")
    return {**dict(zip(order, args, strict=False)), **params}
