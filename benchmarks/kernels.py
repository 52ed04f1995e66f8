"""Timings and peak memory over the history (asv); ratios to other libraries are in peers/."""

import subprocess
import sys

import numpy as np

import fastind as fi

DATES, CODES = 1000, 2000
INDICATORS = {
    "rsi": fi.rsi.bind(window=14),
    "ema": fi.ema.bind(window=25),
    "volatility": fi.volatility.bind(window=20),
    "volume_ratio": fi.volume_ratio.bind(window=20),
}


def prices(dates, codes, order="C"):
    rng = np.random.default_rng(7)
    x = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, (dates, codes)), axis=0))
    x[rng.random(x.shape) < 0.02] = np.nan
    return np.asarray(x, order=order)


class Import:
    def time_import(self):
        subprocess.run([sys.executable, "-c", "import fastind"], check=True)


class Series:
    params = (list(INDICATORS), [1_000, 1_000_000])
    param_names = ("indicator", "points")

    def setup(self, name, points):
        self.x, self.run = prices(points, 1).ravel(), INDICATORS[name]
        self.run(self.x)

    def time_series(self, name, points):
        self.run(self.x)


class Panel:
    params = (list(INDICATORS), ["C", "F"])
    param_names = ("indicator", "order")

    def setup(self, name, order):
        self.x, self.run = prices(DATES, CODES, order), INDICATORS[name]
        self.out = self.run(self.x)

    def time_panel(self, name, order):
        self.run(self.x, out=self.out)

    def peakmem_panel(self, name, order):
        self.run(self.x)


class Compute:
    def setup(self):
        self.data = {"close": prices(DATES, CODES), "volume": prices(DATES, CODES)}
        self.out = fi.compute(self.data, INDICATORS)

    def time_compute(self):
        fi.compute(self.data, INDICATORS, out=self.out)


class Sweep:
    def setup(self):
        self.x = prices(DATES, CODES)
        self.time_rsi()

    def time_rsi(self):
        fi.rsi(self.x, window=[5, 9, 14, 21])


class Stream:
    def setup(self):
        self.rows = prices(60, 5000)
        self.stream = fi.rsi.stream(codes=5000, window=14)
        self.stream.warm(self.rows)

    def time_update(self):
        self.stream.update(self.rows[30])
