"""Numbers of the kinds of averages."""


class _Kinds:
    """TA-Lib's `MA_Type`: a number by name, a name by number.

    Examples
    --------
    >>> from fastind.compat.talib import MA_Type
    >>> MA_Type.EMA, MA_Type[1]
    (1, 'Exponential Moving Average')
    """

    SMA, EMA, WMA, DEMA, TEMA, TRIMA, KAMA, MAMA, T3, HMA, DISABLED, DEFAULT, ZLEMA, RMA = range(14)

    _titles = (
        "Simple Moving Average",
        "Exponential Moving Average",
        "Weighted Moving Average",
        "Double Exponential Moving Average",
        "Triple Exponential Moving Average",
        "Triangular Moving Average",
        "Kaufman Adaptive Moving Average",
        "MESA Adaptive Moving Average",
        "Triple Generalized Double Exponential Moving Average",
        "Hull Moving Average",
        "No Moving Average (identity)",
        "The Function's Own Default Moving Average",
        "Zero-Lag Exponential Moving Average",
        "Wilder's Smoothed Moving Average",
    )

    def __getitem__(self, number: int) -> str:
        if number not in range(len(self._titles)):
            raise KeyError(number)
        return self._titles[number]


MA_Type = _Kinds()
KINDS = {number: name.lower() for name, number in vars(_Kinds).items() if name.isupper()}
"""fastind's names of them."""
