"""The functions that run as tasks; workers import this file, so it imports nothing that takes time."""

from time import perf_counter


def three(date: int, code: str) -> tuple[float, float, float]:
    x = date * 0.5
    return x, x + 1.0, x * 2.0


def work(turns: int, date: int, code: str) -> tuple[float, float, float]:
    x = float(sum(range(turns)))
    return x, x, x


def timed(turns: int, date: int, code: str) -> tuple[float, float, float]:
    """The same work, and the seconds that it took."""
    start = perf_counter()
    x = float(sum(range(turns)))
    return perf_counter() - start, x, x
