"""A panel's dates as people give and read them, in the panel's time zone."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from fastind.errors import InputError
from fastind.frames.labels import moment, near, zone_of
from fastind.frames.panel import Panel
from fastind.report.words import day


def row_of(panel: Panel, date: Any) -> int:
    """The row of a date, which is a label or text."""
    dates = panel.dates
    if dates.dtype.kind != "M":
        labels = [str(label) for label in dates.tolist()]
        if str(date) in labels:
            return labels.index(str(date))
        raise InputError(f"there is no {date!r} among the dates{near(date, labels)}")
    wanted = moment(date, panel.zone)
    found = np.flatnonzero(dates == wanted)
    if found.size:
        return int(found[0])
    k = int(np.searchsorted(dates, wanted))
    around = " and ".join(shown(panel, r) for r in range(max(k - 1, 0), min(k + 1, len(dates))))
    raise InputError(f"there is no {date} among the dates; near it: {around or 'none'}")


def shown(panel: Panel, row: int) -> str:
    """A row's date."""
    label = panel.dates[row]
    if panel.zone is None:
        return day(label)
    utc: datetime = label.astype("datetime64[us]").item()
    return utc.replace(tzinfo=UTC).astimezone(zone_of(panel.zone)).isoformat(sep=" ")
