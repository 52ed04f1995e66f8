"""The indicator reference: a page a family, and a picture of each indicator that shows something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from fastind.api import catalogue
from fastind.api.registry import facts

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def pictures() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS / "_ext"))
        import indicator_pictures

        yield indicator_pictures


@pytest.fixture(scope="module")
def pages(pictures: ModuleType) -> dict[str, str]:
    import indicator_pages

    texts: dict[str, str] = indicator_pages.pages(facts())
    return texts


def test_each_indicator_is_on_the_page_of_its_family(pages: dict[str, str]) -> None:
    for name, indicator in catalogue.items():
        page = pages[f"{indicator.family}.md"]
        for once in (f"\n## {name}\n", f".. autofunction:: {name}\n", f"{{image}} {name}.svg\n"):
            assert page.count(once) == 1
        assert f"<fastind.{name}>`" in pages["families.txt"]
    assert sum(page.count("autofunction") for page in pages.values()) == len(catalogue)


def test_tables_have_as_many_columns_as_their_heads(pages: dict[str, str]) -> None:
    for text in pages.values():
        widths = [len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("|")]
        assert len(set(widths)) == 1


def test_bars_of_formulas_are_escaped_for_sphinx(pages: dict[str, str]) -> None:
    import indicator_pages

    lines = ["Mean of |x - y| by `a | b`.", "", "Examples", "--------", ">>> 1 | 2"]
    indicator_pages.escape(None, "function", "fastind.rsi", catalogue["rsi"], None, lines)
    assert lines == ["Mean of \\|x - y\\| by `a | b`.", "", "Examples", "--------", ">>> 1 | 2"]


@pytest.mark.parametrize("indicator", catalogue.values(), ids=lambda i: i.name)
def test_there_is_something_to_draw(indicator: Any, pictures: ModuleType) -> None:
    days, behind, prices, outputs = pictures.computed(indicator)
    assert behind in ("open", "high", "low", "close", "volume", "amount", "x", "y")
    assert tuple(outputs) == indicator.outputs
    assert all(y.shape == days.shape == prices.shape for y in outputs.values())
    assert all(np.isfinite(y[-1]) for y in outputs.values())


@pytest.mark.parametrize(("name", "panels"), [("sma", 1), ("rsi", 2), ("macd", 2), ("volume_ratio", 2)])
def test_pictures_are_the_same_whenever_they_are_drawn(name: str, panels: int, pictures: ModuleType) -> None:
    picture = pictures.draw(catalogue[name])
    assert picture == pictures.draw(catalogue[name])
    assert picture.count('id="axes_') == panels
    assert all(f">{output}</text>" in picture for output in catalogue[name].outputs)


def test_what_is_made_is_not_committed() -> None:
    ignored = (DOCS.parent / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/docs/generated/", "/docs/_build/"} <= set(ignored)
