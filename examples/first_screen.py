"""The README's first screen: RSI(14) of twelve codes by TA-Lib, by the pandas idiom and by fastind.

python examples/first_screen.py                    # print the table
python examples/first_screen.py --write README.md  # put it between the markers
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import talib

import fastind as fi

WINDOW = 14
START, END = "<!-- first screen -->", "<!-- end of first screen -->"
STORIES = {
    "ALFA": "every day",
    "BRAVO": "suspended for 5 days",
    "CHARLIE": "every day",
    "DELTA": "one missing day",
    "ECHO": "every day",
    "FOXTROT": "listed on day 41",
    "GOLF": "every day",
    "HOTEL": "delisted after day 70",
    "INDIA": "constant price",
    "JULIET": "every day",
    "KILO": "inf on one day",
    "LIMA": "every day",
}
NOTE = (
    "RSI(14) on the last of 80 days. **Bold: a false number**, more than 0.5 from TA-Lib's RSI of that "
    "code's valid prices alone (50 for the constant; none for the delisted, which has no price on that day)."
)


def prices() -> pd.DataFrame:
    """Eighty days of twelve random walks, with what happened to some of them."""
    days = pd.bdate_range("2024-01-01", periods=80, name="date")
    walks = np.exp(np.random.default_rng(7).normal(0.0, 0.02, (80, 12)).cumsum(axis=0))
    close = pd.DataFrame((50.0 * walks).round(2), index=days, columns=list(STORIES))
    close.loc[days[50:55], "BRAVO"] = np.nan
    close.loc[days[60], "DELTA"] = np.nan
    close.loc[days[:40], "FOXTROT"] = np.nan
    close.loc[days[70:], "HOTEL"] = np.nan
    close["INDIA"] = 25.0
    close.loc[days[65], "KILO"] = np.inf
    return close


def by_talib(close: pd.DataFrame) -> pd.DataFrame:
    """TA-Lib takes one series at a time."""
    return close.apply(lambda column: talib.RSI(column, WINDOW))


def by_pandas(close: pd.DataFrame) -> pd.DataFrame:
    """The idiom that everyone copies."""
    delta = close.diff()
    up = delta.clip(lower=0).ewm(alpha=1 / WINDOW, adjust=False, min_periods=WINDOW).mean()
    down = -delta.clip(upper=0).ewm(alpha=1 / WINDOW, adjust=False, min_periods=WINDOW).mean()
    return 100 - 100 / (1 + up / down)


def by_fastind(close: pd.DataFrame) -> pd.DataFrame:
    """The whole table in one call."""
    return fi.rsi(close, WINDOW)


def truth(close: pd.DataFrame) -> pd.Series:
    """What stands on the last day: RSI of each code's valid prices, as if the others were not there."""
    last = {}
    for code, column in close.items():
        valid = column[np.isfinite(column)]
        if not np.isfinite(column.iloc[-1]):
            last[code] = np.nan
        else:
            last[code] = 50.0 if valid.nunique() == 1 else talib.RSI(valid.to_numpy(), WINDOW)[-1]
    return pd.Series(last)


def is_false(value: float, right: float) -> bool:
    """Is it a number where there is none, or one far from the right one."""
    return not np.isnan(value) and not abs(value - right) <= 0.5


def screen() -> str:
    """The table in Markdown, and what its bold numbers are."""
    close = prices()
    right = truth(close)
    lasts = [rule(close).iloc[-1] for rule in (by_talib, by_pandas, by_fastind)]
    rows = [["code", "what happened", "TA-Lib", "pandas idiom", "fastind"]]
    for code, story in STORIES.items():
        rows.append([code, story, *(_cell(last[code], right[code]) for last in lasts)])
    widths = [max(len(row[k]) for row in rows) for k in range(5)]
    rule = [*("-" * w for w in widths[:2]), *("-" * (w - 1) + ":" for w in widths[2:])]
    return "\n".join(_line(row, widths) for row in (rows[0], rule, *rows[1:])) + f"\n\n{NOTE}\n"


def _cell(value: float, right: float) -> str:
    text = "NaN" if np.isnan(value) else f"{value:.2f}"
    return f"**{text}**" if is_false(value, right) else text


def _line(row: list[str], widths: list[int]) -> str:
    cells = [
        cell.ljust(w) if k < 2 else cell.rjust(w) for k, (cell, w) in enumerate(zip(row, widths, strict=True))
    ]
    return f"| {' | '.join(cells)} |"


def between(text: str) -> tuple[str, str, str]:
    """What stands before, between and after the markers."""
    if text.count(START) != 1 or text.count(END) != 1 or text.index(START) > text.index(END):
        raise ValueError(f"the markers {START} and {END} must be there once each, in this order")
    before, rest = text.split(START)
    inside, after = rest.split(END)
    return before, inside, after


def main(arguments: list[str] | None = None) -> None:
    """Print the screen, or write it into a file."""
    parser = argparse.ArgumentParser(description="RSI of twelve codes by TA-Lib, pandas and fastind.")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the file's markers")
    target: Path | None = parser.parse_args(arguments).write
    if target is None:
        sys.stdout.write(screen())
        return
    before, _, after = between(target.read_text(encoding="utf-8"))
    target.write_text(f"{before}{START}\n\n{screen()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
