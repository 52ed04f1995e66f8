"""TA-Lib's functions: groups, inputs, parameters with defaults, outputs; and what computes them here."""

from fastind.compat.talib.entries import (
    BANDS,
    DASHED,
    HISTOGRAM,
    INTEGER,
    LINE,
    LOWER,
    MACD,
    OPTIONAL,
    UPPER,
    Entry,
    entry,
)

# fmt: off
GROUPS: dict[str, dict[str, Entry]] = {
    "Cycle Indicators": {
        "HT_DCPERIOD": entry("Hilbert Transform - Dominant Cycle Period", "ht_dcperiod", "real", "unstable"),
        "HT_DCPHASE": entry("Hilbert Transform - Dominant Cycle Phase", "ht_dcphase", "real", "unstable"),
        "HT_PHASOR": entry(
            "Hilbert Transform - Phasor Components", "ht_phasor", "real", "unstable", outputs={"inphase":
            LINE, "quadrature": DASHED},
        ),
        "HT_SINE": entry(
            "Hilbert Transform - SineWave", "ht_sine", "real", "unstable", outputs={"sine": LINE, "leadsine":
            DASHED},
        ),
        "HT_TRENDMODE": entry(
            "Hilbert Transform - Trend vs Cycle Mode", "ht_trendmode", "real", "unstable", outputs=INTEGER,
        ),
    },
    "Math Operators": {
        "ADD": entry("Vector Arithmetic Add", "add", "real0 real1"),
        "CUMSUM": entry("Cumulative Sum", "cumsum", "real", "path"),
        "DIV": entry("Vector Arithmetic Div", "div", "real0 real1", "infinite"),
        "MAX": entry("Highest value over a specified period", "rolling_max", "real", "scale", timeperiod=30),
        "MAXINDEX": entry(
            "Index of highest value over a specified period", "rolling_argmax", "real", outputs=INTEGER,
            timeperiod=30,
        ),
        "MIN": entry("Lowest value over a specified period", "rolling_min", "real", "scale", timeperiod=30),
        "MININDEX": entry(
            "Index of lowest value over a specified period", "rolling_argmin", "real", outputs=INTEGER,
            timeperiod=30,
        ),
        "MINMAX": entry(
            "Lowest and highest values over a specified period", "minmax", "real", "scale", outputs={"min":
            LINE, "max": LINE}, timeperiod=30,
        ),
        "MINMAXINDEX": entry(
            "Indexes of lowest and highest values over a specified period", "rolling_argmin rolling_argmax",
            "real", outputs={"minidx": LINE, "maxidx": LINE}, timeperiod=30,
        ),
        "MULT": entry("Vector Arithmetic Mult", "mult", "real0 real1"),
        "SUB": entry("Vector Arithmetic Subtraction", "sub", "real0 real1"),
        "SUM": entry("Summation", "rolling_sum", "real", timeperiod=30),
    },
    "Math Transform": {
        "ACOS": entry("Vector Trigonometric ACos", "acos", "real", "infinite"),
        "ASIN": entry("Vector Trigonometric ASin", "asin", "real", "infinite"),
        "ATAN": entry("Vector Trigonometric ATan", "atan", "real"),
        "CEIL": entry("Vector Ceil", "ceil", "real"),
        "COS": entry("Vector Trigonometric Cos", "cos", "real"),
        "COSH": entry("Vector Trigonometric Cosh", "cosh", "real"),
        "EXP": entry("Vector Arithmetic Exp", "exp", "real"),
        "FLOOR": entry("Vector Floor", "floor", "real"),
        "LN": entry("Vector Log Natural", "ln", "real", "infinite"),
        "LOG10": entry("Vector Log10", "log10", "real", "infinite"),
        "SIN": entry("Vector Trigonometric Sin", "sin", "real"),
        "SINH": entry("Vector Trigonometric Sinh", "sinh", "real"),
        "SQRT": entry("Vector Square Root", "sqrt", "real", "infinite"),
        "TAN": entry("Vector Trigonometric Tan", "tan", "real"),
        "TANH": entry("Vector Trigonometric Tanh", "tanh", "real"),
    },
    "Momentum Indicators": {
        "AC": entry(
            "Accelerator/Decelerator Oscillator", "ac", "high low", outputs={"real": HISTOGRAM}, fastperiod=5,
            slowperiod=34, signalperiod=5,
        ),
        "ADX": entry(
            "Average Directional Movement Index", "adx", "high low close", "unstable", timeperiod=14,
        ),
        "ADXR": entry("Average Directional Movement Index Rating", "adxr", "high low close", timeperiod=14),
        "AO": entry(
            "Awesome Oscillator", "ao", "high low", outputs={"real": HISTOGRAM}, fastperiod=5, slowperiod=34,
        ),
        "APO": entry("Absolute Price Oscillator", "apo", "real", fastperiod=12, slowperiod=26, matype=1),
        "AROON": entry(
            "Aroon", "aroon", "high low", outputs={"aroondown": DASHED, "aroonup": LINE}, timeperiod=14,
        ),
        "AROONOSC": entry("Aroon Oscillator", "aroonosc", "high low", timeperiod=14),
        "BOP": entry("Balance Of Power", "bop", "open high low close"),
        "CCI": entry("Commodity Channel Index", "cci", "high low close", timeperiod=14),
        "CMO": entry("Chande Momentum Oscillator", "cmo", "real", "unstable", timeperiod=14),
        "CMOU": entry("Chande Momentum Oscillator (Unsmoothed)", "cmou", "real", timeperiod=14),
        "COPPOCK": entry("Coppock Curve", "coppock", "real", wmaperiod=10, roc1period=11, roc2period=14),
        "DPO": entry("Detrended Price Oscillator", "dpo", "real", timeperiod=20),
        "DX": entry("Directional Movement Index", "dx", "high low close", "unstable", timeperiod=14),
        "ER": entry("Kaufman Efficiency Ratio", "er", "real", timeperiod=10),
        "ERI": entry(
            "Elder Ray Index (Bull Power / Bear Power)", "eri", "high low close", outputs={"bullpower": LINE,
            "bearpower": LINE}, timeperiod=13,
        ),
        "FOSC": entry("Forecast Oscillator", "fosc", "real", timeperiod=5),
        "FRACTAL": entry(
            "Williams Fractal", "fractal", "high low", outputs={"swinghigh": LINE, "swinglow": LINE},
            leftbars=2, rightbars=2,
        ),
        "IMI": entry("Intraday Momentum Index", "imi", "open close", timeperiod=14),
        "KDJ": entry(
            "KDJ Stochastic", "stoch", "high low close", outputs={"k": LINE, "d": LINE, "j": LINE},
            fastk_period=9, slowk_period=3, slowk_matype=13, slowd_period=3, slowd_matype=13,
        ),
        "MACD": entry(
            "Moving Average Convergence/Divergence", "macd", "real", outputs=MACD, fastperiod=12,
            slowperiod=26, signalperiod=9,
        ),
        "MACDEXT": entry(
            "MACD with controllable MA type", "macdext", "real", outputs=MACD, fastperiod=12, fastmatype=0,
            slowperiod=26, slowmatype=0, signalperiod=9, signalmatype=0,
        ),
        "MACDFIX": entry(
            "Moving Average Convergence/Divergence Fix 12/26", "macdfix", "real", outputs=MACD,
            signalperiod=9,
        ),
        "MFI": entry("Money Flow Index", "mfi", "high low close volume", timeperiod=14),
        "MINUS_DI": entry(
            "Minus Directional Indicator", "minus_di", "high low close", "unstable", timeperiod=14,
        ),
        "MINUS_DM": entry("Minus Directional Movement", "minus_dm", "high low", "unstable", timeperiod=14),
        "MOM": entry("Momentum", "mom", "real", timeperiod=10),
        "PLUS_DI": entry(
            "Plus Directional Indicator", "plus_di", "high low close", "unstable", timeperiod=14,
        ),
        "PLUS_DM": entry("Plus Directional Movement", "plus_dm", "high low", "unstable", timeperiod=14),
        "PPO": entry("Percentage Price Oscillator", "ppo", "real", fastperiod=12, slowperiod=26, matype=1),
        "QSTICK": entry("Qstick", "qstick", "open close", timeperiod=10),
        "ROC": entry("Rate of change : ((price/prevPrice)-1)*100", "roc", "real", timeperiod=10),
        "ROCP": entry(
            "Rate of change Percentage: (price-prevPrice)/prevPrice", "rocp", "real", timeperiod=10,
        ),
        "ROCR": entry("Rate of change ratio: (price/prevPrice)", "rocr", "real", timeperiod=10),
        "ROCR100": entry(
            "Rate of change ratio 100 scale: (price/prevPrice)*100", "rocr100", "real", timeperiod=10,
        ),
        "RSI": entry("Relative Strength Index", "rsi", "real", "unstable", timeperiod=14),
        "SMI": entry(
            "Stochastic Momentum Index", "smi", "high low close", outputs={"smi": LINE, "smisignal": DASHED},
            timeperiod=13, fastperiod=2, slowperiod=25, signalperiod=9,
        ),
        "STOCH": entry(
            "Stochastic", "stoch", "high low close", outputs={"slowk": DASHED, "slowd": DASHED},
            fastk_period=5, slowk_period=3, slowk_matype=0, slowd_period=3, slowd_matype=0,
        ),
        "STOCHF": entry(
            "Stochastic Fast", "stochf", "high low close", outputs={"fastk": LINE, "fastd": LINE},
            fastk_period=5, fastd_period=3, fastd_matype=0,
        ),
        "STOCHRSI": entry(
            "Stochastic Relative Strength Index", "stochrsi", "real", outputs={"fastk": LINE, "fastd": LINE},
            timeperiod=14, fastk_period=5, fastd_period=3, fastd_matype=0,
        ),
        "TRIX": entry("1-day Rate-Of-Change (ROC) of a Triple Smooth EMA", "trix", "real", timeperiod=30),
        "TSI": entry("True Strength Index", "tsi", "real", firstperiod=25, secondperiod=13),
        "ULTOSC": entry(
            "Ultimate Oscillator", "ultosc", "high low close", timeperiod1=7, timeperiod2=14, timeperiod3=28,
        ),
        "VHF": entry("Vertical Horizontal Filter", "vhf", "real", timeperiod=28),
        "VORTEX": entry(
            "Vortex Indicator", "vortex", "high low close", outputs={"plusvi": LINE, "minusvi": LINE},
            timeperiod=14,
        ),
        "WAD": entry("Williams' Accumulation/Distribution", "wad", "high low close", "path"),
        "WILLR": entry("Williams' %R", "willr", "high low close", timeperiod=14),
    },
    "Overlap Studies": {
        "ACCBANDS": entry(
            "Acceleration Bands", "accbands", "high low close", "scale", outputs=BANDS, timeperiod=20,
        ),
        "BBANDS": entry(
            "Bollinger Bands", "bbands", "real", "scale", outputs=BANDS, timeperiod=20, nbdevup=2.0,
            nbdevdn=2.0, matype=0,
        ),
        "DEMA": entry("Double Exponential Moving Average", "dema", "real", "smoother scale", timeperiod=30),
        "DONCHIAN": entry("Donchian Channels", "donchian", "high low", "scale", outputs=BANDS, timeperiod=20),
        "EMA": entry("Exponential Moving Average", "ema", "real", "smoother scale unstable", timeperiod=30),
        "HMA": entry("Hull Moving Average", "hma", "real", "smoother scale", timeperiod=20),
        "HT_TRENDLINE": entry(
            "Hilbert Transform - Instantaneous Trendline", "ht_trendline", "real", "scale unstable",
        ),
        "KAMA": entry(
            "Kaufman Adaptive Moving Average", "kama", "real", "smoother scale unstable", timeperiod=30,
        ),
        "KC": entry(
            "Keltner Channels", "keltner", "high low close", "scale", outputs=BANDS, timeperiod=20,
            atrperiod=10, nbdev=2.0,
        ),
        "MA": entry("Moving average", "ma", "real", "smoother scale", timeperiod=30, matype=0),
        "MAMA": entry(
            "MESA Adaptive Moving Average", "mama", "real", "scale unstable", outputs={"mama": LINE, "fama":
            OPTIONAL}, fastlimit=0.5, slowlimit=0.05,
        ),
        "MAVP": entry(
            "Moving average with variable period", "mavp", "real periods", "scale", minperiod=2, maxperiod=30,
            matype=0,
        ),
        "MIDPOINT": entry("MidPoint over period", "midpoint", "real", "scale", timeperiod=14),
        "MIDPRICE": entry("Midpoint Price over period", "midprice", "high low", "scale", timeperiod=14),
        "RMA": entry(
            "Wilder's Smoothed Moving Average", "rma", "real", "smoother scale unstable", timeperiod=30,
        ),
        "SAR": entry("Parabolic SAR", "sar", "high low", "scale path", acceleration=0.02, maximum=0.2),
        "SAREXT": entry(
            "Parabolic SAR - Extended", "sarext", "high low", "scale path", startvalue=0.0,
            offsetonreverse=0.0, accelerationinitlong=0.02, accelerationlong=0.02, accelerationmaxlong=0.2,
            accelerationinitshort=0.02, accelerationshort=0.02, accelerationmaxshort=0.2,
        ),
        "SMA": entry("Simple Moving Average", "sma", "real", "smoother scale", timeperiod=30),
        "SUPERTREND": entry(
            "SuperTrend", "supertrend", "high low close", "scale path", outputs={"supertrend": LINE,
            "trend": LINE}, timeperiod=10, multiplier=3.0,
        ),
        "T3": entry(
            "Triple Exponential Moving Average (T3)", "t3", "real", "smoother scale unstable", timeperiod=5,
            vfactor=0.7,
        ),
        "TEMA": entry("Triple Exponential Moving Average", "tema", "real", "smoother scale", timeperiod=30),
        "TRIMA": entry("Triangular Moving Average", "trima", "real", "smoother scale", timeperiod=30),
        "VWMA": entry(
            "Volume Weighted Moving Average", "vwma", "real volume", "smoother scale infinite", timeperiod=30,
        ),
        "WMA": entry("Weighted Moving Average", "wma", "real", "smoother scale", timeperiod=30),
        "ZLEMA": entry(
            "Zero-Lag Exponential Moving Average", "zlema", "real", "smoother scale", timeperiod=30,
        ),
    },
    "Pattern Recognition": {},
    "Price Transform": {
        "AVGDEV": entry("Average Deviation", "avgdev", "real", "scale", timeperiod=14),
        "AVGPRICE": entry("Average Price", "avgprice", "open high low close", "scale"),
        "HA": entry(
            "Heikin-Ashi Candles", "ha", "open high low close", "scale unstable", outputs={"haopen": LINE,
            "hahigh": LINE + UPPER, "halow": LINE + LOWER, "haclose": LINE},
        ),
        "MEDPRICE": entry("Median Price", "medprice", "high low", "scale"),
        "TYPPRICE": entry("Typical Price", "typprice", "high low close", "scale"),
        "WCLPRICE": entry("Weighted Close Price", "wclprice", "high low close", "scale"),
    },
    "Statistic Functions": {
        "BETA": entry("Beta", "beta", "real0 real1", timeperiod=5),
        "CORREL": entry("Pearson's Correlation Coefficient (r)", "correl", "real0 real1", timeperiod=30),
        "LINEARREG": entry("Linear Regression", "linreg", "real", "scale", timeperiod=14),
        "LINEARREG_ANGLE": entry("Linear Regression Angle", "linreg_angle", "real", timeperiod=14),
        "LINEARREG_INTERCEPT": entry(
            "Linear Regression Intercept", "linreg_intercept", "real", "scale", timeperiod=14,
        ),
        "LINEARREG_SLOPE": entry("Linear Regression Slope", "linreg_slope", "real", timeperiod=14),
        "PERCENTILE": entry(
            "Percentile (nearest rank)", "percentile", "real", "scale", timeperiod=30, percentile=50.0,
        ),
        "PERCENTRANK": entry("Percent Rank", "percentrank", "real", timeperiod=100),
        "STDDEV": entry("Standard Deviation", "stddev", "real", timeperiod=5, nbdev=1.0),
        "TSF": entry("Time Series Forecast", "tsf", "real", "scale", timeperiod=14),
        "VAR": entry("Variance", "var", "real", timeperiod=5, nbdev=1.0),
    },
    "Volatility Indicators": {
        "ADR": entry("Average Day Range", "adr", "high low", timeperiod=14),
        "ATR": entry("Average True Range", "atr", "high low close", "unstable", timeperiod=14),
        "CVI": entry("Chaikin's Volatility", "cvi", "high low", timeperiod=10, rocperiod=10),
        "MASSI": entry("Mass Index", "massi", "high low", fastperiod=9, slowperiod=25),
        "NATR": entry("Normalized Average True Range", "natr", "high low close", "unstable", timeperiod=14),
        "RVI": entry("Relative Volatility Index", "rvi", "real", "unstable", timeperiod=14, stddevperiod=10),
        "TRANGE": entry("True Range", "trange", "high low close"),
    },
    "Volume Indicators": {
        "AD": entry("Chaikin A/D Line", "ad", "high low close volume", "path"),
        "ADOSC": entry(
            "Chaikin A/D Oscillator", "adosc", "high low close volume", "path", fastperiod=3, slowperiod=10,
        ),
        "CMF": entry("Chaikin Money Flow", "cmf", "high low close volume", timeperiod=20),
        "EFI": entry("Elder's Force Index", "efi", "close volume", timeperiod=13),
        "MARKETFI": entry("Market Facilitation Index", "marketfi", "high low volume"),
        "NVI": entry("Negative Volume Index", "nvi", "close volume", "path"),
        "OBV": entry("On Balance Volume", "obv", "real volume", "path"),
        "PVI": entry("Positive Volume Index", "pvi", "close volume", "path"),
        "PVO": entry("Percentage Volume Oscillator", "ppo", "volume", fastperiod=12, slowperiod=26, matype=1),
        "PVT": entry("Price Volume Trend", "pvt", "close volume", "path"),
        "RVOL": entry("Relative Volume", "rvol", "volume", "infinite", timeperiod=20),
        "VWAP": entry("Volume Weighted Average Price", "vwap", "high low close volume", "scale path"),
    },
}
# fmt: on
"""Groups in TA-Lib's order. An entry whose indicators the catalogue does not have is not exposed."""
