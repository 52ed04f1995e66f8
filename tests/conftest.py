"""Settings and data for all tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from secrets import token_hex

# More threads than cores, so that the results of one thread and of several can be compared on any machine.
os.environ.setdefault("NUMBA_NUM_THREADS", "4")

# A shell starts what runs in the background with Ctrl-C ignored, and so it would be in all that tests start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# All processes of a test run may use each other's Ray, and nobody else. It reads this when it is imported.
os.environ.setdefault("RAY_AUTH_MODE", "token")
os.environ.setdefault("RAY_AUTH_TOKEN", token_hex(32))

import hypothesis
import numpy as np
import pandas as pd
import pytest

hypothesis.settings.register_profile("default", max_examples=25, derandomize=True, deadline=None)
hypothesis.settings.register_profile("soak", max_examples=2000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count the lines that laws reach in one indicator of each kind; counting them in all takes minutes."""
    from tests.support import ENGINE_CASES, Case

    for item in items:
        case = item.callspec.params.get("case") if hasattr(item, "callspec") else None
        if isinstance(case, Case) and case not in ENGINE_CASES and item.path.name != "test_facts.py":
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def bokeh_bars() -> dict[str, pd.DataFrame]:
    """Bars of five stocks, dates x codes; FB is listed in 2012, GOOG in 2004."""
    from bokeh_sampledata import stocks

    tables = {code: pd.DataFrame(getattr(stocks, code)) for code in ("AAPL", "IBM", "MSFT", "GOOG", "FB")}
    return {
        field: pd.DataFrame(
            {code: table.set_index("date")[field] for code, table in tables.items()}
        ).sort_index()
        for field in ("open", "high", "low", "close", "volume")
    }


@pytest.fixture(scope="session")
def sp500_bars() -> dict[str, pd.DataFrame]:
    """Bars of 505 stocks over five years, with real holes."""
    folder = os.environ.get("FASTIND_DATA")
    if not folder:
        pytest.skip("FASTIND_DATA is not set: the S&P 500 panel is not here")
    bars = pd.read_parquet(Path(folder) / "sp500_daily_2013_2018.parquet")
    bars["symbol"] = bars["symbol"].astype(str)
    return {
        field: bars.pivot(index="date", columns="symbol", values=field)
        for field in ("open", "high", "low", "close", "volume")
    }


@pytest.fixture(scope="session", params=["bokeh", "sp500"])
def bars(request: pytest.FixtureRequest) -> dict[str, pd.DataFrame]:
    """Real prices, both sets in turn."""
    return request.getfixturevalue(f"{request.param}_bars")


@pytest.fixture(scope="session")
def wide_close() -> np.ndarray:
    """A panel that is large enough for threads and for stores that go round the cache, and of odd width."""
    from tests.panels import nasty_panel

    return nasty_panel(1000, 5003)["close"]
