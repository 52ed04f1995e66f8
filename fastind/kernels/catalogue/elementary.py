"""What indicators are put together with: values of one row."""

from typing import Any

from fastind.kernels.composition import Value
from fastind.kernels.definition import step

NAN = float("nan")


def itself(x: float) -> float:
    """The term of a fold over one input."""
    return x


@step(state={})
def minus(s: Any, a: float, b: float) -> Any:
    return (), a - b


@step(state={})
def over(s: Any, a: float, b: float, times: float = 1.0) -> Any:
    return (), times * (a / b) if b != 0.0 else NAN


@step(state={})
def first_of(s: Any, a: float, b: float) -> Any:
    return (), a


@step(state={"n": 0.0}, lookback=lambda skip: skip)
def after(s: Any, x: float, skip: int = 1) -> Any:
    (n,) = s
    return (n + 1.0,), x if n >= skip else NAN


def difference(a: Any, b: Any) -> Value:
    """a - b."""
    return minus.using().on(a, b)


def ratio(a: Any, b: Any, times: float = 1.0) -> Value:
    """times a / b; NaN where b is 0."""
    return over.using(times=times).on(a, b)


def later(x: Any, skip: int) -> Value:
    """The same without its first valid rows."""
    return after.using(skip=skip).on(x)


def where_both(a: Any, b: Any) -> Value:
    """The first of two, in rows where both have a value."""
    return first_of.using().on(a, b)
