"""The loop over the tasks of a compiled function, which numba compiles for each function and its types."""

from functools import cache
from typing import Any

from fastind import _jit


@cache
def loop_for(form: str) -> Any:
    """The loop for functions that give a "number", a "tuple" or an "array"."""
    put = _jit.njit({"number": _put_number, "tuple": _put_tuple, "array": _put_array}[form])

    @_jit.njit
    def loop(func, data, columns, counters, span, order, at, start, stop, out):  # type: ignore[no-untyped-def]
        k = start
        while k < stop:
            # Tasks in a row: in each column the row is the next one, or stays.
            place = order[k] if len(order) else k
            n = min(span - place % span, stop - k)
            if len(order):
                m = 1
                while m < n and order[k + m] == place + m:
                    m += 1
                n = m
            rows = _jit.first_rows(counters, place)
            for j in range(n):
                at[0] = k + j
                task = _jit.gathered(columns, rows, counters, j)
                if not put(out, k + j - start, func(*(task + data)), at):
                    return k + j
            k += n
        return stop

    return loop


def _put_number(out: Any, k: int, result: Any, at: Any) -> bool:
    _jit.scatter(out, k, (result,))
    return True


def _put_tuple(out: Any, k: int, result: Any, at: Any) -> bool:
    _jit.scatter(out, k, result)
    return True


def _put_array(out: Any, k: int, result: Any, at: Any) -> bool:
    if len(result) != out.shape[1]:
        at[1] = len(result)
        return False
    out[k] = result
    return True
