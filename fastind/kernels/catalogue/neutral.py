"""What 0 / 0 gives: an oscillator is neutral where nothing has moved."""

from typing import Any, Literal

from fastind.kernels.definition import step

Flat = float | Literal["nan", "talib"]
NAN = float("nan")


def level(flat: Flat, talib: float) -> float:
    """The number that `flat` stands for; `talib` is the one that TA-Lib gives."""
    return {"nan": NAN, "talib": talib}[flat] if isinstance(flat, str) else flat


@step(state={})
def share(
    s: Any, part: float, whole: float, times: float = 100.0, flat: float = 50.0, least: float = 0.0
) -> Any:
    return (), times * (part / whole) if whole > least else flat
