"""The function around a `@cross`, as text: what `fastind.kernels.rows` calls for each row."""

from fastind.kernels.definition import Cross
from fastind.kernels.text import join

HEAD = """@jit.entry
def row(io, n, groups, ends, params, extra):
    at, end, p = jit.table(io, {}), jit.table(ends, groups), jit.row(params, {})
"""
ALL_GROUPS = """    codes, n_in = at[0], at[1]
    inputs = jit.row(at[3], n_in * codes).reshape(n_in, codes)[:, :n]
    {}({})"""
EACH_GROUP = """    first = 0
    for g in range(groups):
        {}({})
        first = end[g]"""


def params_of(cross: Cross, policy: str) -> tuple[str, ...]:
    """Names of the parameters that it takes, in order."""
    return tuple(cross.params)


def row(cross: Cross, policy: str) -> str:
    """`io` holds the numbers of codes and inputs, then the addresses of the output and of the inputs."""
    given = [f"p[{k}]" for k in range(len(cross.params))]
    n_at = 3 + len(cross.reads)
    head = HEAD.format(n_at, len(given) or 1)
    if cross.all_groups:
        return head + ALL_GROUPS.format(cross.name, join(["jit.row(at[2], n)", "end", "inputs", *given]))
    arrays = [f"jit.row(at[{k}] + 8 * first, end[g] - first)" for k in range(2, n_at)]
    return head + EACH_GROUP.format(cross.name, join([*arrays, *given]))
