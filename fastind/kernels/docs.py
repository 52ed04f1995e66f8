"""Docstrings of indicators: what is the same for all is written once, here.

An author writes the summary, the formula, what flat input gives, parameters that are not explained below, and
an example. Sections that are missing are added; a section that is there is kept as it stands.
"""

import inspect
import re
import textwrap
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from fastind.kernels.parameters import Above, AtLeast, Beside

if TYPE_CHECKING:
    from fastind.kernels.spec import Spec

SECTIONS = ("Parameters", "Returns", "Raises", "See Also", "Notes", "References", "Examples")
DATA = "array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel"
INPUTS = {
    "close": "Prices, any unit.",
    "x": "Values.",
    "y": "Values.",
    "volume": "Shares or lots; zero is data.",
    "amount": "Money traded.",
    "open, high, low, close": "Bars, any unit.",
    "high, low, close": "Prices, any unit.",
    "high, low, close, volume": "Prices, any unit, and shares or lots; zero volume is data.",
    "close, volume": "Prices, any unit, and shares or lots; zero volume is data.",
    "x, periods": "Values, and how many of them to average in each row.",
    "high, low, volume": "Prices, any unit, and shares or lots; zero volume is data.",
    "high, low": "Prices, any unit.",
    "open, close": "Prices, any unit.",
}
PARAMETERS = {
    "window": "Rows.",
    "min_periods": "Valid rows that a value needs; by default all of them.",
    "fast": "Rows of the faster average; less than `slow`.",
    "slow": "Rows of the slower average.",
    "signal": "Rows of the signal line's average.",
    "ma": "Kind of average, as the indicator of that name.",
    "flat": 'The value of 0 / 0, where nothing has moved; "nan" for none, "talib" for what TA-Lib gives.',
    "ddof": "1: the sample's deviation; 0: the population's.",
    "periods_per_year": "Annualise: times its square root. 252 for daily prices.",
    "nan": """\
What a hole (missing rows between two valid ones) does. "skip": its rows are NaN and the next valid
row goes on from the last one, as on `x.dropna()`. "propagate": NaN for the rest. "reset": after
more than `max_gap` missing rows the code starts again. "raise": an `InputError`.""",
    "max_gap": 'Only with nan="reset".',
    "group": """\
Each group by itself: labels are numbers or text, by code as a list, a dict or a pandas Series, or a
table that changes with the dates; in `compute` also a field's name. No label (None, NaN): no value.""",
    "mask": "The universe: codes where it is True; others do not count. In `compute` also a field's name.",
    "profile": "Defaults of another library or platform; arguments that are given win.",
    "out": "Where to put the result of numpy input: its shape, float64 or float32, apart from the input.",
}
RAISES = """\
ParameterError
    A parameter is unknown, of the wrong type or outside its limits.
InputError
    The data are of a kind or shape that cannot be used."""
HOLES = {
    "skip": "A missing row is NaN, and the next valid one goes on from the last.",
    "rows": "A hole makes NaN as long as it is in the window, and then the value recovers.",
}


def documented(spec: "Spec") -> str:
    """The whole docstring of an indicator."""
    head, sections = _parted(inspect.cleandoc(spec.plan.__doc__ or ""))
    if "{shared}" in sections.get("Parameters", ""):
        shared = [name for name in ("nan", "max_gap", "profile", "out") if name in spec.signature.parameters]
        sections["Parameters"] = sections["Parameters"].replace(
            "{shared}", "\n".join(_entry(spec, name) for name in shared)
        )
    else:
        sections["Parameters"] = _parameters(spec, _entries(sections.get("Parameters", "")))
    if "Returns" not in sections:
        sections["Returns"] = _returns(spec)
    sections.setdefault("Raises", RAISES)
    talib = f" TA-Lib, function {spec.talib}." if spec.talib else ""
    sections.setdefault("References", _sentence(spec.source) + talib)
    written = [f"{name}\n{'-' * len(name)}\n{sections[name]}" for name in SECTIONS if name in sections]
    return "\n\n".join([head, *written])


def _parted(text: str) -> tuple[str, dict[str, str]]:
    """The text before the first section, and the sections by name."""
    head, *rest = re.split(rf"^({'|'.join(SECTIONS)})\n-+\n", text, flags=re.MULTILINE)
    return head.strip(), {name: body.rstrip() for name, body in zip(rest[::2], rest[1::2], strict=True)}


def _entries(text: str) -> dict[str, str]:
    """Parameters that the author explains: `name : ...` and what follows it, by the names."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", text) if text else []:
        found[re.split(r"\s*:|\n", entry)[0]] = entry
    return found


def _parameters(spec: "Spec", own: dict[str, str]) -> str:
    """All of them in the signature's order."""
    of_one = {name: names for names in own for name in names.split(", ")}
    names = ", ".join(spec.inputs)
    entries = [own.pop(names) if names in own else f"{names} : {DATA}\n{_text(INPUTS.get(names, 'Values.'))}"]
    for name in spec.signature.parameters:
        if name not in spec.inputs and name not in of_one:
            entries.append(_entry(spec, name))
        elif name in of_one and of_one[name] in own:
            entry = own.pop(of_one[name])
            entries.append(entry if ":" in entry.split("\n")[0] else _with_kind(spec, name, entry))
    return "\n".join(entries)


def _with_kind(spec: "Spec", name: str, entry: str) -> str:
    """An author's entry without a kind gets the one of the signature."""
    names, _, text = entry.partition("\n")
    return f"{names} : {_kind(spec, name)}\n{text}"


def _entry(spec: "Spec", name: str) -> str:
    return f"{name} : {_kind(spec, name)}\n{_text(PARAMETERS.get(name, 'See above.'))}"


def _text(text: str) -> str:
    return textwrap.indent(text, "    ")


def _kind(spec: "Spec", name: str) -> str:
    """What a parameter may be, in words."""
    if name == "out":
        return (
            "numpy array, or a tuple of them, optional" if len(spec.outputs) > 1 else "numpy array, optional"
        )
    words = kind_of(spec.hints[name])
    if name in ("min_periods", "periods_per_year", "max_gap", "profile", *spec.sides):
        return f"{words}, optional"
    is_whole = words.startswith("int")
    return f"{words}, or a list of them (a sweep)" if is_whole else words


def kind_of(hint: Any) -> str:
    """A type with its limits, in words."""
    if get_origin(hint) is Literal:
        return (
            "{"
            + ", ".join(f'"{value}"' if isinstance(value, str) else repr(value) for value in get_args(hint))
            + "}"
        )
    if get_origin(hint) is Annotated:
        kind, *limits = get_args(hint)
        if isinstance(limits[0], Beside):
            return limits[0].words
        signs = (
            f" {'>=' if isinstance(x, AtLeast) else '>'} {x.limit:g}"
            for x in limits
            if isinstance(x, AtLeast | Above)
        )
        return {int: "int", float: "number"}[kind] + "".join(signs)
    if hint in (int, float, bool):
        return {int: "int", float: "number", bool: "bool"}[hint]
    return " or ".join(kind_of(part) for part in get_args(hint) if part is not type(None))


def _returns(spec: "Spec") -> str:
    same = f"same kind and shape as `{spec.inputs[0]}`"
    if len(spec.outputs) > 1:
        same = f"named tuple ({', '.join(spec.outputs)}), each the {same}"
    return f"{same}\n{_text(textwrap.fill(f'{_first(spec)} {HOLES[spec.gaps]}', 96))}"


def _first(spec: "Spec") -> str:
    given, rows = spec.example, spec.lookback(spec.example)
    if rows == 0:
        return "A value in each valid row, from the first on."
    these = ", ".join(f"{name}={value!r}" for name, value in given.items()) or "the defaults"
    if rows == 1:
        return f"With {these} the first valid row is NaN."
    return f"With {these} the first {rows} valid rows are NaN; all NaN where there are fewer."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
