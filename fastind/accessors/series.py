"""`series.fi` of pandas and polars."""

from fastind.accessors.base import Accessor


class SeriesAccessor(Accessor):
    """The indicators on a Series: `series.fi.rsi(14)` is `fastind.rsi(series, 14)`."""
