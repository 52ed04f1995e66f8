"""What a run of sorted rows spans, and what a query wants of it: enough to pass most rows over unread."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fastind.io.store import kinds
from fastind.io.store.lazy import lazy
from fastind.io.store.schema import Schema

MARKS = 4
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Extent:
    """Rows in a row: how many, and what their keys span.

    Attributes
    ----------
    rows : int
    spans : mapping of key to (lowest, highest)
        Of dates and timestamps the whole numbers behind them.
    marks : list
        The first key's values at every quarter of the rows, which are sorted by it.
    """

    rows: int
    spans: Mapping[str, tuple[Any, Any]]
    marks: Sequence[Any]

    @classmethod
    def of(cls, table: Any, schema: Schema) -> "Extent":
        """The extent of a sorted table."""
        lead, *others = schema.order
        last = table.num_rows - 1
        marks = [_value(table[lead], last * k // MARKS) for k in range(MARKS + 1)]
        spans = {lead: (marks[0], marks[-1])}
        for key in others:
            ends = pc.min_max(kinds.physical(table[key].combine_chunks()))
            spans[key] = (ends["min"].as_py(), ends["max"].as_py())
        return cls(table.num_rows, spans, marks)

    def to_json(self) -> list[Any]:
        """As lists, for the manifest."""
        return [self.rows, [list(span) for span in self.spans.values()], list(self.marks)]

    @classmethod
    def from_json(cls, data: Any, schema: Schema) -> "Extent":
        """What `to_json` made."""
        rows, spans, marks = data
        return cls(rows, dict(zip(schema.order, map(tuple, spans), strict=True)), marks)

    def overlaps(self, other: "Extent") -> bool:
        """May both hold the same key."""
        return all(
            low <= other.spans[key][1] and other.spans[key][0] <= high
            for key, (low, high) in self.spans.items()
        )


def union(extents: Sequence[Extent]) -> Extent:
    """What all of them span together; its marks are of no use."""
    first = extents[0]
    spans = {
        key: (min(e.spans[key][0] for e in extents), max(e.spans[key][1] for e in extents))
        for key in first.spans
    }
    return Extent(sum(e.rows for e in extents), spans, [])


@dataclass(frozen=True)
class Range:
    """Values of one key: from `low` to `high`, which are included, `above` and `below` others, which are not.

    None is no limit; `among` names single values.
    """

    low: Any = None
    high: Any = None
    above: Any = None
    below: Any = None
    among: frozenset[Any] | None = None

    @lazy
    def _listed(self) -> list[Any]:
        return sorted(self.among or ())

    def meets(self, low: Any, high: Any) -> bool:
        """May a value between these be wanted."""
        if not (self._starts_by(high) and self._goes_on_at(low)):
            return False
        if self.among is None:
            return True
        at = bisect_left(self._listed, low)
        return at < len(self._listed) and self._listed[at] <= high

    def holds(self, low: Any, high: Any) -> bool:
        """Is every value between these wanted."""
        if self.among is not None and not (low == high and low in self.among):
            return False
        return self._starts_by(low) and self._goes_on_at(high)

    def mask(self, array: Any) -> BoolArray:
        """Which values of an Arrow array are wanted."""
        if kinds.is_text(array.type):
            array = array.dictionary_encode()
        if pa.types.is_dictionary(array.type):
            wanted = [self.holds(value, value) for value in array.dictionary.to_pylist()]
            return np.asarray(np.take(np.array(wanted, bool), array.indices.to_numpy()))
        values = kinds.physical(array).to_numpy(zero_copy_only=False)
        tests = [
            test(values, end)
            for test, end in (
                (np.greater_equal, self.low),
                (np.less_equal, self.high),
                (np.greater, self.above),
                (np.less, self.below),
                (np.isin, None if self.among is None else self._listed),
            )
            if end is not None
        ]
        return np.asarray(np.all(tests, axis=0)) if tests else np.ones(len(array), bool)

    def both(self, other: "Range") -> "Range":
        """What this and the other want."""
        return Range(
            _of(max, self.low, other.low),
            _of(min, self.high, other.high),
            _of(max, self.above, other.above),
            _of(min, self.below, other.below),
            _of(frozenset.intersection, self.among, other.among),
        )

    def _starts_by(self, value: Any) -> bool:
        return (self.low is None or bool(self.low <= value)) and (
            self.above is None or bool(self.above < value)
        )

    def _goes_on_at(self, value: Any) -> bool:
        return (self.high is None or bool(value <= self.high)) and (
            self.below is None or bool(value < self.below)
        )


@dataclass(frozen=True)
class Bounds:
    """Which keys are wanted: a range for some of them, all values of the others."""

    ranges: Mapping[str, Range] = field(default_factory=dict)

    def meets(self, extent: Extent) -> bool:
        """May the extent hold a wanted key."""
        return all(wanted.meets(*extent.spans[key]) for key, wanted in self.ranges.items())

    def holds(self, extent: Extent) -> bool:
        """Is every key of the extent wanted."""
        return all(wanted.holds(*extent.spans[key]) for key, wanted in self.ranges.items())

    def of(self, table: Any) -> Any:
        """The wanted rows of a table."""
        masks = [wanted.mask(table[key].combine_chunks()) for key, wanted in self.ranges.items()]
        return table.filter(pa.array(np.logical_and.reduce(masks))) if masks else table

    def narrowed(self, key: str, wanted: Range) -> "Bounds":
        """These bounds and one more."""
        return replace(self, ranges={**self.ranges, key: self.ranges.get(key, Range()).both(wanted)})

    def cut(self, key: str, edges: Sequence[Any]) -> Iterator["Bounds"]:
        """These bounds in pieces that begin at each edge, before the first one too."""
        for low, below in pairwise([None, *edges, None]):
            yield self.narrowed(key, Range(low=low, below=below))


def slices(bounds: Bounds, extents: Sequence[Extent], keys: Sequence[str], rows: int) -> Iterator[Bounds]:
    """The bounds in pieces of about so many rows each, in the order of the keys, by what the extents tell."""
    inside = [extent for extent in extents if bounds.meets(extent)]
    if inside:
        lead, *others = keys
        edges, weights = _edges(inside, lead, bounds.ranges.get(lead, Range()), rows)
        for piece, weight in zip(bounds.cut(lead, edges), weights, strict=True):
            yield from _heavy(piece, inside, lead, others, weight / rows) if weight > 2 * rows else [piece]


def _heavy(
    bounds: Bounds, extents: Sequence[Extent], lead: str, others: Sequence[str], n: float
) -> Iterator[Bounds]:
    """One value of the first key has more rows than a piece should: it comes apart from its neighbours."""
    marks = [mark for extent in extents for mark in extent.marks[1:] if bounds.ranges[lead].holds(mark, mark)]
    value = max(sorted(set(marks)), key=marks.count)
    yield bounds.narrowed(lead, Range(below=value))
    yield from _split(bounds.narrowed(lead, Range(low=value, high=value)), extents, others, n)
    yield bounds.narrowed(lead, Range(above=value))


def _split(bounds: Bounds, extents: Sequence[Extent], keys: Sequence[str], n: float) -> Iterator[Bounds]:
    """The rows of one value, cut by the next key by which they are sorted, if that is of whole numbers."""
    inside = [extent for extent in extents if bounds.meets(extent)]
    for key in keys:
        low = min((extent.spans[key][0] for extent in inside), default=0)
        high = max((extent.spans[key][1] for extent in inside), default=0)
        if low != high:
            yield from bounds.cut(key, quantiles(inside, key, round(n))) if isinstance(low, int) else [bounds]
            return
    yield bounds


def _edges(extents: Sequence[Extent], key: str, wanted: Range, rows: int) -> tuple[list[Any], list[float]]:
    """Values of the first key between which there are about so many rows, and how many there are."""
    points = sorted(
        (mark, extent.rows / MARKS)
        for extent in extents
        for mark in extent.marks[1:]
        if wanted.holds(mark, mark)
    )
    edges: list[Any] = []
    weights = [0.0]
    last = points[0][0] if points else None
    for value, weight in points:
        if weights[-1] + weight > rows and value != last:
            edges.append(value)
            weights.append(0.0)
        weights[-1] += weight
        last = value
    return edges, weights


def quantiles(extents: Sequence[Extent], key: str, n: int) -> list[int]:
    """Whole numbers that cut a key's values in `n` parts of about as many rows, if they lie evenly."""
    lows, highs = (np.array([extent.spans[key][k] for extent in extents], np.float64) for k in (0, 1))
    weights = np.array([extent.rows for extent in extents], np.float64)
    found = []
    for k in range(1, n):
        low, high = int(lows.min()), int(highs.max())
        while low < high:
            middle = (low + high) // 2
            share = np.clip((middle - lows + 1) / (highs - lows + 1), 0, 1)
            low, high = (
                (middle + 1, high) if (share * weights).sum() * n < k * weights.sum() else (low, middle)
            )
        found.append(low + 1)
    return [edge for edge in sorted(set(found)) if edge <= highs.max()]


def _value(column: Any, row: int) -> Any:
    scalar = column[row]
    is_moment = pa.types.is_temporal(scalar.type)
    return (
        scalar.value
        if is_moment
        else int(scalar.as_py())
        if pa.types.is_boolean(scalar.type)
        else scalar.as_py()
    )


def _of(choose: Any, one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else choose(one, other)
