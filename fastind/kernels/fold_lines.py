"""Lines of the loops around a `@fold` that all of them share: terms, sums, outputs; see `render_fold`."""

from fastind.kernels.definition import PREV, Fold, inputs_of
from fastind.kernels.render_step import COUNTER
from fastind.kernels.text import finite, indent, join, reads, valid, values

ROWS = ("rows", "counted", "ends", "raw")


def head_of(fold: Fold, policy: str) -> dict[str, float]:
    head = {name: float("nan") for name in reads(fold.reads) if name.endswith(PREV)}
    head |= {} if policy == "counted" else {"run": 0.0}
    if policy not in ROWS:
        head["clock"] = 0.0
        if COUNTER[policy] is not None:
            head["gap"] = 0.0
    return head


def fields_of(fold: Fold, policy: str) -> list[str]:
    own = [f"a_{name}" for name in fold.accumulator.fields]
    return ["count", *own] if policy == "counted" else own


def params_of(fold: Fold, policy: str) -> tuple[str, ...]:
    more = {"counted": ("min_periods",), "reset": ("max_gap",)}
    return (*fold.params, *more.get(policy, ()))


def terms_of(fold: Fold) -> tuple[str, ...]:
    """The terms as the loops name them."""
    return tuple(f"x_{k}" for k in range(fold.accumulator.terms))


def given_terms(fold: Fold) -> str:
    """The terms as the accumulator takes them."""
    return "x_0" if fold.accumulator.terms == 1 else f"({join(terms_of(fold))})"


def results_of(fold: Fold) -> tuple[str, ...]:
    return tuple(f"v_{k}" for k in range(len(fold.outputs)))


def is_valid(fold: Fold) -> str:
    return valid(terms_of(fold))


def take(fold: Fold, policy: str, is_older: bool = False) -> list[str]:
    """Put the terms into acc: `at` rows are in it already."""
    algebra = fold.accumulator
    add = (is_older and algebra.prepend) or algebra.add
    acc = "".join(f"a_{name}, " for name in algebra.fields)
    if policy != "counted":
        return [f"{acc}= {add.__name__}(at, ({acc}), {given_terms(fold)})"]
    return [
        f"ok = {is_valid(fold)}",
        f"more = {add.__name__}(count, ({acc}), {given_terms(fold)})",
        "count = count + 1.0 if ok else count",
        *(f"a_{name} = more[{k}] if ok else a_{name}" for k, name in enumerate(algebra.fields)),
    ]


def value_of(fold: Fold, policy: str, slot: str) -> list[str]:
    """The outputs of the window: the older rows' slot merged with acc."""
    own = (
        range(1, 1 + len(fold.accumulator.fields))
        if policy == "counted"
        else range(len(fold.accumulator.fields))
    )
    acc = "".join(f"a_{name}, " for name in fold.accumulator.fields)
    old = "".join(slot.format(k) + ", " for k in own)
    first = (
        f"n_old, n_new = {slot.format(0)}, count"
        if policy == "counted"
        else "n_old, n_new = p_window - at - 1.0, at + 1.0"
    )
    size, enough = (
        ("n_old + n_new", "n_old + n_new >= p_min_periods")
        if policy == "counted"
        else ("p_window", "run >= p_window")
    )
    arguments = join((size, "both", *reads(fold.value_reads), *values(fold.params)))
    results = results_of(fold)
    return [
        first,
        f"both = {fold.accumulator.merge.__name__}(n_old, ({old}), n_new, ({acc}))",
        f"{join(results)} = {fold.name}({arguments})",
        *(f"{v} = {v} if {enough} else np.nan" for v in results),
    ]


def term_of(fold: Fold, policy: str) -> list[str]:
    x = terms_of(fold)
    term = f"{join(x)} = {fold.term.__name__}({join(reads(fold.term_reads))})"
    if policy == "raw":
        return [term]
    seen = terms_of(fold)
    if len(inputs_of(fold.term_reads)) > 1:  # a comparison with what is missing gives a number
        seen += reads(fold.term_reads)
    return [
        term,
        f"is_finite = {valid(seen)}",
        *(f"{name} = {name} if is_finite else np.nan" for name in x),
    ]


def cleaned(names: tuple[str, ...], policy: str) -> list[str]:
    """Infinite inputs are missing, unless the rows are taken as they are."""
    return [] if policy == "raw" else finite(names)


def count_of(policy: str) -> list[str]:
    """Count the valid rows without a hole, or, where holes do not matter, all rows."""
    if policy == "counted":
        return []
    return ["run = run + 1.0" if policy in ("ends", "raw") else "run = run + 1.0 if is_finite else 0.0"]


def block_ends(fold: Fold, policy: str, first: int, width: str) -> list[str]:
    """After each full block its slots become the sums from each of its rows to its end."""
    fields = fields_of(fold, policy)
    again = [
        *(f"{n} = newer[{k}, lane]" for k, n in enumerate(fields)),
        *(f"{x} = slot[{k}, lane]" for k, x in enumerate(terms_of(fold))),
        *take(fold, policy, is_older=True),
        *(f"slot[{k}, lane] = {n}" for k, n in enumerate(fields)),
    ]
    return [
        "if pos == size:",
        "    pos = 0",
        "    for back in range(size - 1, -1, -1):",
        "        at = float(size - 1 - back)",
        f"        slot = jit.cells(slots + back * {width}, {len(fields)})",
        f"        newer = jit.cells(slots + (back + 1) * {width}, {len(fields)})",
        "        for lane in range(LANES):",
        *indent(again, 12),
        "    for lane in range(LANES):",
        *indent([f"s[{first + k}, lane] = 0.0" for k in range(len(fields))], 8),
    ]
