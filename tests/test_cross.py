"""Laws of indicators that compare the codes of a date: `cs_rank` and its family."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import fastind as fi
from fastind.kernels.cross import cross
from tests import naive
from tests.kinds import KINDS, Kind
from tests.panels import nasty_panel
from tests.support import CROSS_CASES, Case, Fields, assert_bits, assert_near, each
from tests.test_contract import LAYOUTS

ROWS, CODES = 53, 131

every_case = pytest.mark.parametrize("case", CROSS_CASES, ids=str)
SIDES = [(), ("group",), ("mask",), ("group", "mask")]


@pytest.fixture(autouse=True)
def _threads_as_before() -> Iterator[None]:
    yield
    fi.set_threads(None)


def panel(rows: int = ROWS, codes: int = CODES) -> Fields:
    """Holes, infinite values and ties; groups that change, with codes in none; a mask."""
    fields = nasty_panel(rows, codes)
    rng = np.random.default_rng([rows, codes])
    group = rng.integers(-3, 4, (rows, codes)).astype("f8")
    group[rng.random((rows, codes)) < 0.1] = np.nan
    fields |= {"group": group, "mask": rng.random((rows, codes)) < 0.8}
    if rows > 3:
        fields["x"][2] = 7.0  # all equal
        fields["x"][3] = np.nan  # no value at all
    return fields


def sided(case: Case, sides: tuple[str, ...], fields: Fields) -> dict[str, Any]:
    """The data beside the inputs that this law is tried with."""
    names = dict.fromkeys([*sides, *(["group"] if case.indicator.name == "cs_group_demean" else [])])
    given: dict[str, Any] = {name: fields[name] for name in names}
    if case.indicator.name == "cs_neutralize":
        given["exposures"] = [fields["volume"], fields["high"]]
    return given


def run(case: Case, fields: Fields, sides: tuple[str, ...] = ("group", "mask"), **more: Any) -> Any:
    return case(fields, **sided(case, sides, fields), **more)


def each_row(case: Case, fields: Fields, sides: tuple[str, ...]) -> np.ndarray:
    """The slow twin, date by date."""
    given = sided(case, sides, fields)
    rows = []
    for t in range(len(fields["x"])):
        now = {
            name: [table[t].tolist() for table in data] if name == "exposures" else data[t].tolist()
            for name, data in given.items()
        }
        inputs = [a[t].tolist() for a in case.inputs(fields)]
        rows.append(getattr(naive, case.indicator.name)(*inputs, **case.params, **now))
    return np.array(rows)


def assert_twin(case: Case, fields: Fields, sides: tuple[str, ...]) -> None:
    (got,), want = run(case, fields, sides), each_row(case, fields, sides)
    for one, other, x in zip(got, want, case.inputs(fields)[0], strict=True):
        # What the mean or a fit leaves is exact within the rounding of the values.
        finite = np.abs(x[np.isfinite(x)])
        scale = finite.max(initial=1.0) if "unit of" in case.indicator.__doc__ else 1.0
        if case.indicator.name == "cs_neutralize":
            scale *= 1e2  # of numpy's least squares, which has the condition of the exposures
        assert_near(one, other, rtol=1e-12, atol=1e-14 * scale)


@pytest.mark.nojit
@pytest.mark.parametrize("sides", SIDES, ids="+".join)
@every_case
def test_equals_the_slow_twin_on_a_tiny_panel(case: Case, sides: tuple[str, ...]) -> None:
    assert_twin(case, panel(7, 19), sides)


@pytest.mark.parametrize("codes", [1, 2, 5, CODES, 700])
@pytest.mark.parametrize("sides", SIDES, ids="+".join)
@every_case
def test_equals_the_slow_twin(case: Case, sides: tuple[str, ...], codes: int) -> None:
    assert_twin(case, panel(9 if codes == 700 else ROWS, codes), sides)


@every_case
def test_the_order_of_codes_does_not_matter(case: Case) -> None:
    fields = panel()
    order = np.random.default_rng(5).permutation(CODES)
    (got,), (want,) = run(case, each(fields, lambda a: a[:, order])), run(case, fields)
    assert_near(got, want[:, order], rtol=1e-11, atol=1e-9)
    if case.indicator.name in ("cs_rank", "cs_quantile", "cs_winsorize"):
        assert_bits((got,), (want[:, order],))


@every_case
def test_dates_are_independent(case: Case) -> None:
    fields = panel()
    (whole,) = run(case, fields)
    order = np.random.default_rng(5).permutation(ROWS)
    assert_bits(run(case, each(fields, lambda a: a[order])), (whole[order],))
    for t in range(0, ROWS, 7):
        assert_bits(run(case, each(fields, lambda a, t=t: a[t : t + 1])), (whole[t : t + 1],))


@every_case
def test_a_missing_value_is_nan_and_does_not_count(case: Case) -> None:
    fields = panel()
    (got,) = run(case, fields, ())
    missing = np.any([np.isnan(a) for a in case.inputs(fields)], axis=0)
    assert missing.any()
    assert np.isnan(got[missing]).all()
    for t in range(0, ROWS, 5):
        there = ~missing[t]
        row = each(fields, lambda a, t=t, there=there: a[t : t + 1, there])
        assert_bits(run(case, row, ()), (got[t : t + 1, there],))


@every_case
def test_a_masked_code_does_not_count(case: Case) -> None:
    fields = panel()
    without = dict(fields)
    for name in case.indicator.inputs:
        without[name] = np.where(fields["mask"], fields[name], np.nan)
    assert_bits(run(case, fields, ("mask",)), run(case, without, ()))


@every_case
def test_no_finite_value_is_made_from_nothing(case: Case) -> None:
    nothing = panel()
    for name in case.indicator.inputs:
        nothing[name] = np.full((ROWS, CODES), np.nan)
    assert np.isnan(run(case, nothing)[0]).all()
    assert run(case, panel(0, 5))[0].shape == (0, 5)
    assert run(case, panel(5, 0))[0].shape == (5, 0)


@pytest.mark.parametrize("layout", LAYOUTS)
@every_case
def test_memory_order_does_not_matter(case: Case, layout: str) -> None:
    fields = panel()
    assert_bits(run(case, each(fields, LAYOUTS[layout])), run(case, fields))
    out = LAYOUTS[layout](np.full((ROWS, CODES), -7.0))
    if out.flags.aligned:
        assert run(case, fields, out=out)[0] is out
        assert_bits((out,), run(case, fields))


@every_case
def test_threads_change_nothing(case: Case) -> None:
    fields = panel(121, 1030)
    fi.set_threads(1)
    want = run(case, fields)
    for n in (2, 7):
        fi.set_threads(n)
        assert_bits(run(case, fields), want)


@every_case
def test_float32_is_float64_rounded_at_the_end(case: Case) -> None:
    with np.errstate(over="ignore"):
        small = each(panel(), lambda a: a if a.dtype == bool else a.astype("f4"))
    (want,) = run(case, each(small, lambda a: a.astype("f8")))
    for order in (np.ascontiguousarray, np.asfortranarray):
        assert_bits(run(case, each(small, order)), (want.astype("f4"),))


@every_case
def test_input_is_not_written(case: Case) -> None:
    fields = panel()
    before = each(fields, lambda a: a.tobytes())
    for values in fields.values():
        values.flags.writeable = False
    run(case, fields)
    assert each(fields, lambda a: a.tobytes()) == before


@pytest.mark.parametrize("kind", KINDS, ids=str)
@every_case
def test_a_wide_frame_gives_a_wide_frame(kind: Kind, case: Case) -> None:
    fields = panel(73, 19)
    frames = fields | {name: kind.wide(fields[name]) for name in case.indicator.inputs}
    (got,) = run(case, frames)
    assert type(got) is type(frames[case.indicator.inputs[0]])
    assert_bits((kind.read_wide(got),), run(case, fields))


# --- groups and masks in every form -------------------------------------------------------------------------

X = panel(11, 6)["close"]
LABELS = ["bank", "oil", "bank", None, "oil", "bank"]
NUMBERS = np.array([1, 2, 1, np.nan, 2, 1])
NAMES = list("ABCDEF")


@pytest.mark.parametrize(
    "group",
    [
        LABELS,
        np.array(LABELS, object),
        NUMBERS,
        NUMBERS.tolist(),
        pd.Series(LABELS),
        pd.Series(NUMBERS),
        np.tile(NUMBERS, (11, 1)),
        np.tile(np.array(LABELS, object), (11, 1)),
    ],
    ids=lambda g: f"{type(g).__name__}-{np.ndim(g)}-{np.asarray(g).dtype}",
)
def test_groups_of_arrays(group: Any) -> None:
    want = np.array([naive.cs_rank(row.tolist(), group=NUMBERS.tolist()) for row in X])
    assert_bits((fi.cs_rank(X, group=group),), (want,))


BY_CODE = dict(zip(NAMES, LABELS, strict=True))


@pytest.mark.parametrize(
    "group",
    [LABELS, BY_CODE, dict(reversed(BY_CODE.items())), pd.Series(BY_CODE), pd.Series(BY_CODE)[::-1]],
)
def test_groups_by_code(group: Any) -> None:
    (want,) = (fi.cs_rank(X, group=LABELS),)
    frame = pd.DataFrame(X, columns=NAMES)
    assert_bits((fi.cs_rank(frame, group=group).to_numpy(),), (want,))
    assert_bits((fi.cs_rank(pl.DataFrame(X, schema=NAMES), group=group).to_numpy(),), (want,))
    whole = fi.Panel.from_wide({"close": frame})
    assert_bits((fi.cs_rank(whole, group=group)["cs_rank"],), (want,))
    stream = fi.cs_rank.stream(codes=NAMES, group=group)
    assert_bits((stream.warm(X),), (want,))


def test_a_table_of_labels_has_the_datas_labels() -> None:
    frame = pd.DataFrame(X, columns=NAMES)
    table = pd.DataFrame([LABELS] * 11, columns=NAMES)
    pd.testing.assert_frame_equal(fi.cs_rank(frame, group=table), fi.cs_rank(frame, group=LABELS))
    mask = frame > frame.mean().mean()
    pd.testing.assert_frame_equal(fi.cs_rank(frame, mask=mask), frame.where(mask).rank(axis=1, pct=True))
    for wrong in (table[NAMES[::-1]], table.set_axis(range(1, 12))):
        with pytest.raises(fi.errors.InputError, match="group"):
            fi.cs_rank(frame, group=wrong)
    with pytest.raises(fi.errors.InputError, match="mask"):
        fi.cs_rank(frame, mask=mask[NAMES[::-1]])
    whole = fi.Panel.from_wide({"close": frame})
    assert_bits((fi.cs_rank(whole, mask=mask)["cs_rank"],), (fi.cs_rank(X, mask=mask.to_numpy()),))
    with pytest.raises(fi.errors.InputError, match="mask has other codes"):
        fi.cs_rank(whole, mask=mask[NAMES[::-1]])


@pytest.mark.parametrize("name", ["group", "mask"])
@pytest.mark.parametrize(
    "value", [[1, 0], "industry", np.ones((2, 6)), {"A": 1}, object(), np.ones((2, 2, 2))]
)
def test_what_does_not_fit_is_refused(name: str, value: Any) -> None:
    with pytest.raises(fi.errors.InputError, match=name):
        fi.cs_rank(X, **{name: value})


def test_a_mask_of_text_is_refused() -> None:
    with pytest.raises(fi.errors.InputError, match="mask must be True or False"):
        fi.cs_rank(X, mask=["yes", "no", "yes", "no", "yes", "no"])


def test_a_code_that_a_mapping_does_not_have_is_in_no_group() -> None:
    frame = pd.DataFrame(X, columns=NAMES)
    known = {name: label for name, label in BY_CODE.items() if label}
    pd.testing.assert_frame_equal(fi.cs_rank(frame, group=known), fi.cs_rank(frame, group=BY_CODE))


def test_group_demean_needs_its_groups() -> None:
    with pytest.raises(fi.errors.ParameterError, match="group"):
        fi.cs_group_demean(X)
    assert_bits((fi.cs_group_demean(X, LABELS),), (fi.cs_demean(X, group=LABELS),))


def test_exposures_in_every_form() -> None:
    fields = panel()
    x, size, beta = fields["close"], fields["volume"], fields["high"]
    want = fi.cs_neutralize(x, [size, beta])
    assert_bits((fi.cs_neutralize(x, exposures=(size, beta)),), (want,))
    assert_bits((fi.cs_neutralize(x, {"size": size, "beta": beta}),), (want,))
    assert_bits((fi.cs_neutralize(x, size),), (fi.cs_neutralize(x, [size]),))
    got = fi.compute(fields, {"n": fi.cs_neutralize.bind(exposures=["volume", "high"])})["n"]
    assert_bits((got,), (want,))
    again = fi.cs_neutralize(x, [size, beta, size, beta * 2.0])  # the same once more changes nothing
    assert_near(again, want, rtol=1e-7, atol=1e-7)


# --- one series has nothing to compare with -----------------------------------------------------------------


@pytest.mark.parametrize(
    "one", [X[:, 0], pd.Series(X[:, 0]), pl.Series(X[:, 0])], ids=["numpy", "pandas", "polars"]
)
def test_a_series_is_refused_with_what_to_do(one: Any) -> None:
    for indicator in (fi.cs_rank, fi.cs_demean):
        with pytest.raises(fi.errors.InputError, match=r"dates x codes.*compute"):
            indicator(one)
    with pytest.raises(fi.errors.InputError, match="dates x codes"):
        fi.compute({"close": X[:, 0]}, {"r": fi.cs_rank})
    with pytest.raises(fi.errors.InputError, match="dates x codes"):
        fi.compute(pd.DataFrame({"close": X[:, 0]}), {"r": fi.cs_rank})


def test_explain_says_that_it_looks_at_one_code() -> None:
    whole = fi.Panel.from_wide({"close": pd.DataFrame(X, columns=NAMES)})
    for what in (fi.cs_rank, fi.cs_rank.bind(), "cs_rank", fi.cs_rank(whole)):
        with pytest.raises(fi.errors.ParameterError, match="codes of a date"):
            fi.explain(what, whole, 3, "A")


# --- compute: a cross cuts the pass in two ------------------------------------------------------------------


def test_what_a_rank_reads_is_made_first_and_may_be_read_again() -> None:
    fields = panel(40, 70)
    keys = {
        "r": fi.rsi.bind(window=5),
        "rank": fi.cs_rank.bind(x="r", mask="mask"),
        "smooth": fi.ema.bind(x="rank", window=3),
        "z": fi.cs_zscore.bind(x="smooth", group="group"),
        "again": fi.cs_rank.bind(x="rank"),
        "vol": fi.volatility.bind(window=5),
    }
    for order in (np.ascontiguousarray, np.asfortranarray):
        got = fi.compute(each(fields, order), keys)
        r = fi.rsi(fields["close"], window=5)
        rank = fi.cs_rank(r, mask=fields["mask"])
        smooth = fi.ema(rank, window=3)
        z = fi.cs_zscore(smooth, group=fields["group"])
        want = (r, rank, smooth, z, fi.cs_rank(rank), fi.volatility(fields["close"], window=5))
        assert_bits(tuple(got.values()), want)


def test_groups_may_be_a_result() -> None:
    fields = panel(40, 70)
    keys = {"q": fi.cs_quantile.bind(x="volume"), "d": fi.cs_demean.bind(group="q")}
    want = fi.cs_demean(fields["close"], group=fi.cs_quantile(fields["volume"]))
    assert_bits((fi.compute(fields, keys)["d"],), (want,))


def test_float32_between_stays_float64() -> None:
    close = panel(40, 70)["high"].astype("f4")
    got = fi.compute({"close": close}, {"e": fi.ema.bind(window=3), "z": fi.cs_zscore.bind(x="e")})
    exact = fi.compute(
        {"close": close.astype("f8")}, {"e": fi.ema.bind(window=3), "z": fi.cs_zscore.bind(x="e")}
    )
    assert_bits(tuple(got.values()), tuple(a.astype("f4") for a in exact.values()))


def test_out_of_compute() -> None:
    close = panel(40, 70)["close"]
    out = {"rank": np.asfortranarray(np.full((40, 70), -7.0))}
    got = fi.compute({"close": close}, {"e": fi.ema.bind(window=3), "rank": fi.cs_rank.bind(x="e")}, out=out)
    assert got["rank"] is out["rank"]
    assert_bits((out["rank"],), (fi.cs_rank(fi.ema(close, window=3)),))


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("group", ["industry", "sector"])
def test_long_frames_with_a_column_of_groups(kind: Kind, group: str) -> None:
    codes = [*NAMES] * 11
    dates = list(itertools.chain.from_iterable([day] * 6 for day in range(20240101, 20240112)))
    table = pd.DataFrame({"date": dates, "code": codes, "close": X.ravel()})
    table["industry"] = LABELS * 11
    table["sector"] = NUMBERS.tolist() * 11
    table = table.sample(frac=1.0, random_state=3)
    import pyarrow as pa

    frame = kind.make(pa.Table.from_pandas(table, preserve_index=False))
    got = fi.compute(frame, {"e": fi.ema.bind(window=2), "rank": fi.cs_rank.bind(x="e", group=group)})
    assert type(got) is type(frame)
    want = fi.cs_rank(fi.ema(X, window=2), group=LABELS).ravel()[table.index]
    assert_bits((np.asarray(kind.read(got["rank"]), "f8"),), (want,))
    assert "industry" in got.columns if kind.name != "pyarrow" else got.column_names


def test_a_long_frame_that_is_mostly_holes_is_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    from fastind.frames import long

    rng = np.random.default_rng(3)
    table = pd.DataFrame(X).melt(ignore_index=False, var_name="code", value_name="close")
    table = table.rename_axis("date").reset_index()[rng.random(66) < 0.6]
    want = fi.compute(table, {"r": fi.cs_rank})
    monkeypatch.setattr(long, "DENSE", 0)
    monkeypatch.setattr(long, "CHUNK_CELLS", 5)
    pd.testing.assert_frame_equal(fi.compute(table, {"r": fi.cs_rank}), want)


def test_accessors() -> None:
    frame = pd.DataFrame(X, columns=NAMES)
    pd.testing.assert_frame_equal(frame.fi.cs_rank(group=LABELS), fi.cs_rank(frame, group=LABELS))
    table = frame.stack().rename("close").rename_axis(["date", "code"]).reset_index()
    table["industry"] = table["code"].map(BY_CODE)
    want = fi.compute(table, {"r": fi.cs_rank.bind(group="industry")})["r"].rename("cs_rank")
    pd.testing.assert_series_equal(table.fi.by("code").cs_rank(group="industry"), want)


# --- streams ------------------------------------------------------------------------------------------------


@every_case
def test_a_stream_is_the_batch(case: Case, tmp_path: Path) -> None:
    fields = panel(23, CODES)
    given = {
        name: data[4] for name, data in sided(case, ("group", "mask"), fields).items() if name != "exposures"
    }
    if case.indicator.name == "cs_neutralize":
        given["exposures"] = [np.arange(float(CODES)), np.arange(float(CODES)) ** 2]
    (want,) = case(fields, **given)
    stream = case.indicator.stream(codes=CODES, **case.params, **given)
    head = stream.warm(*(a[:5] for a in case.inputs(fields)))
    rows = [stream.update(*(a[t] for a in case.inputs(fields))) for t in range(5, 10)]
    twin = stream.copy()
    peeked = stream.peek(*(a[10] for a in case.inputs(fields)))
    stream.save(tmp_path / "state")
    for other in (
        stream,
        twin,
        fi.Stream.load(tmp_path / "state"),
        pickle.loads(pickle.dumps(stream.copy())),
    ):
        assert other.rows == 10
        tail = other.warm(*(a[10:] for a in case.inputs(fields)))
        assert_bits((np.vstack([head, rows, tail]),), (want,))
    assert_bits((peeked,), (want[10],))


def test_codes_that_come_later_have_labels_by_code() -> None:
    stream = fi.cs_rank.stream(codes=NAMES[:4], group=BY_CODE)
    stream.warm(X[:3, :4])
    stream.add_codes(NAMES[4:])
    assert_bits((stream.warm(X[3:]),), (fi.cs_rank(X, group=LABELS)[3:],))
    listed = fi.cs_rank.stream(codes=NAMES[:4], group=LABELS[:4])
    with pytest.raises(fi.errors.InputError, match="group"):
        listed.add_codes(NAMES[4:])
    assert listed.codes == NAMES[:4]
    assert listed.warm(X[:, :4]).shape == (11, 4)


# --- parity with pandas -------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", ["ties", "float", "one digit apart", "huge", "sorted", "infinite"])
def test_rank_is_pandas_bit_for_bit(values: str) -> None:
    rng = np.random.default_rng(7)
    x = {
        "ties": lambda: rng.integers(-5, 5, (20, 3000)).astype("f8"),
        "float": lambda: rng.normal(size=(20, 3000)),
        "one digit apart": lambda: 1.0 + rng.integers(0, 4000, (20, 3000)) * 2.0**-52,
        "huge": lambda: rng.normal(size=(20, 3000)) * 10.0 ** rng.integers(-300, 300, (20, 3000)),
        "sorted": lambda: np.sort(rng.normal(size=(20, 3000)), axis=1)[:, ::-1],
        "infinite": lambda: rng.choice([np.inf, -np.inf, 0.0, -0.0, 1.0, 5e-324], (20, 3000)),
    }[values]()
    x[rng.random(x.shape) < 0.1] = np.nan
    frame = pd.DataFrame(x)
    assert_bits((fi.cs_rank(x),), (frame.rank(axis=1, pct=True).to_numpy(),))
    group = rng.integers(0, 30, 3000)
    by_group = frame.T.groupby(group).rank(pct=True).T
    assert_bits((fi.cs_rank(x, group=group),), (by_group.to_numpy(),))


def test_others_are_pandas() -> None:
    fields = panel(40, 700)
    frame, other = (pd.DataFrame(fields[name]).where(np.isfinite) for name in ("close", "open"))
    frame, other = (one.where(fields["high"] > 1e-3) for one in (frame, other))
    mean, deviation = frame.mean(axis=1), frame.std(axis=1)
    assert_near(fi.cs_demean(frame), frame.sub(mean, axis=0), rtol=1e-10, atol=1e-9)
    want = frame.sub(mean, axis=0).div(deviation, axis=0)
    assert_near(fi.cs_zscore(frame), want, rtol=1e-10, atol=1e-12)
    corr = frame.corrwith(other, axis=1)
    got = fi.cs_corr(frame, other).max(axis=1)
    assert_near(got, corr, rtol=1e-10, atol=1e-12)


def test_quantile_is_qcut() -> None:
    x = np.random.default_rng(7).normal(size=(10, 1003))
    for q in (2, 5, 10):
        want = [pd.qcut(row, q, labels=False) + 1.0 for row in x]
        assert_bits((fi.cs_quantile(x, q=q),), (np.array(want),))


# --- sweeps, lazy frames, definitions of one's own ----------------------------------------------------------


def test_a_list_of_one_parameter_is_a_sweep() -> None:
    got = fi.cs_quantile(X, q=[2, 3], group=LABELS, mask=X > 40)
    want = [fi.cs_quantile(X, q=q, group=LABELS, mask=X > 40) for q in (2, 3)]
    assert_bits((got,), (np.array(want),))
    with pytest.raises(fi.errors.ParameterError, match="q may not be a list"):
        fi.cs_quantile(fi.Panel.from_wide({"close": X}), q=[2, 3], group=LABELS)


def test_sweeps_of_several_parameters_are_refused() -> None:
    with pytest.raises(fi.errors.ParameterError, match="compute"):
        fi.sweep(fi.cs_quantile, X, {"q": [2, 3]})


def test_parts_that_share_a_table_do_not_meet_across_the_cut() -> None:
    fields = panel(40, 70)
    keys = {
        "m": fi.macd.bind(fast=2, slow=4, signal=3),
        "rank": fi.cs_rank.bind(x="m_signal"),
        "n": fi.macd.bind(close="rank", fast=2, slow=4, signal=3),
        "c": fi.cs_corr.bind(x="n_macd", y="m_macd", method="spearman"),
        "late": fi.macd.bind(close="volume", fast=3, slow=5, signal=2),
    }
    got = fi.compute(fields, keys)
    m = fi.macd(fields["close"], fast=2, slow=4, signal=3)
    n = fi.macd(fi.cs_rank(m.signal), fast=2, slow=4, signal=3)
    late = fi.macd(fields["volume"], fast=3, slow=5, signal=2)
    c = fi.cs_corr(n.macd, m.macd, method="spearman")
    assert_bits(tuple(got.values()), (*m, fi.cs_rank(m.signal), *n, c, *late))


def test_lazy_frames() -> None:
    frame = pl.DataFrame(X, schema=NAMES)
    assert fi.cs_rank(frame.lazy(), group=BY_CODE).collect().equals(fi.cs_rank(frame, group=BY_CODE))


def test_labels_of_a_long_frame_go_by_code() -> None:
    table = pd.DataFrame(X, columns=NAMES).stack().rename("close").rename_axis(["date", "code"]).reset_index()
    by_code = fi.compute(table, {"r": fi.cs_rank.bind(group=BY_CODE)})["r"]
    want = fi.cs_rank(pd.DataFrame(X, columns=NAMES), group=BY_CODE).stack().to_numpy()
    np.testing.assert_array_equal(by_code.dropna(), want[~np.isnan(want)])
    with pytest.raises(fi.errors.InputError, match="by code"):
        fi.compute(table, {"r": fi.cs_rank.bind(group=LABELS)})


def test_a_field_that_is_not_there_is_named() -> None:
    with pytest.raises(fi.errors.InputError, match=r"industri.*bind\(group="):
        fi.compute({"close": X, "industry": X}, {"r": fi.cs_rank.bind(group="industri")})


def test_a_definition_takes_out_and_its_inputs() -> None:
    with pytest.raises(fi.errors.DefinitionError, match="out"):

        @cross()
        def wrong(x: Any) -> None: ...

    with pytest.raises(fi.errors.DefinitionError, match="out, ends, inputs"):

        @cross(all_groups=True)
        def also_wrong(out: Any, x: Any) -> None: ...


def test_labels_of_other_codes() -> None:
    frame = pd.DataFrame({"A": [1.0], "B": [2.0]})
    with pytest.raises(fi.errors.InputError, match=r"group has none of the data's codes, such as 'A'"):
        fi.cs_rank(frame, group=pd.Series({"X": 1, "Y": 2}))
