"""Bars, funding rates and ranges of a store, put into a pool ahead."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi

OHLCV = ["open", "high", "low", "close", "volume"]
SYMBOLS, FRAMES = ["BTCUSDT", "ETHUSDT"], ["1h", "4h"]


def naively_known(bars: Any, length: pd.Timedelta, rates: pd.DataFrame) -> list[float]:
    """For each bar, walk through all rates."""
    found = []
    for opened in bars:
        known = rates[rates["timestamp"] <= opened + length]
        found.append(known["funding_rate"].iloc[-1] if len(known) else np.nan)
    return found


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_everything_that_was_asked_for(data_dir: Path, dtype: Any) -> None:
    with fi.create_shared_pool(data_dir, SYMBOLS, FRAMES, "bars", dtype=dtype) as pool:
        kinds = ["1h", "4h", "funding", "funding_1h", "funding_4h"]
        assert pool.list_keys() == [f"{symbol}_{kind}" for symbol in SYMBOLS for kind in kinds]
        for symbol in SYMBOLS:
            rates = pd.read_parquet(data_dir / "funding" / f"{symbol}_funding.parquet")
            _is(pool, f"{symbol}_funding", rates, dtype)
            for frame in FRAMES:
                bars = pd.read_parquet(data_dir / "ohlcv" / f"{symbol}_{frame}.parquet")
                _is(pool, f"{symbol}_{frame}", bars, dtype)
                known = naively_known(bars["timestamp"], pd.Timedelta(frame), rates)
                aligned = pd.DataFrame({"timestamp": bars["timestamp"], "funding_rate": known})
                _is(pool, f"{symbol}_funding_{frame}", aligned, dtype)
        assert pool.get_info("BTCUSDT_1h").columns == OHLCV
        assert pool.get_info("BTCUSDT_1h").dtype == dtype


def _is(pool: fi.SharedDataPool, key: str, expected: pd.DataFrame, dtype: str) -> None:
    wanted = expected.set_index("timestamp").astype(dtype)
    wanted.index = wanted.index.as_unit("ns")
    pd.testing.assert_frame_equal(pool.get_dataframe(key), wanted, check_freq=False)


def test_a_late_rate_is_known_one_bar_later(data_dir: Path) -> None:
    """08:00:00.000 is known when the bar of 07:00 closes; 08:00:00.001 is not."""
    file = data_dir / "funding" / "BTCUSDT_funding.parquet"
    stamps = pd.to_datetime(["2024-01-01 08:00:00.000", "2024-01-01 16:00:00.001"], utc=True)
    pd.DataFrame({"timestamp": stamps, "funding_rate": [1.0, 2.0]}).to_parquet(file)
    with fi.create_shared_pool(data_dir, ["BTCUSDT"], ["1h"], "late") as pool:
        known = pool.get_dataframe("BTCUSDT_funding_1h")["funding_rate"]
    assert known.iloc[6:9].tolist()[1:] == [1, 1]
    assert np.isnan(known.iloc[6])
    assert known.iloc[14:18].tolist() == [1, 1, 2, 2]


def test_without_funding_and_one_after_the_other(data_dir: Path) -> None:
    with fi.create_shared_pool(data_dir, SYMBOLS[:1], FRAMES[:1], "some", include_funding=False) as pool:
        assert pool.list_keys() == ["BTCUSDT_1h"]
        pool.preload_ohlcv(data_dir, ["ETHUSDT"], ["4h"])
        pool.preload_funding_rates(data_dir, SYMBOLS)
        assert "BTCUSDT_funding_1h" in pool
        assert "ETHUSDT_funding_4h" in pool
        assert "ETHUSDT_funding_1h" not in pool


@pytest.mark.parametrize(
    ("timeframe", "close"),
    [("30s", "2024-02-01T00:00:30"), ("15m", "2024-02-01T00:15"), ("1d", "2024-02-02"), ("1w", "2024-02-08"),
     ("1M", "2024-03-01"), ("12M", "2025-02-01")],
)  # fmt: skip
def test_when_bars_close(timeframe: str, close: str) -> None:
    from fastind.io.pool.times import closes

    opened = np.array(["2024-02-01"], "M8[ns]").view(np.int64)
    assert closes(opened, timeframe).view("M8[ns]")[0] == np.datetime64(close)


@pytest.mark.parametrize("form", ["us", "naive", "milliseconds", "Asia/Shanghai", "date"])
def test_stamps_of_every_form(data_dir: Path, form: str) -> None:
    file = data_dir / "ohlcv" / "BTCUSDT_1d.parquet"
    stamps = pd.date_range("2024-01-01", periods=5, freq="D", tz="UTC", unit="ns")
    column: Any = {
        "us": stamps.as_unit("us"),
        "naive": stamps.tz_localize(None),
        "milliseconds": stamps.as_unit("ms").asi8,
        "Asia/Shanghai": stamps.tz_convert("Asia/Shanghai"),
        "date": stamps.date,
    }[form]
    pd.DataFrame({"timestamp": column} | dict.fromkeys(OHLCV, 1.0)).to_parquet(file, index=False)
    with fi.create_shared_pool(data_dir, ["BTCUSDT"], ["1d"], "stamps") as pool:
        index = pool.get_dataframe("BTCUSDT_1d").index
        assert index.asi8.tolist() == stamps.asi8.tolist()
        assert str(index.tz) == ("None" if form in ("naive", "date") else "UTC")
        assert pool.get("BTCUSDT_funding_1d").shape == (5, 1)


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = str(tmp_path / "bars.fi")
    days = [pd.Timestamp("2024-01-02"), pd.Timestamp("2024-01-03"), pd.Timestamp("2024-01-04")]
    frame = pd.DataFrame([(d, c) for d in days for c in "ABC"], columns=["date", "code"])
    frame["close"], frame["volume"] = np.arange(9.0), np.arange(9)
    with fi.open_store(path, mode="a") as opened:
        opened.append(frame.drop(index=4))
    return path


def test_a_range_of_a_store(store: str) -> None:
    with fi.SharedDataPool("range") as pool, fi.open_store(store) as opened:
        pool.preload_store(opened, dates=("2024-01-03", None), codes=["A", "B"], prefix="us_")
        assert pool.list_keys() == ["us_close", "us_volume"]
        frame = pool.get_dataframe("us_close")
        assert frame.index.tolist() == [pd.Timestamp("2024-01-03"), pd.Timestamp("2024-01-04")]
        np.testing.assert_array_equal(frame[["A", "B"]], [[3, np.nan], [6, 7]])
        pool.preload_store(store, columns=["close"], dtype="float64")
        assert pool.get_info("close") == fi.SharedDataInfo(
            "close", (3, 3), np.dtype("f8"), 72, ["A", "B", "C"]
        )
        with pytest.raises(fi.errors.InputError, match="the store has no rows in this range"):
            pool.preload_store(store, dates=("2030-01-01", None))


def test_a_store_of_whole_dates(tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "int.fi", mode="a") as opened, fi.SharedDataPool("whole") as pool:
        opened.append({"date": [20240102, 20240103], "code": ["A", "A"], "x": [1.0, 2.0]})
        pool.preload_store(opened)
        assert pool.get_dataframe("x").index.tolist() == [20240102, 20240103]


def test_real_bars_and_rates(tmp_path: Path) -> None:
    """136 pairs, of which two have raw funding rates."""
    if not (folder := os.environ.get("FASTIND_DATA")):
        pytest.skip("FASTIND_DATA is not set: the crypto bars are not here")
    source = Path(folder) / "crypto"
    every = pd.read_parquet(source / "binance_spot_1h_136sym_2024.parquet")
    every["symbol"] = every["symbol"].astype(str)
    for part in ("ohlcv", "funding"):
        (tmp_path / part).mkdir()
    symbols = sorted(every["symbol"].unique())
    for symbol, bars in every.groupby("symbol"):
        bars.drop(columns="symbol").to_parquet(tmp_path / "ohlcv" / f"{symbol}_1h.parquet", index=False)
    for symbol in SYMBOLS:
        rates = pd.read_parquet(source / f"{symbol}_funding_rawms.parquet")
        rates.to_parquet(tmp_path / "funding" / f"{symbol}_funding.parquet", index=False)
    with fi.create_shared_pool(
        tmp_path, symbols, ["1h"], "real", include_funding=False, dtype="float64"
    ) as pool:
        pool.preload_funding_rates(tmp_path, SYMBOLS, dtype="float64")
        assert len(pool.list_keys()) == 136 + 4
        bars = every[every["symbol"] == "BTCUSDT"].drop(columns="symbol")
        _is(pool, "BTCUSDT_1h", bars, "float64")
        rates = pd.read_parquet(source / "BTCUSDT_funding_rawms.parquet")
        late = rates["timestamp"].dt.floor("s") != rates["timestamp"]
        assert late.mean() > 0.2
        found = pool.get("BTCUSDT_funding_1h")[:, 0]
        assert not np.isnan(found).any()
        closes = (bars["timestamp"] + pd.Timedelta("1h")).dt.as_unit("ms").to_frame("close")
        last = pd.merge_asof(closes, rates, left_on="close", right_on="timestamp")
        np.testing.assert_array_equal(found, last["funding_rate"])


def test_what_float32_rounds(data_dir: Path) -> None:
    """Fractions without a word, whole numbers with one warning, and nothing becomes zero."""
    for symbol in SYMBOLS:
        file = data_dir / "ohlcv" / f"{symbol}_1h.parquet"
        bars = pd.read_parquet(file)
        bars["volume"] = 123_456_789
        bars.loc[0, "close"] = 2**24 + 1 + 0.5
        bars.to_parquet(file, index=False)
    message = (
        r"rounds whole numbers beyond 16,777,216 in 'volume' of 'BTCUSDT_1h' and 1 other columns: say dtype="
    )
    with pytest.warns(fi.errors.InputWarning, match=message) as told:
        fi.create_shared_pool(data_dir, SYMBOLS, FRAMES, "rounded").cleanup()
    assert len(told) == 1
    with fi.create_shared_pool(data_dir, SYMBOLS, FRAMES, "kept", dtype="float64") as pool:
        assert set(pool.get("BTCUSDT_1h")[:, 4]) == {123_456_789.0}
    bars["volume"] = 2**24
    bars.to_parquet(file, index=False)
    fi.create_shared_pool(data_dir, ["ETHUSDT"], ["1h"], "exact").cleanup()
    bars.loc[1, "close"] = 1e-300
    bars.to_parquet(file, index=False)
    with pytest.raises(
        fi.errors.InputError, match=r"'close' of 'ETHUSDT_1h' .* float32 .* would be 0: say dtype="
    ):
        fi.create_shared_pool(data_dir, ["ETHUSDT"], ["1h"], "zero")
    with fi.create_shared_pool(data_dir, ["ETHUSDT"], ["1h"], "tiny", dtype="float64") as pool:
        assert pool.get("ETHUSDT_1h")[1, 3] == 1e-300


def test_what_float32_rounds_of_a_store(tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "s", "a") as store, fi.SharedDataPool("test") as pool:
        store.append(
            {"date": [20240102, 20240103], "code": [1, 1], "volume": [123_456_789, 5], "x": [0.1, 0.2]}
        )
        with pytest.warns(fi.errors.InputWarning, match="in '1' of 'volume': say dtype="):
            pool.preload_store(store)
        with pytest.raises(fi.errors.PoolError, match="already: a preload replaces nothing"):
            pool.preload_store(store)
