"""What an indicator says about itself is true."""

from __future__ import annotations

import ast
import inspect
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpydoc.docscrape import NumpyDocString

import fastind as fi
from fastind.api import catalogue, stubs
from tests import naive
from tests.panels import clean_panel
from tests.support import CASES, Case, assert_bits, parts

INDICATORS = list(catalogue.values())
every = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.name)

SIGNATURES = {
    "rsi": "(close, window=14, *, method='wilder', flat=50.0, nan='skip', max_gap=None, profile=None,"
    " out=None)",
    "ema": "(x, window, *, seed='sma', nan='skip', max_gap=None, profile=None, out=None)",
    "volatility": "(close, window=20, *, returns='simple', ddof=1, min_periods=None, periods_per_year=None,"
    " out=None)",
    "volume_ratio": "(volume, window=20, *, include_current=True, min_periods=None, out=None)",
}


def plain(signature: inspect.Signature) -> str:
    """Names, kinds and defaults, without annotations."""
    return str(inspect.Signature([p.replace(annotation=p.empty) for p in signature.parameters.values()]))


def test_the_four_are_there() -> None:
    assert set(SIGNATURES) <= set(catalogue)
    assert all(getattr(fi, name) is indicator for name, indicator in catalogue.items())


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures_are_those_of_the_contract(name: str) -> None:
    assert plain(inspect.signature(catalogue[name])) == SIGNATURES[name]


@every
def test_signature_and_facts_agree(indicator: Any) -> None:
    named = inspect.signature(indicator).parameters
    assert tuple(named)[: len(indicator.inputs)] == tuple(indicator.inputs)
    settings = {k: p for k, p in named.items() if k not in (*indicator.inputs, "out")}
    assert indicator.params == {k: None if p.default is p.empty else p.default for k, p in settings.items()}


@every
def test_every_indicator_has_a_slow_twin(indicator: Any) -> None:
    theirs = inspect.signature(getattr(naive, indicator.name)).parameters
    assert set(indicator.params) - {"profile"} <= set(theirs)


@every
def test_the_docstring_says_what_it_must(indicator: Any) -> None:
    for part in ("Returns", "Raises", "References", "Examples", ">>>"):
        assert part in indicator.__doc__


PUBLIC = [getattr(fi, name) for name in fi.__all__ if name != "errors"]
METHODS = [fi.Panel.from_wide, fi.Panel.from_long, fi.Panel.sel]


@pytest.mark.parametrize("thing", [*PUBLIC, *METHODS], ids=lambda t: t.__name__)
def test_documented_parameters_are_those_of_the_signature(thing: Any) -> None:
    documented = [
        name.lstrip("*")
        for p in NumpyDocString(inspect.getdoc(thing))["Parameters"]
        for name in p.name.split(", ")
    ]
    if documented or thing in catalogue.values():
        assert documented == [
            name for name in inspect.signature(thing).parameters if name not in ("cls", "self")
        ]


def test_stubs_are_those_of_the_registry() -> None:
    written = (Path(fi.__file__).parent / "__init__.pyi").read_text(encoding="utf-8")
    assert ast.dump(ast.parse(written)) == ast.dump(ast.parse(stubs.text()))


def test_stubs_name_everything_public() -> None:
    known = set()
    for node in ast.parse(stubs.text()).body:
        if isinstance(node, ast.ImportFrom):
            known |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.AnnAssign):
            known.add(node.target.id)
    assert set(fi.__all__) <= known


@every
def test_it_looks_like_a_function(indicator: Any) -> None:
    assert callable(indicator)
    assert indicator.__name__ == indicator.name
    assert indicator.name in repr(indicator)


@pytest.mark.parametrize("case", [c for c in CASES if c.indicator in INDICATORS], ids=str)
def test_bound_is_the_indicator_with_its_parameters(case: Case) -> None:
    fields = clean_panel(60, 3)
    bound = case.indicator.bind(**case.params)
    assert_bits(parts(bound(*case.inputs(fields))), case(fields))


def test_bound_can_be_bound_again() -> None:
    bound = fi.ema.bind(x="high", window=5).bind(nan="reset", max_gap=2).bind(window=3)
    assert bound.fields == {"x": "high"}
    assert bound.params == {"window": 3, "nan": "reset", "max_gap": 2}
    with pytest.raises(fi.errors.ParameterError, match="window"):
        bound.bind(window=0)


@every
def test_it_can_be_sent_to_another_process(indicator: Any) -> None:
    assert pickle.loads(pickle.dumps(indicator)) is indicator


def test_lookback_takes_the_parameters() -> None:
    assert fi.rsi.lookback() == 14
    assert fi.rsi.lookback(window=7) == 7
    assert fi.ema.lookback(window=10) == 9
    assert fi.ema.lookback(window=10, seed="first") == fi.ema.lookback(window=10, seed="adjust") == 0
    assert fi.volatility.lookback(window=5) == 5
    assert fi.volume_ratio.lookback(window=5) == 4
    assert fi.volume_ratio.lookback(window=5, include_current=False) == 5


def test_positional_and_named_are_the_same() -> None:
    close = clean_panel(60, 3)["close"]
    assert_bits((fi.rsi(close, 7),), (fi.rsi(close=close, window=7),))
    assert_bits((fi.ema(close, 7),), (fi.ema(window=7, x=close),))
    assert np.isfinite(fi.volatility(close, 7)[7:]).all()
