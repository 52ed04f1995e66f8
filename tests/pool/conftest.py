"""Pools of a test lie in a folder of its own, and none is left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests.grid_faults.watched import Holdings

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


@pytest.fixture(autouse=True)
def pools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the pools of this test lie; at its end there is none, and no descriptor of one."""
    from fastind.io.pool import place

    base = tmp_path / "pools"
    base.mkdir()
    monkeypatch.setenv("FASTIND_POOL_DIR", str(base))
    folder = Path(place.path(str(base)))
    before = Holdings()
    yield folder
    left = {name: n for name, n in Holdings().files.items() if name.startswith(str(base))}
    assert not left, f"descriptors are left, there were {len(before.files)} before: {left}"
    assert not folder.exists() or not list(folder.iterdir())


@pytest.fixture
def pool() -> Iterator[fi.SharedDataPool]:
    with fi.SharedDataPool("test") as opened:
        yield opened


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Two symbols' hourly and four-hourly bars, and funding rates that come up to 16 ms late."""
    folder = tmp_path / "data"
    for part in ("ohlcv", "funding"):
        (folder / part).mkdir(parents=True)
    rng = np.random.default_rng(3)
    for symbol in ("BTCUSDT", "ETHUSDT"):
        for timeframe, hours in (("1h", 1), ("4h", 4)):
            bars(rng, 96 // hours, hours).to_parquet(
                folder / "ohlcv" / f"{symbol}_{timeframe}.parquet", index=False
            )
        rates(rng).to_parquet(folder / "funding" / f"{symbol}_funding.parquet", index=False)
    return folder


def bars(rng: np.random.Generator, n: int, hours: int) -> pd.DataFrame:
    stamps = pd.date_range("2024-01-01", periods=n, freq=f"{hours}h", tz="UTC", unit="ms")
    frame = pd.DataFrame({"timestamp": stamps})
    for name in ("open", "high", "low", "close", "volume"):
        frame[name] = rng.lognormal(size=n)
    return frame


def rates(rng: np.random.Generator) -> pd.DataFrame:
    late = pd.to_timedelta(rng.permutation([0] * 8 + [1, 5, 16]), unit="ms")
    stamps = pd.date_range("2024-01-01T08:00", periods=11, freq="8h", tz="UTC", unit="ms") + late
    return pd.DataFrame({"timestamp": stamps, "funding_rate": rng.normal(0, 1e-4, 11)})
