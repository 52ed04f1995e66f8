"""Timings of the store over the history (asv); peers are in peers/stores.py."""

import tempfile
from itertools import cycle
from pathlib import Path

import numpy as np

import fastind as fi

DATES, CODES = 500, 400


def bars(first=0, dates=DATES):
    rng = np.random.default_rng(first)
    names = [f"{k:06d}" for k in range(CODES)]
    return {
        "date": np.tile(np.arange(first, first + dates), CODES),
        "code": np.repeat(names, dates),
        **{name: np.round(100 * rng.random(dates * CODES), 2) for name in ("open", "close", "volume")},
    }


class Store:
    def setup(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "bars.fi")
        with fi.open_store(self.path, mode="a") as store:
            store.append(bars())
            store.panel("close")
        self.reader = fi.open_store(self.path)
        self.writer = fi.open_store(self.path, mode="a")
        self.days = cycle([bars(DATES + k, 1) for k in range(100)])
        self.next = cycle([bars(DATES * k) for k in range(2, 8)])

    def teardown(self):
        self.writer.close()
        self.folder.cleanup()

    def time_open(self):
        fi.open_store(self.path).close()

    def time_append_a_day(self):
        self.writer.append(next(self.days))

    def time_append_200_000_rows(self):
        self.writer.append(next(self.next))
        self.writer.seal()

    def time_query(self):
        self.reader.query(dates=(100, 130), codes=["000007", "000123"], columns=["close"])

    def time_query_all(self):
        self.reader.query()

    def time_panel(self):
        self.reader.panel("close").sel(dates=(100, 130), codes=["000007", "000123"])

    def time_compact(self):
        self.writer.append(bars(DATES // 2))
        self.writer.compact()
