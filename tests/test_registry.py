"""The table of indicators, and how many rows they need."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from fastind.api import catalogue
from fastind.api.registry import Facts
from tests.panels import clean_panel

INDICATORS = list(catalogue.values())
every = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.name)
TABLE = fi.indicators()


def test_it_is_a_row_an_indicator_by_family_and_name() -> None:
    assert list(TABLE.columns) == list(Facts._fields)
    assert set(TABLE["name"]) == set(catalogue)
    assert TABLE["name"].is_unique
    keys = list(zip(TABLE["family"], TABLE["name"], strict=True))
    assert keys == sorted(keys)


@every
def test_a_row_says_what_the_indicator_says(indicator: Any) -> None:
    row = TABLE.set_index("name").loc[indicator.name]
    assert row["family"] == indicator.family
    assert tuple(row["inputs"].split(", ")) == indicator.inputs
    assert tuple(row["outputs"].split(", ")) == indicator.outputs
    assert (row["gaps"], row["source"]) == (indicator.gaps, indicator.source)
    assert (None if pd.isna(row["talib"]) else row["talib"]) == indicator.talib
    assert inspect.getdoc(indicator).startswith(row["summary"].split(":")[0])
    for name, default in indicator.params.items():
        assert f"{name}={default!r}" in row["parameters"] or name in row["parameters"].split(", ")
    must = [n for n, p in indicator.__signature__.parameters.items() if p.default is p.empty]
    if tuple(must) == indicator.inputs and not pd.isna(row["lookback"]):
        assert row["lookback"] == indicator.lookback()


def test_the_lookback_is_missing_where_a_parameter_must_be_given() -> None:
    table = TABLE.set_index("name")
    assert pd.isna(table.loc["ema", "lookback"])
    assert table.loc["rsi", "lookback"] == 14
    assert str(TABLE["lookback"].dtype) == "Int64"


def test_other_kinds_of_frames() -> None:
    arrow, polars = fi.indicators("arrow"), fi.indicators(kind="polars")
    assert isinstance(arrow, pa.Table)
    assert isinstance(polars, pl.DataFrame)
    assert arrow.to_pylist() == polars.to_dicts()
    assert arrow["name"].to_pylist() == TABLE["name"].tolist()
    assert arrow.column_names == list(Facts._fields)
    assert [row["talib"] for row in arrow.to_pylist()] == [catalogue[n].talib for n in TABLE["name"]]
    with pytest.raises(fi.errors.ParameterError, match="kind must be one of pandas, polars, arrow, got 'R'"):
        fi.indicators(kind="R")


@every
def test_there_are_parameters_with_which_each_runs(indicator: Any) -> None:
    given = indicator._spec.example
    rows = indicator.lookback(**given)
    fields = clean_panel(rows + 5, 2)
    inputs = [fields["close" if name in ("x", "y") else name] for name in indicator.inputs]
    sides = {name: [0, 1] for name in indicator._spec.some_sides}
    found = indicator(*inputs, **given, **sides)
    outputs = found if len(indicator.outputs) > 1 else (found,)
    assert all(np.isnan(output[:rows]).all() for output in outputs)


def test_lookback_of_a_name_an_indicator_and_a_bound_one() -> None:
    assert fi.lookback("rsi") == fi.lookback(fi.rsi) == fi.lookback(fi.rsi.bind()) == 14
    assert fi.lookback("rsi", window=7) == fi.lookback(fi.rsi, window=7) == 7
    assert fi.lookback(fi.rsi.bind(window=7)) == 7
    assert fi.lookback("macd") == 33


def test_lookback_of_several_counts_what_waits_for_what() -> None:
    asked = {
        "r": fi.rsi.bind(window=10),
        "slow": fi.ema.bind(window=5),
        "smooth": fi.ema.bind(x="r", window=4),
        "m": fi.macd.bind(close="smooth", fast=2, slow=3, signal=2),
        "hist_average": fi.sma.bind(x="m_hist", window=3),
    }
    assert fi.lookback(asked) == 10 + 3 + 3 + 2
    close = clean_panel(60, 1)["close"][:, 0]
    found = fi.compute({"close": close}, asked)
    assert np.flatnonzero(np.isfinite(found["hist_average"]))[0] == 18
    assert fi.lookback({"a": fi.rsi, "b": fi.volatility}) == 20


@pytest.mark.parametrize(
    ("of", "params", "words"),
    [
        ("rso", {}, "no indicator 'rso'; did you mean rsi"),
        ("rsi", {"windw": 3}, "did you mean window"),
        (fi.rsi, {"window": 0}, ">= 1"),
        (fi.rsi.bind(), {"window": 7}, "not bound"),
        ({"a": fi.rsi}, {"window": 7}, "not bound"),
        ({}, {}, "mapping"),
        (14, {}, "expected an indicator"),
    ],
)
def test_lookback_refuses(of: Any, params: Any, words: str) -> None:
    with pytest.raises(fi.errors.ParameterError, match=words):
        fi.lookback(of, **params)
