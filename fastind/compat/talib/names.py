"""How TA-Lib calls what fastind calls otherwise."""

PARAMETERS = {
    "timeperiod": "window",
    "timeperiod1": "window1",
    "timeperiod2": "window2",
    "timeperiod3": "window3",
    "fastperiod": "fast",
    "slowperiod": "slow",
    "signalperiod": "signal",
    "matype": "ma",
    "fastmatype": "fast_ma",
    "slowmatype": "slow_ma",
    "signalmatype": "signal_ma",
    "fastk_period": "fastk",
    "fastd_period": "fastd",
    "fastd_matype": "fastd_ma",
    "slowk_period": "slowk",
    "slowk_matype": "slowk_ma",
    "slowd_period": "slowd",
    "slowd_matype": "slowd_ma",
    "nbdev": "deviations",
    "nbdevup": "up",
    "nbdevdn": "down",
    "vfactor": "vfactor",
    "minperiod": "shortest",
    "maxperiod": "longest",
    "acceleration": "acceleration",
    "maximum": "maximum",
    "percentile": "percentile",
    "rocperiod": "lag",
    "atrperiod": "atr_window",
    "multiplier": "multiplier",
    "leftbars": "left",
    "rightbars": "right",
    "startvalue": "start",
    "offsetonreverse": "offset",
    "accelerationinitlong": "long_init",
    "accelerationlong": "long_step",
    "accelerationmaxlong": "long_maximum",
    "accelerationinitshort": "short_init",
    "accelerationshort": "short_step",
    "accelerationmaxshort": "short_maximum",
}
"""Parameters."""

AVERAGES = ("sma", "ema", "wma", "dema", "tema", "trima", "kama", "mama", "t3")
"""Kinds of averages, in the order of TA-Lib's numbers for them (`matype`)."""

INPUTS = {"prices": "close", "price": "close", "real": "x", "real0": "x", "real1": "y"}
"""Inputs."""

DEFAULTS: dict[str, dict[str, int]] = {
    "rolling_max": {"window": 30},
    "rolling_min": {"window": 30},
    "rolling_sum": {"window": 30},
}
"""TA-Lib's defaults where ours are others, or none."""
