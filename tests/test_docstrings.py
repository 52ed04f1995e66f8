"""The example in each indicator's docstring gives what it says."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from fastind.api import catalogue


@pytest.mark.parametrize("indicator", catalogue.values(), ids=lambda i: i.name)
def test_the_example_is_true(indicator: Any) -> None:
    test = doctest.DocTestParser().get_doctest(indicator.__doc__, {}, indicator.name, None, None)
    assert test.examples
    said: list[str] = []
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.DocTestRunner(optionflags=options).run(test, out=said.append).failed == 0, "".join(said)
