"""Pictures of results. Needs matplotlib: `pip install "fastind[plot]"`."""

from fastind.report.picture import draw_indicators

__all__ = ["draw_indicators"]
