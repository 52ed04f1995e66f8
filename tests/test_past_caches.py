"""Large results are written past the caches: their numbers are the same, and nothing beside is touched."""

from __future__ import annotations

import numpy as np
import pytest

import fastind as fi
from fastind.kernels.blocks import LARGE
from tests.panels import nasty_panel

ROWS, WIDTH = 40, 300
WIDE = LARGE // ROWS // 8 + 1  # so many columns span what counts as large, though few of them are written
CALLS = {
    "rsi": lambda p, out: fi.rsi(p["close"], window=3, out=out),
    "rsi, propagate": lambda p, out: fi.rsi(p["close"], window=3, nan="propagate", out=out),
    "ema": lambda p, out: fi.ema(p["close"], window=4, out=out),
    "volatility": lambda p, out: fi.volatility(p["close"], window=5, out=out),
    "volume_ratio": lambda p, out: fi.volume_ratio(p["volume"], window=5, out=out),
}


@pytest.mark.parametrize("shift", [0, 1], ids=["on 16 bytes", "on 8 bytes"])
@pytest.mark.parametrize("name", CALLS)
def test_large_results_are_the_same(name: str, shift: int) -> None:
    panel = nasty_panel(ROWS, WIDTH)
    small = CALLS[name](panel, np.empty((ROWS, WIDTH)))
    whole = np.full((ROWS, WIDE), 7.0)
    assert whole.nbytes >= LARGE
    out = whole[:, shift : shift + WIDTH]
    CALLS[name](panel, out)
    np.testing.assert_array_equal(out, small)
    assert (whole[:, :shift] == 7.0).all()
    assert (whole[:, shift + WIDTH :] == 7.0).all()


def test_several_large_results_of_one_pass() -> None:
    panel = nasty_panel(ROWS, WIDTH)
    jobs = {
        "r": fi.rsi.bind(window=3),
        "e": fi.ema.bind(window=4, x="close"),
        "v": fi.volume_ratio.bind(window=5),
    }
    outs = {name: np.empty((ROWS, WIDE))[:, :WIDTH] for name in jobs}
    fi.compute(panel, jobs, out=outs)
    for name, small in fi.compute(panel, jobs).items():
        if name in jobs:
            np.testing.assert_array_equal(outs[name], small)
