"""What a line of the table says."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from fastind.compat.talib.ma_type import MA_Type

LINE, DASHED, HISTOGRAM = ("Line",), ("Dashed Line",), ("Histogram",)
UPPER, LOWER = ("Values represent an upper limit",), ("Values represent a lower limit",)
OPTIONAL = (*DASHED, "Output is optional (nullable)")
BANDS = {"upperband": UPPER, "middleband": LINE, "lowerband": LOWER}
MACD = {"macd": LINE, "macdsignal": DASHED, "macdhist": HISTOGRAM}
INTEGER = {"integer": LINE}
FLAGS = {
    "smoother": "A period of 1 performs no smoothing",
    "scale": "Output scale same as input",
    "stream": "Function has a streaming API",
    "unstable": "Function has an unstable period",
    "path": "Output is path-dependent",
    "infinite": "Output can be NaN or infinite",
}
"""What TA-Lib says of a function, in its order."""
SERIES = {
    "real": ("price", "close"),
    "real0": ("price0", "high"),
    "real1": ("price1", "low"),
    "periods": ("periods", "periods"),
}
"""Inputs that are any series: their names in the abstract interface, and what they are by default."""


class Entry(NamedTuple):
    """A function of TA-Lib."""

    title: str
    ours: tuple[str, ...]
    """The indicators of fastind that it is computed by."""
    inputs: tuple[str, ...]
    flags: list[str]
    outputs: Mapping[str, tuple[str, ...]]
    parameters: dict[str, Any]


def entry(
    title: str,
    ours: str,
    inputs: str,
    flags: str = "",
    outputs: Mapping[str, tuple[str, ...]] | None = None,
    **parameters: Any,
) -> Entry:
    """A line of the table; a function without `outputs` gives one line."""
    said = [text for word, text in FLAGS.items() if word in (*flags.split(), "stream")]
    named = {"real": LINE} if outputs is None else outputs
    return Entry(title, tuple(ours.split()), tuple(inputs.split()), said, named, parameters)


def input_names(entry: Entry) -> dict[str, Any]:
    """Where the abstract interface takes each input from, under TA-Lib's names."""
    named: dict[str, Any] = {}
    for one in entry.inputs:
        if one in SERIES:
            key, named_after = SERIES[one]
            named[key] = named_after
        else:
            named.setdefault("prices", []).append(one)
    return named


def described(group: str, entry: Entry, parameters: dict[str, Any] | None = None) -> str:
    """Inputs, parameters and outputs in TA-Lib's words."""
    lines = [f"{entry.title} ({group})", "", "Inputs:"]
    for key, value in input_names(entry).items():
        lines.append(f"    {key}: {value if isinstance(value, list) else '(any ndarray)'}")
    values = entry.parameters if parameters is None else parameters
    if values:
        lines.append("Parameters:")
    for key, value in values.items():
        kind = f" ({MA_Type[value]})" if key.endswith("matype") else ""
        lines.append(f"    {key}: {value}{kind}")
    return "\n".join([*lines, "Outputs:", *(f"    {name}" for name in entry.outputs)])
