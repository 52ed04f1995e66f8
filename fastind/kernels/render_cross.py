"""The function around a `@cross`, as text: what `fastind.kernels.rows` calls for each row."""

from fastind.kernels.definition import Cross
from fastind.kernels.text import join


def params_of(cross: Cross, policy: str) -> tuple[str, ...]:
    """Names of the parameters that it takes, in order."""
    return tuple(cross.params)


def row(cross: Cross, policy: str) -> str:
    """Tables `at` (addresses: outputs, then inputs) and `end` (where each group ends) as arrays."""
    n_out, n_in = len(cross.outputs), len(cross.reads)
    given = [f"p[{k}]" for k in range(len(cross.params))]
    head = f"""@jit.entry
def row(io, n, groups, ends, params, extra):
    at, end, p = jit.table(io, {n_out + n_in}), jit.table(ends, groups), jit.row(params, {len(given) or 1})"""
    if cross.all_groups:
        arrays = [f"jit.row(at[{k}], n)" for k in range(n_out + n_in)]
        call = join([*arrays[:n_out], "end", *arrays[n_out:], *given])
        return f"{head}\n    {cross.name}({call})"
    arrays = [f"jit.row(at[{k}] + 8 * first, end[g] - first)" for k in range(n_out + n_in)]
    return f"""{head}
    first = 0
    for g in range(groups):
        {cross.name}({join([*arrays, *given])})
        first = end[g]"""
