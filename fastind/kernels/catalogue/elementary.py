"""What indicators are put together with: values of one row."""

from typing import Any

from fastind.kernels.definition import Value, step

NAN = float("nan")


@step(state={})
def minus(s: Any, a: float, b: float) -> Any:
    return (), a - b


@step(state={})
def first_of(s: Any, a: float, b: float) -> Any:
    return (), a


@step(state={"n": 0.0}, lookback=lambda skip: skip)
def after(s: Any, x: float, skip: int = 1) -> Any:
    (n,) = s
    return (n + 1.0,), x if n >= skip else NAN


def difference(a: Any, b: Any) -> Value:
    """a - b."""
    return minus.using().on(a, b)  # type: ignore[no-any-return]


def later(x: Any, skip: int) -> Value:
    """The same without its first valid rows."""
    return after.using(skip=skip).on(x)  # type: ignore[no-any-return]


def where_both(a: Any, b: Any) -> Value:
    """The first of two, in rows where both have a value."""
    return first_of.using().on(a, b)  # type: ignore[no-any-return]
