"""Long frames: rows of (date, code) in any order, keys of any type; and what they must give, found slowly."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import fastind as fi
from fastind.frames import keys, long
from tests import steps
from tests.kinds import Kind, arrow

ENTRIES = {
    "r": fi.rsi.bind(window=2),
    "e": fi.ema.bind(window=2, x="open"),
    "er": fi.ema.bind(window=2, x="r"),
    "vr": fi.volume_ratio.bind(window=3),
    "m": steps.indicator.bind(window=2),
}
RESULTS = ("r", "e", "er", "vr", "m_flow", "m_share")


class Market(NamedTuple):
    """Rows of a long frame: positions of dates and of codes, and the fields."""

    dates: np.ndarray
    codes: np.ndarray
    fields: dict[str, np.ndarray]

    def take(self, rows: Any) -> Market:
        """Some rows, or all in another order."""
        return Market(self.dates[rows], self.codes[rows], {k: v[rows] for k, v in self.fields.items()})

    def frame(self, kind: Kind, date: str = "us", code: str = "text") -> Any:
        """A long frame, with a text column and a row number beside the keys and fields."""
        n = len(self.dates)
        notes = pa.array([f"note {k}" for k in range(n)], pa.string())
        return kind.frame(
            {
                "note": notes,
                "code": CODES[code](self.codes),
                **self.fields,
                "date": DATES[date](self.dates),
                "row": np.arange(n),
            }
        )

    def slow(self) -> dict[str, np.ndarray]:
        """Each code alone, on all the dates there are, by numpy series."""
        results = {name: np.full(len(self.dates), np.nan) for name in RESULTS}
        days = np.unique(self.dates)
        for code in np.unique(self.codes):
            rows = np.flatnonzero(self.codes == code)
            own = pd.DataFrame({k: v[rows] for k, v in self.fields.items()}, index=self.dates[rows])
            found = alone({k: v.to_numpy("f8") for k, v in own.reindex(days).items()})
            for name, values in found.items():
                results[name][rows] = pd.Series(values, days).reindex(self.dates[rows]).to_numpy()
        return results


def alone(fields: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The entries of one code, one by one."""
    r = fi.rsi(fields["close"], window=2)
    flow, share = steps.indicator(fields["close"], fields["volume"], window=2)
    return {
        "r": r,
        "e": fi.ema(fields["open"], window=2),
        "er": fi.ema(r, window=2),
        "vr": fi.volume_ratio(fields["volume"], window=3),
        "m_flow": flow,
        "m_share": share,
    }


def market(n_dates: int = 23, n_codes: int = 7, seed: int = 3, complete: bool = False) -> Market:
    """By code and date: codes listed late, with one row, with holes as rows that lack and rows of NaN."""
    rng = np.random.default_rng([seed, n_dates, n_codes])
    codes, dates = np.divmod(np.arange(n_dates * n_codes), n_dates)
    close = np.round(20.0 * np.exp(np.cumsum(rng.normal(0, 0.1, codes.size))), 2)
    volume = np.floor(rng.lognormal(9.0, 1.0, codes.size))
    fields = {"close": close, "open": close + 0.5, "volume": volume}
    rows = Market(dates, codes, fields)
    if complete:
        return rows
    there = rng.random(codes.size) < 0.8
    there[(codes == 1) & (dates < n_dates // 2)] = False  # listed late
    there[(codes == 2) & (dates != n_dates // 3)] = False  # one row
    there[(codes == 3) & (dates > 4) & (dates < 14)] = False  # suspended
    close[(codes == 4) & (dates % 5 == 2)] = np.nan
    volume[codes == 5] = np.nan
    return rows.take(np.flatnonzero(there))


def _labels(letters: str) -> Any:
    """Text of several lengths whose order is not that of the positions."""
    return lambda k: pa.array([f"{letters[j % len(letters)]}{j}" for j in k.tolist()], pa.string())


def _stamps(unit: str, zone: str | None = None) -> Any:
    base = np.datetime64("2024-02-26T15:00", unit)
    return lambda k: pa.array(base + (k * 86_400).astype("m8[s]").astype(f"m8[{unit}]")).cast(
        pa.timestamp(unit, zone)
    )


CODES: dict[str, Any] = {
    "text": _labels("ZAMBQ"),
    "chinese": _labels("平万一"),
    "int64": lambda k: arrow((k * 7919) % 1000003 + 600000),
    "int32": lambda k: arrow((600000 - k).astype("i4")),
    "categories": lambda k: _categories(k, _labels("ZAMBQ")),
    "categories of numbers": lambda k: _categories(k, lambda j: arrow(600000 - j)),
    "large text": lambda k: _labels("ZAMBQ")(k).cast(pa.large_string()),
}
DATES: dict[str, Any] = {
    **{unit: _stamps(unit) for unit in ("s", "ms", "us", "ns")},
    "date": lambda k: pa.array(np.datetime64("2024-02-26", "D") + k.astype("m8[D]")),
    "yyyymmdd": lambda k: arrow(
        np.array([int(str(d).replace("-", "")) for d in np.datetime64("2024-02-26", "D") + k], np.int64)
    ),
    "int32": lambda k: arrow((20240101 + k).astype("i4")),
    "Shanghai": _stamps("us", "Asia/Shanghai"),
    "New York": _stamps("ns", "America/New_York"),
}


def _categories(k: np.ndarray, labels: Any) -> pa.DictionaryArray:
    """Categories in an order of their own, of which two have no row."""
    known = np.arange(int(k.max(initial=0)) + 3)[::-1]
    return pa.DictionaryArray.from_arrays(pa.array((known.size - 1 - k).astype("i4")), labels(known))


def orders(rows: Market) -> dict[str, np.ndarray]:
    """Orders that the rows of a frame may have."""
    n = len(rows.dates)
    return {
        "by code": np.lexsort((rows.dates, rows.codes)),
        "by date": np.lexsort((rows.codes, rows.dates)),
        "by date, codes backwards": np.lexsort((-rows.codes, rows.dates)),
        "backwards": np.lexsort((rows.dates, rows.codes))[::-1],
        "random": np.random.default_rng(5).permutation(n),
    }


ORDERS = tuple(orders(market(1, 1)))


def by_label(rows: Market, date: str = "us", code: str = "text") -> Market:
    """Sorted by code and date, as labels are."""
    labels = CODES[code](rows.codes)
    plain = labels.dictionary_decode() if pa.types.is_dictionary(labels.type) else labels
    return rows.take(np.lexsort((rows.dates, np.array(plain.to_pylist()))))


def at(labels: np.ndarray, wanted: pa.Array) -> np.ndarray:
    """Where labels stand among those of a panel, which ascend and all are there."""
    plain = wanted.dictionary_decode() if pa.types.is_dictionary(wanted.type) else wanted
    found = plain.to_numpy(zero_copy_only=False)
    found = found.astype(np.str_) if found.dtype == object else found
    places = np.searchsorted(labels, found)
    np.testing.assert_array_equal(labels[places], found)
    np.testing.assert_array_equal(labels, np.unique(found))
    return places


def sampled(rows: int, patch: pytest.MonkeyPatch) -> None:
    """So many rows say whether a key column has runs."""
    patch.setattr(keys, "SAMPLE", rows)
    patch.setattr(long, "SAMPLE", rows)
