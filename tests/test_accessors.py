"""`.fi` on pandas and polars is there whatever is imported first, and gives what the functions give."""

from __future__ import annotations

import copy
import gc
import inspect
import pickle
import weakref
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from polars.testing import assert_frame_equal, assert_series_equal

import fastind as fi
from fastind.api import catalogue
from tests.processes import run_python
from tests.steps import indicator as money_flow

ROWS = 60
CODES = ["A", "B", "C"]
DATES = pd.date_range("2020-01-01", periods=ROWS, name="date")
CALLS = {
    "rsi": {"window": 5},
    "ema": {"window": 4},
    "volatility": {"window": 6},
    "volume_ratio": {"window": 3},
}
each_indicator = pytest.mark.parametrize("name", sorted(CALLS))
ENGINES = ["in-memory", "streaming"]


def wide() -> pd.DataFrame:
    steps = np.random.default_rng(7).normal(size=(ROWS, len(CODES)))
    return pd.DataFrame(100 + steps.cumsum(0), index=DATES, columns=pd.Index(CODES, name="code"))


def long() -> pd.DataFrame:
    """Rows in no order, each code with rows of its own, and holes."""
    frame = wide().stack().rename("close").reset_index()
    frame["volume"] = np.random.default_rng(8).uniform(1e5, 1e6, len(frame))
    frame.loc[::11, "close"] = np.nan
    return frame.sample(frac=0.9, random_state=3)


def bars() -> pd.DataFrame:
    frame = long()
    return frame[frame["code"] == "B"].drop(columns="code").set_index("date").sort_index()


def as_polars(frame: pd.DataFrame) -> pl.DataFrame:
    return pl.from_pandas(frame).with_columns(pl.col(pl.Float64).fill_nan(None))


def sorted_long() -> pl.DataFrame:
    return as_polars(long()).sort("date")


def by_hand(frame: pl.DataFrame, of: Any, inputs: list[str], **params: Any) -> pl.Series:
    """One group after the other, put back where its rows stand."""
    found = np.full(len(frame), np.nan)
    for code in frame["code"].unique():
        mask = (frame["code"] == code).to_numpy()
        found[mask] = of(*(frame[name].to_numpy()[mask] for name in inputs), **params)
    return pl.Series(found, nan_to_null=True)


# --- the order of imports -----------------------------------------------------------------------------------

LOADED = "[m for m in ('numpy', 'numba', 'pandas', 'polars') if m in sys.modules]"
ORDERS = [
    f"import {first}, {second}"
    for library in ("pandas", "polars")
    for first, second in ((library, "fastind"), ("fastind", library))
]


def test_import_alone_loads_neither() -> None:
    assert run_python(f"import sys, fastind\nprint({LOADED})") == "[]"


@pytest.mark.parametrize(
    "order", [*ORDERS, "import polars, fastind, pandas", "import pandas, fastind, polars"]
)
def test_any_order(order: str) -> None:
    code = f"""
import sys
{order}
if "pandas" in sys.modules:
    import pandas
    assert pandas.DataFrame.fi.__name__ == "FrameAccessor" and pandas.Series.fi
    assert "fi" in dir(pandas.Series([1.0]))
if "polars" in sys.modules:
    import polars
    assert polars.Expr.fi.__name__ == "ExpressionAccessor"
    assert polars.Series.fi and polars.DataFrame.fi and polars.LazyFrame.fi
    polars.col("close").fi
assert "numba" not in sys.modules and "fastind.api" not in sys.modules
print({LOADED})
"""
    loaded = run_python(code, PYTHONWARNINGS="error")
    if "pandas" not in order:
        assert loaded == "['polars']", "polars comes without numpy"


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_it_computes_in_a_fresh_process(library: str, first: bool) -> None:
    imports = f"import fastind, {library} as lib" if first else f"import {library} as lib, fastind"
    prices = [10.0, 11.0, 10.5, 12.0, 11.0, 13.0]
    code = f"{imports}\nprint(lib.Series({prices}).fi.rsi(2).to_list()[5])"
    assert float(run_python(code, PYTHONWARNINGS="error")) == fi.rsi(np.array(prices), 2)[5]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_the_library_is_left_as_it_was(library: str) -> None:
    code = f"""
import fastind, importlib, importlib.machinery, importlib.resources, importlib.util, pickle, sys
library = "{library}"
assert type(importlib.util.find_spec(library).loader) is importlib.machinery.SourceFileLoader
module = importlib.import_module(library)
loader = module.__spec__.loader
assert loader is module.__loader__ and "exec_module" not in vars(loader)
assert loader.get_code(library) and pickle.loads(pickle.dumps(module.__spec__)).name == library
assert (importlib.resources.files(library) / "__init__.py").is_file()
before = module.DataFrame.fi
again = importlib.reload(module)
assert again.DataFrame.fi is before
importlib.reload(fastind)
assert sum(type(finder).__name__ == "Watch" for finder in sys.meta_path) == 1
assert again.DataFrame.fi.__name__ == "FrameAccessor"
"""
    run_python(code, PYTHONWARNINGS="error")


@pytest.mark.parametrize("first", [True, False])
def test_a_lazily_imported_library(first: bool) -> None:
    lazily = """
import importlib.util, sys
spec = importlib.util.find_spec("pandas")
spec.loader = importlib.util.LazyLoader(spec.loader)
pandas = sys.modules["pandas"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pandas)
"""
    code = f"import fastind\n{lazily}" if first else f"{lazily}\nimport fastind"
    code += (
        '\nassert "pandas.core" not in sys.modules\nassert pandas.DataFrame.fi.__name__ == "FrameAccessor"'
    )
    run_python(code, PYTHONWARNINGS="error")


WATCH = """
import importlib, pathlib, sys, tempfile, threading, types, warnings
from fastind._hook import Watch
folder = pathlib.Path(tempfile.mkdtemp())
sys.path.insert(0, str(folder))
events = sys.modules["events"] = types.ModuleType("events")
events.seen, events.started, events.go = [], threading.Event(), threading.Event()
events.see = lambda module: events.seen.append(module.__name__)
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "Watch"]
"""


def test_an_import_under_way_in_another_thread_is_waited_for() -> None:
    code = f"""{WATCH}
(folder / "slow.py").write_text("import events; events.started.set(); events.go.wait(60)")
watch = Watch({{"slow": "events:see"}})
importer = threading.Thread(target=importlib.import_module, args=["slow"])
importer.start()
events.started.wait(60)
installer = threading.Thread(target=watch.install)
installer.start()
events.go.set()
importer.join(), installer.join()
assert events.seen == ["slow"], events.seen
"""
    run_python(code)


def test_an_import_from_within_the_library() -> None:
    code = f"""{WATCH}
(folder / "inner.py").write_text("import events; events.watch.install(); assert not events.seen")
(folder / "later.py").write_text("")
events.watch = Watch({{"inner": "events:see"}})
import inner
import later
assert events.seen == ["inner"], events.seen
"""
    run_python(code)


def test_many_threads_import_at_once() -> None:
    code = f"""{WATCH}
(folder / "lib.py").write_text("import json.tool, decimal")
watch = Watch({{"lib": "events:see"}})
barrier = threading.Barrier(8)
def work(k):
    barrier.wait()
    watch.install() if k == 0 else importlib.import_module("lib")
threads = [threading.Thread(target=work, args=[k]) for k in range(8)]
[t.start() for t in threads], [t.join() for t in threads]
import wave  # the next import is the latest
assert events.seen == ["lib"], events.seen
"""
    run_python(code)


def test_a_failure_of_ours_is_a_warning_and_the_library_is_there() -> None:
    code = f"""{WATCH}
(folder / "lib.py").write_text("value = 1")
Watch({{"lib": "nowhere_to_be_found:f"}}).install()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import lib
assert lib.value == 1 and "fastind cannot add .fi to lib" in str(caught[0].message)
"""
    run_python(code)


def test_a_library_that_fails_fails_as_before() -> None:
    code = f"""{WATCH}
(folder / "lib.py").write_text("1 / 0")
Watch({{"lib": "events:see", "absent": "events:see"}}).install()
for name, error in (("lib", ZeroDivisionError), ("absent", ModuleNotFoundError)):
    try:
        importlib.import_module(name)
    except error:
        continue
    raise SystemExit(f"{{name}} did not fail")
(folder / "lib.py").write_text("value = 12")
importlib.invalidate_caches()
import lib
assert events.seen == ["lib"]
"""
    run_python(code)


def test_another_librarys_fi_stays() -> None:
    code = """
import warnings, pandas as pd
@pd.api.extensions.register_dataframe_accessor("fi")
class Other:
    def __init__(self, frame): pass
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import fastind
assert "another library" in str(caught[0].message) and len(caught) == 1
assert pd.DataFrame.fi is Other and pd.Series.fi is not None
"""
    run_python(code)


# --- pandas -------------------------------------------------------------------------------------------------


@each_indicator
def test_pandas_series_and_wide_frame(name: str) -> None:
    of, params = catalogue[name], CALLS[name]
    table = wide()
    pd.testing.assert_frame_equal(getattr(table.fi, name)(**params), of(table, **params))
    pd.testing.assert_series_equal(getattr(table["A"].fi, name)(**params), of(table["A"], **params))
    pd.testing.assert_frame_equal(table.fi.ema([3, 5]), fi.ema(table, [3, 5]))
    pd.testing.assert_frame_equal(table["A"].fi.rsi([3, 5]), fi.rsi(table["A"], [3, 5]))


@each_indicator
def test_bars_take_their_inputs_by_name(name: str) -> None:
    of, params = catalogue[name], CALLS[name]
    frame = bars()
    source = frame["volume" if of.inputs == ("volume",) else "close"]
    want = of(source, **params).rename(name)
    pd.testing.assert_series_equal(getattr(frame.fi, name)(**params), want)
    pd.testing.assert_series_equal(getattr(frame.fi, name)(params["window"]), want)
    got = getattr(as_polars(frame.reset_index()).fi, name)(**params)
    assert_series_equal(got, pl.Series(name, want.to_numpy(), nan_to_null=True), rel_tol=0, abs_tol=0)


def test_bars_take_other_columns_and_dates_in_order() -> None:
    frame = bars()
    pd.testing.assert_series_equal(frame.fi.ema(3, x="volume"), fi.ema(frame["volume"], 3).rename("ema"))
    pd.testing.assert_series_equal(frame[::-1].fi.rsi(3), frame.fi.rsi(3)[::-1], check_freq=False)


@each_indicator
def test_a_long_frame_by_code(name: str) -> None:
    of, params = catalogue[name], CALLS[name]
    frame = long()
    want = fi.compute(frame, {"r": of.bind(**params)}, date="date", code="code")["r"].rename(name)
    pd.testing.assert_series_equal(getattr(frame.fi.by("code"), name)(**params), want)
    pd.testing.assert_series_equal(getattr(frame.fi, name)(**params), want)
    other = frame.rename(columns={"code": "symbol", "date": "day"})
    other[name] = 1.0
    pd.testing.assert_series_equal(getattr(other.fi.by("symbol", "day"), name)(params["window"]), want)
    assert want.index is frame.index or want.index.equals(frame.index)


def test_compute_and_check_are_the_functions() -> None:
    frame = long()
    entries = {"r": fi.rsi.bind(window=5), "e": fi.ema.bind(window=3, x="volume")}
    want = fi.compute(frame, entries, date="date", code="code")
    pd.testing.assert_frame_equal(frame.fi.compute(entries), want)
    pd.testing.assert_frame_equal(frame.fi.by("code").compute(entries), want)
    assert_frame_equal(as_polars(frame).fi.compute(entries), as_polars(want))
    assert_frame_equal(as_polars(frame).lazy().fi.compute(entries).collect(), as_polars(want))


def test_a_users_indicator() -> None:
    frame = long()
    want = fi.compute(frame, {"m": money_flow.bind(window=3)}, date="date", code="code")
    for got in (
        frame.fi.by("code").apply(money_flow, 3),
        frame.fi.by("code").apply(money_flow.bind(window=3)),
        frame.fi.apply(money_flow, window=3),
    ):
        assert type(got)._fields == ("flow", "share")
        pd.testing.assert_series_equal(got.flow, want["m_flow"].rename("flow"))
        pd.testing.assert_series_equal(got.share, want["m_share"].rename("share"))
    table = wide()
    for got, part in zip(
        table.fi.apply(money_flow, table * 2, 3), money_flow(table, table * 2, 3), strict=True
    ):
        pd.testing.assert_frame_equal(got, part)


# --- polars -------------------------------------------------------------------------------------------------


@each_indicator
def test_polars_series_and_wide_frame(name: str) -> None:
    of, params = catalogue[name], CALLS[name]
    table = pl.from_pandas(wide().reset_index())
    assert_frame_equal(getattr(table.fi, name)(**params), of(table, **params))
    assert_frame_equal(getattr(table.lazy().fi, name)(**params).collect(), of(table, **params))
    assert_series_equal(getattr(table["A"].fi, name)(**params), of(table["A"], **params))


@each_indicator
def test_polars_by_code(name: str) -> None:
    of, params = catalogue[name], CALLS[name]
    frame = as_polars(long())
    want = fi.compute(frame, {"r": of.bind(**params)})["r"].rename(name)
    assert_series_equal(getattr(frame.fi.by("code"), name)(**params), want)
    lazy = getattr(frame.lazy().fi.by("code"), name)(**params)
    assert isinstance(lazy, pl.LazyFrame)
    assert_frame_equal(lazy.collect(), want.to_frame())


@pytest.mark.parametrize("engine", ENGINES)
@each_indicator
def test_over_leaks_nothing_between_groups(name: str, engine: Any) -> None:
    of, params = catalogue[name], CALLS[name]
    field = "volume" if of.inputs == ("volume",) else "close"
    frame = sorted_long()
    query = frame.lazy().select(r=getattr(pl.col(field).fi, name)(**params).over("code"))
    want = by_hand(frame, of, [field], **params).rename("r")
    assert want.null_count() < len(want)
    assert_series_equal(query.collect(engine=engine)["r"], want, rel_tol=0, abs_tol=0)
    assert query.collect_schema() == {"r": pl.Float64}


def test_over_takes_an_order() -> None:
    frame = as_polars(long())
    ordered = pl.col("close").fi.rsi(5).over("code", order_by="date")
    got = frame.with_columns(r=ordered).sort("date")["r"]
    assert_series_equal(got, by_hand(frame.sort("date"), fi.rsi, ["close"], window=5).rename("r"))


@pytest.mark.parametrize("engine", ENGINES)
def test_small_and_empty_groups(engine: Any) -> None:
    frame = pl.DataFrame({"code": ["a", "b", "a", "c", "a", "c"], "close": [1.0, 9.0, 3.0, None, 2.0, None]})
    query = frame.lazy().with_columns(r=pl.col("close").fi.rsi(1).over("code"))
    assert query.collect(engine=engine)["r"].to_list() == [None, None, 100.0, None, 0.0, None]
    kept = pl.col("close").filter(pl.col("close") > 2.5).fi.ema(1)
    found = frame.lazy().group_by("code", maintain_order=True).agg(kept).collect(engine=engine)
    assert found["close"].to_list() == [[3.0], [9.0], []]
    last = frame.lazy().group_by("code", maintain_order=True).agg(pl.col("close").fi.rsi(1).last())
    assert last.collect(engine=engine)["close"].to_list() == [0.0, None, None]
    for empty in (frame.head(0).lazy(), frame.head(0).lazy().filter(pl.col("close") > 0)):
        got = empty.select(r=pl.col("close").fi.rsi(1).over("code")).collect(engine=engine)
        assert got.schema == {"r": pl.Float64}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("dtype", [pl.Float32, pl.Int8, pl.Int64, pl.UInt32, pl.Boolean, pl.Float64])
def test_types_are_known_before_the_data(dtype: Any, engine: Any) -> None:
    values = pl.Series("close", [1, 0, 1, 1, 0, 1, 0, 0]).cast(dtype)
    query = values.to_frame().lazy().select(pl.col("close").fi.rsi(2))
    want = pl.Float32 if dtype == pl.Float32 else pl.Float64
    assert query.collect_schema() == {"close": want}
    got = query.collect(engine=engine)["close"]
    assert got.dtype == want
    assert_series_equal(got, fi.rsi(values, 2).rename("close"))


def test_expressions_of_many_columns_and_names() -> None:
    frame = sorted_long()
    got = frame.select(pl.col("close", "volume").fi.ema(3).over("code").name.suffix("_ema"))
    assert got.columns == ["close_ema", "volume_ema"]
    assert_series_equal(got["volume_ema"], by_hand(frame, fi.ema, ["volume"], window=3).rename("volume_ema"))
    swept = frame.select(r=pl.col("close").fi.rsi([3, 5]).over("code")).unnest("r")
    assert_series_equal(swept["rsi_5"], by_hand(frame, fi.rsi, ["close"], window=5).rename("rsi_5"))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("volume", ["volume", pl.col("volume")])
def test_several_inputs_and_outputs_give_a_struct(volume: Any, engine: Any) -> None:
    frame = sorted_long()
    flow = pl.col("close").fi.apply(money_flow, volume, window=3).over("code")
    query = frame.lazy().select(m=flow)
    assert query.collect_schema() == {"m": pl.Struct({"flow": pl.Float64, "share": pl.Float64})}
    got = query.collect(engine=engine).unnest("m")
    for k, name in enumerate(("flow", "share")):
        want = by_hand(frame, lambda *x, k=k, **p: money_flow(*x, **p)[k], ["close", "volume"], window=3)
        assert_series_equal(got[name], want.rename(name), rel_tol=0, abs_tol=0)


def test_many_groups_in_many_threads() -> None:
    codes, rows = 400, 50
    close = np.random.default_rng(5).normal(size=(codes, rows)).cumsum(1)
    frame = pl.DataFrame({"code": np.repeat(np.arange(codes), rows), "close": close.ravel()})
    flow = pl.col("close").fi.apply(money_flow, pl.col("close") ** 2, window=3)
    got = frame.with_columns(pl.col("close").fi.rsi(5).over("code").alias("r"), flow.over("code").alias("m"))
    assert_series_equal(got["r"], pl.Series("r", fi.rsi(close.T, 5).T.ravel(), nan_to_null=True))
    want = money_flow(close.T, close.T**2, 3).flow.T.ravel()
    assert_series_equal(got["m"].struct.field("flow"), pl.Series("flow", want, nan_to_null=True))


@pytest.mark.parametrize("made", [pl.Series, lambda x: pl.DataFrame({"A": x}), pd.Series, pd.DataFrame])
def test_a_frame_is_free_when_its_last_name_is_gone(made: Any) -> None:
    frame = made(np.arange(20.0))
    alive = weakref.ref(frame)
    gc.disable()
    try:
        frame.fi.rsi(3)
        del frame
        assert alive() is None
    finally:
        gc.enable()


def test_copies_and_pickles() -> None:
    expression = pl.col("close")
    for data in (sorted_long(), sorted_long()["close"], sorted_long().lazy(), expression, wide()):
        _ = data.fi
        assert type(copy.deepcopy(data)) is type(data)
        assert type(pickle.loads(pickle.dumps(data))) is type(data)


# --- names and errors ---------------------------------------------------------------------------------------

ANY = {
    "Series": lambda: wide()["A"].fi,
    "DataFrame": lambda: wide().fi,
    "by": lambda: long().fi.by("code"),
    "pl.Series": lambda: pl.Series([1.0]).fi,
    "pl.DataFrame": lambda: pl.DataFrame({"A": [1.0]}).fi,
    "pl.LazyFrame": lambda: pl.LazyFrame({"A": [1.0]}).fi,
    "pl.Expr": lambda: pl.col("close").fi,
}


@pytest.mark.parametrize("kind", ANY)
def test_names(kind: str) -> None:
    accessor = ANY[kind]()
    assert {*catalogue, "apply"} <= set(dir(accessor))
    assert not any(name.startswith("_") for name in dir(accessor))
    assert accessor.rsi.__doc__ == fi.rsi.__doc__
    assert accessor.rsi.__name__ == "rsi"
    signature = inspect.signature(accessor.rsi)
    assert next(iter(signature.parameters)) == "window"
    assert signature.parameters["window"].default == 14
    assert "fastind" in repr(accessor)
    with pytest.raises(AttributeError, match="did you mean rsi"):
        _ = accessor.rsj
    assert not hasattr(accessor, "nothing_like_it")
    assert not hasattr(accessor, "__array_interface__")
    with pytest.raises(fi.errors.ParameterError, match="apply takes an indicator"):
        accessor.apply(np.mean)
    with pytest.raises(fi.errors.ParameterError, match="integer >= 1, got 0"):
        accessor.rsi(0)
    with pytest.raises(fi.errors.ParameterError, match="windw"):
        accessor.rsi(windw=3)


def test_a_new_indicator_is_there_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue, "money_flow", money_flow)
    table = wide()
    assert "money_flow" in dir(table.fi)
    assert list(inspect.signature(table.fi.money_flow).parameters)[:2] == ["volume", "window"]
    assert list(inspect.signature(long().fi.by("code").money_flow).parameters)[-2:] == ["close", "volume"]
    pd.testing.assert_frame_equal(table.fi.money_flow(table).flow, money_flow(table, table).flow)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: long().fi.by("cod"), "'cod'; did you mean code"),
        (lambda: long()[["date", "code"]].fi.by("cod"), r"'cod'; did you mean code\? Columns: date, code$"),
        (lambda: long()[["date", "code"]].fi.by("zzz"), r"no column 'zzz'\. Columns: date, code$"),
        (lambda: as_polars(long()).lazy().fi.by("symbol"), r"no column 'symbol'\. Columns: date, code"),
        (lambda: as_polars(long()).lazy().fi.check(), "lazy: collect it first"),
        (lambda: as_polars(long()).lazy().fi.by("code").check(), "lazy: collect it first"),
        (lambda: long().fi.by("code").rsi([3, 5]), "window may not be a list.*compute"),
        (lambda: long().fi.by("code").rsi(3, 5), "1 positional"),
        (lambda: long().fi.by("code").rsi(3, window=3), "window was given twice"),
        (lambda: long().fi.by("code").rsi(close="clse"), "clse.*did you mean close"),
        (lambda: long().fi.by("code", date="day").rsi(), "no column 'day'"),
        (lambda: long().rename(columns={"code": "symbol"}).fi.rsi(3), "symbol"),
        (lambda: pd.concat([bars(), bars()]).fi.rsi(3), "dates repeat"),
        (lambda: pl.col("close").fi.rsi(3, out=np.empty(3)), "out= is for numpy"),
        (
            lambda: pl.col("close").fi.apply(money_flow, 3.0),
            "volume must be an expression or a column's name",
        ),
        (lambda: pl.col("close").fi.apply(money_flow), "missing: volume"),
        (lambda: long().select_dtypes("number").fi.ema(3, x=4), "takes a field's name, got int"),
    ],
)
def test_wrong_calls_say_what_to_do(call: Any, says: str) -> None:
    with pytest.raises((fi.errors.InputError, fi.errors.ParameterError), match=says):
        call()


def test_text_in_an_expression_is_refused_in_our_words() -> None:
    frame = sorted_long()
    with pytest.raises(fi.errors.InputError, match="String"):
        frame.select(pl.col("code").fi.rsi(3))
