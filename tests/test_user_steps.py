"""A user's own step, wherever it was written, is an indicator with every mode."""

from __future__ import annotations

import importlib.util
import linecache
import math
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pytest

import fastind as fi
from tests import steps
from tests.panels import nasty_panel
from tests.processes import run_python
from tests.support import Case, assert_bits, assert_every_mode, assert_near

FIELDS = nasty_panel(60, 66)


def module_from(path: Path, source: str, name: str) -> ModuleType:
    path.write_text(source, encoding="utf-8")
    linecache.checkcache(str(path))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_facts_come_from_the_definition() -> None:
    indicator = steps.indicator
    assert indicator.name == "money_flow"
    assert indicator.inputs == ("close", "volume")
    assert indicator.outputs == ("flow", "share")
    assert indicator.params["window"] == 5
    assert indicator.lookback(window=9) == 8
    assert indicator.gaps == "skip"
    assert "Damped flow" in indicator.__doc__


def test_two_outputs_are_a_named_tuple() -> None:
    result = steps.indicator(FIELDS["close"], FIELDS["volume"], window=3)
    assert result._fields == ("flow", "share")
    assert result.share is result[1]


def test_parameters_are_checked_as_everywhere() -> None:
    with pytest.raises(fi.errors.ParameterError, match="windw"):
        steps.indicator(FIELDS["close"], FIELDS["volume"], windw=3)
    with pytest.raises(fi.errors.ParameterError, match="window"):
        steps.indicator(FIELDS["close"], FIELDS["volume"], window="3")


PEAK = '''
import fastind as fi

DECAY = {decay}


def damped(value):
    return value * DECAY


@fi.step(state={{"top": 0.0}})
def peak(s, high, low=0.0):
    """The highest high so far, damped day by day."""
    (top,) = s
    top = damped(top)
    top = high if high > top else top
    return (top,), (top if top > low else low)
'''


def peak_of(highs: np.ndarray, decay: float) -> np.ndarray:
    out, top = np.full(len(highs), np.nan), 0.0
    for row, high in enumerate(highs):
        if math.isfinite(high):
            top = max(top * decay, high)
            out[row] = max(top, 0.0)
    return out


def test_a_step_in_a_module_of_its_own(tmp_path: Path) -> None:
    indicator = fi.indicator(module_from(tmp_path / "mine.py", PEAK.format(decay=0.9), "mine").peak)
    assert_every_mode(Case(indicator, {}), FIELDS)
    for j in range(19):
        assert_near(indicator(FIELDS["high"])[:, j], peak_of(FIELDS["high"][:, j], 0.9), rtol=1e-15)


def test_a_changed_constant_is_another_step(tmp_path: Path) -> None:
    for decay in (0.9, 0.5, 0.9):
        indicator = fi.indicator(module_from(tmp_path / "mine.py", PEAK.format(decay=decay), "mine").peak)
        assert_near(indicator(FIELDS["high"])[:, 0], peak_of(FIELDS["high"][:, 0], decay), rtol=1e-15)


def test_a_step_in_a_notebook_cell() -> None:
    source = PEAK.format(decay=0.7)
    cell = "/tmp/ipykernel_1/123.py"
    linecache.cache[cell] = (len(source), None, source.splitlines(keepends=True), cell)
    scope: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, cell, "exec"), scope)
    indicator = fi.indicator(scope["peak"])
    assert_every_mode(Case(indicator, {}), FIELDS)
    assert_near(indicator(FIELDS["high"])[:, 0], peak_of(FIELDS["high"][:, 0], 0.7), rtol=1e-15)


def test_a_step_in_a_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    use = "import numpy as np\nprint(fi.indicator(peak)(np.array([4.0, 1.0, 3.0])).tolist())\n"
    script.write_text(PEAK.format(decay=0.5) + use)
    assert run_python(script) == "[4.0, 2.0, 3.0]"


def test_a_step_in_a_function() -> None:
    factor = 3.0

    @fi.step(state={"total": 0.0})
    def scaled_sum(s, close):
        (total,) = s
        total = total + close * factor
        return (total,), total

    got = fi.indicator(scaled_sum)(np.array([1.0, np.nan, 2.0]))
    np.testing.assert_array_equal(got, [3.0, np.nan, 9.0])


@numba.njit
def compiled_helper(x):
    return x + 1.0


@fi.step(state={"n": 0.0})
def with_libraries(s, close, volume, close_prev, volume_prev):
    """Functions of math, numpy and numba, and every input with the one before."""
    (n,) = s
    size = math.sqrt(abs(close)) + np.log(volume + 1.0) + compiled_helper(n)
    before = close_prev + volume_prev
    return (n + 1.0,), (size if math.isnan(before) else size + before)


def test_math_numpy_and_numba_in_a_step() -> None:
    indicator = fi.indicator(with_libraries)
    assert_every_mode(Case(indicator, {}), FIELDS)
    got = indicator(np.array([4.0, 9.0]), np.array([0.0, 0.0]))
    np.testing.assert_allclose(got, [3.0, 5.0 + 4.0], rtol=1e-15)


# In a process of its own: a name that changes what a loop does may end the process.
NAMES = """
import linecache
import numpy as np
import fastind as fi

STEP = '''
import fastind as fi
{constant} = 2.0
@fi.step(state={{"{state}": 0.0}})
def total({first}, {field}, {parameter}=2.0):
    (sum_,) = {first}
    sum_ = sum_ + {field}
    return (sum_,), sum_ * {parameter} * {constant}
'''
usual = {"first": "before", "field": "x", "parameter": "q", "state": "a", "constant": "TWO"}
x = np.arange(1.0, 231.0).reshape(10, 23)
want = 4.0 * x.cumsum(axis=0)
names = "rows t state params extra io s new ok r lane gap value pos size LANES np".split()
for place in usual:
    for name in names:
        source = STEP.format(**usual | {place: name})
        linecache.cache["cell"] = (len(source), None, source.splitlines(True), "cell")
        scope = {}
        try:
            exec(compile(source, "cell", "exec"), scope)
            got = fi.indicator(scope["total"])
            right = np.array_equal(got(x), want) and np.array_equal(got(x[:, 0]), want[:, 0])
        except fi.errors.DefinitionError as error:
            right = name in str(error)
        except Exception:
            right = False
        if not right:
            print(place, name)
"""


def test_names_that_a_loop_might_use_are_harmless_or_refused() -> None:
    assert run_python(NAMES) == ""


def test_two_steps_of_one_name_live_side_by_side(tmp_path: Path) -> None:
    modules = [
        module_from(tmp_path / f"m{k}.py", PEAK.format(decay=d), f"m{k}") for k, d in enumerate((0.9, 0.4))
    ]
    one, other = (fi.indicator(module.peak) for module in modules)
    both = fi.compute(FIELDS, {"one": one.bind(), "other": other.bind()})
    assert_bits((both["one"], both["other"]), (one(FIELDS["high"]), other(FIELDS["high"])))
    assert_near(both["other"][:, 0], peak_of(FIELDS["high"][:, 0], 0.4), rtol=1e-15)


def test_a_step_can_be_called_as_the_function_it_is() -> None:
    (flow, _, count), (value, share) = steps.money_flow((0.0, 0.0, 0.0), 2.0, 1e6, math.nan, window=1)
    assert (flow, count, value, share) == (-2.0, 1.0, -2.0, 0.0)


TABLE = [1.0, 2.0]


def reads_a_list(s, close):
    return s, close + TABLE[0]


def calls_itself(s, close):
    return calls_itself(s, close)


def reads_nothing(s, window=3):
    return s, window


def any_inputs(s, *inputs):
    return s, inputs[0]


def text_parameter(s, close, method="fast"):
    return s, close


def returns_a_number(s, close):
    return close


def returns_too_much_state(s, close):
    return (1.0, 2.0), close


def returns_an_array(s, close):
    return s, np.array([close])


def reads_what_is_not_there(s, close):
    return s, close + no_such_name  # noqa: F821


def named_as_every_indicators_parameter(s, close, max_gap=3):
    return s, close


def text_in_arithmetic(s, close):
    return s, close + "1"


WITHOUT_SOURCE: dict[str, Any] = {}
exec("def without_source(s, close):\n    return s, close\n", WITHOUT_SOURCE)


@pytest.mark.parametrize(
    "function",
    [
        reads_a_list,
        calls_itself,
        reads_nothing,
        any_inputs,
        text_parameter,
        returns_a_number,
        returns_too_much_state,
        returns_an_array,
        reads_what_is_not_there,
        named_as_every_indicators_parameter,
        text_in_arithmetic,
        WITHOUT_SOURCE["without_source"],
        lambda s, close: (s, close),
    ],
    ids=lambda f: f.__name__,
)
def test_what_cannot_be_a_step_is_refused(function: Any) -> None:
    with pytest.raises(fi.errors.FastindError):
        fi.indicator(fi.step(state={"n": 0.0})(function))(FIELDS["close"])


@pytest.mark.parametrize("thing", [None, 3, math.sqrt, fi.rsi, lambda s, close: (s, close)])
def test_what_is_no_step_is_no_indicator(thing: Any) -> None:
    with pytest.raises(fi.errors.FastindError):
        fi.indicator(thing)


@pytest.mark.parametrize("state", [reads_nothing, None, 3, ["n"], {"n": "0"}, {"n": None}, {"n": True}])
def test_a_state_must_be_names_with_numbers(state: Any) -> None:
    with pytest.raises(fi.errors.DefinitionError, match="state"):
        fi.step(state)
