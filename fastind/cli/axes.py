"""What a grid runs over, as it is typed: dates, codes and parameters become the axes of its tasks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from fastind.cli.wanted import listed, wanted
from fastind.errors import ParameterError, StoreError

WHOLE, ISO = r"\d{8}", r"\d{4}-\d\d-\d\d"
INTEGER = r"-?(?:0|[1-9]\d*)"
NUMBER = rf"(?:{INTEGER}(?:\.\d*)?|-?\.\d+)(?:[eE][+-]?\d+)?"
SATURDAY = 5


def axes_of(
    dates: Sequence[str] | None,
    dates_from: str | None,
    every_day: bool,
    codes: Sequence[str] | None,
    codes_from: str | None,
    params: Sequence[str] | None,
) -> dict[str, list[Any]]:
    """Name to values, in the order date, code, parameters."""
    found: dict[str, list[Any]] = {}
    if dates_from is not None:
        found["date"] = _dates_of_store(dates_from, dates)
    elif dates:
        found["date"] = _dates(dates, every_day)
    if codes and codes_from is not None:
        raise ParameterError("--codes and --codes-from both say the codes: give one of them")
    if codes:
        found["code"] = _codes(codes)
    elif codes_from is not None:
        found["code"] = _codes_of_store(codes_from)
    for text in params or ():
        name, values = _param(text)
        if name in found:
            raise ParameterError(f"{name} is said twice; --param {name}=... takes all its values at once")
        found[name] = values
    if not found:
        raise ParameterError("say what to run over: --dates, --codes, --param name=1,2,3")
    for name, values in found.items():
        if not values:
            raise ParameterError(f"there is no {name}, so there is no task")
    return found


def check_names(function: str, called: Any, axes: Iterable[str], params: Sequence[str] | None) -> None:
    """Axes go to the parameters of their names; dates and codes alone may go by their places."""
    from fastind.frames.labels import near
    from fastind.io.identity import parameters
    from fastind.parallel.signature import POSITIONAL

    known = parameters(called)
    if known is None or any(each.kind is each.VAR_POSITIONAL for each in known):
        return
    own = [each.name for each in known if each.kind in POSITIONAL]
    typed = {text.partition("=")[0].strip() for text in params or ()}
    odd = [name for name in axes if name not in own]
    if not odd or not (typed or set(axes) & set(own)):
        return
    name = next((name for name in odd if name in typed), odd[0])
    option = f"--param {name}" if name in typed else f"--{name}s"
    raise ParameterError(
        f"{option}: {function} takes {', '.join(own) or 'nothing'}, and no {name}{near(name, own)}"
    )


def _dates(texts: Sequence[str], every_day: bool) -> list[Any]:
    """Days of ranges and single ones, each once, in the order in which they were said."""
    found: dict[Any, None] = {}
    for text in listed(texts):
        first, colon, last = text.partition(":")
        if colon:
            found |= dict.fromkeys(_days(first, last, every_day))
        else:
            found[_day(text)[0]] = None
    return list(found)


def _days(first: str, last: str, every_day: bool) -> Iterable[Any]:
    """The days from one to another, both included, of the kind that was typed."""
    (_, start, is_whole), (_, end, is_whole_too) = _day(first), _day(last)
    if is_whole != is_whole_too or end < start:
        raise ParameterError(
            f"--dates FIRST:LAST are two days of one kind, the earlier one first; got {first}:{last}"
        )
    for number in range(start.toordinal(), end.toordinal() + 1):
        day = date.fromordinal(number)
        if every_day or day.weekday() < SATURDAY:
            yield _whole(day) if is_whole else day


def _day(text: str) -> tuple[Any, date, bool]:
    """A day as the function gets it, as a date, and whether it was typed as a whole number."""
    is_whole = re.fullmatch(WHOLE, text) is not None
    try:
        if not is_whole and not re.fullmatch(ISO, text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        raise ParameterError(
            "--dates is FIRST:LAST, or days with commas between, such as 20240102:20240131 or 2024-01-02; "
            f"{text!r} is no day"
        ) from None
    return (_whole(day) if is_whole else day), day, is_whole


def _whole(day: date) -> int:
    return 10_000 * day.year + 100 * day.month + day.day


def _dates_of_store(path: str, dates: Sequence[str] | None) -> list[Any]:
    """The dates that a store has, between two if they are said."""
    import pyarrow as pa

    if dates and len(dates) > 1:
        raise ParameterError("with --dates-from, --dates is one FIRST:LAST")
    with _opened(path, "date") as store:
        between = wanted(store, dates[0] if dates else None, None, None, None)["dates"]
        found = pa.array([], store.schema.field("date").type)
        for table in store.query(dates=between, columns=[], kind="batches"):
            found = pa.concat_arrays([found, table["date"].unique()]).unique()
    return list(found.sort().to_pylist())


def _codes(texts: Sequence[str]) -> list[str]:
    """Codes, and the lines of files; text always: 000001 keeps its zeros."""
    found: dict[str, None] = {}
    for text in listed(texts):
        if text.startswith("@"):
            found |= dict.fromkeys(_lines(Path(text[1:])))
        else:
            found[text] = None
    return list(found)


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError(
            f"--codes @{path}: the file cannot be read as text, a code a line: {error}"
        ) from error
    return [line.strip() for line in lines if line.strip()]


def _codes_of_store(path: str) -> list[Any]:
    with _opened(path, "code") as store:
        return list(store.codes().tolist())


@contextmanager
def _opened(path: str, key: str) -> Iterator[Any]:
    """A store that has values of this key."""
    import fastind as fi
    from fastind.io.store import places

    option = f"--{key}s-from"
    if not places.place(path).exists():
        raise StoreError(f"{option}: there is no store at {path}")
    with fi.open_store(path) as store:
        if key not in store.keys:
            raise ParameterError(f"{option}: {store.path} has the keys {', '.join(store.keys)}, and no {key}")
        if not store.schema.names:
            raise ParameterError(f"{option}: {store.path} is empty")
        yield store


def _param(text: str) -> tuple[str, list[Any]]:
    name, equals, rest = text.partition("=")
    name = name.strip()
    if not equals or not name.isidentifier():
        raise ParameterError(f"--param is NAME=VALUE,VALUE,..., such as window=5,10,20; got {text!r}")
    return name, list(dict.fromkeys(_values(listed([rest]))))


def _values(texts: list[str]) -> list[Any]:
    """All whole numbers, else all floats, else text; in quotes, or with zeros in front, a number is text."""
    if all(re.fullmatch(INTEGER, text) for text in texts):
        return [int(text) for text in texts]
    if all(re.fullmatch(NUMBER, text) for text in texts):
        return [float(text) for text in texts]
    return [
        text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text for text in texts
    ]
