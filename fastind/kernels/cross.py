"""`@cross`: values among the codes of one date, such as a rank; and how they run beside other definitions."""

from collections.abc import Callable, Sequence

import numpy as np

from fastind._types import AnyArray, FloatArray
from fastind.errors import DefinitionError
from fastind.kernels import render, run, threads
from fastind.kernels.composition import Source
from fastind.kernels.definition import Cross, Function, arguments
from fastind.kernels.run import Job

# Rows of a chunk are a multiple of what the loop takes at a time; so many chunks for each thread even out.
TILE_ROWS, CHUNKS = 16, 4


def cross(
    *, is_ordered: bool = False, keeps_infinite: bool = False, all_groups: bool = False
) -> Callable[[Function], Cross]:
    """Make a value among codes of `function(out, inputs, params)`, which fills the array `out`; see `Cross`.

    The arrays hold the codes of one group that have a value, so the function knows nothing of holes,
    groups, masks and memory orders. It may have loops and statements.
    """

    def made(function: Function) -> Cross:
        (out, *reads), params = arguments(function, 0)
        if out != "out" or (all_groups and reads != ["ends", "inputs"]):
            wanted = "out, ends, inputs" if all_groups else "out and then its inputs"
            raise DefinitionError(f"{function.__name__} must take {wanted}")
        return Cross(
            name=function.__name__,
            function=function,
            reads=tuple(reads[all_groups:]),
            params=params,
            outputs=(function.__name__,),
            is_ordered=is_ordered,
            keeps_infinite=keeps_infinite,
            all_groups=all_groups,
            lookback=lambda: 0,
        )

    return made


def across(
    definition: Cross,
    *inputs: Source,
    group: Source | None = None,
    mask: Source | None = None,
    **values: float,
) -> Source:
    """What it makes of these inputs, inside each group and of the codes that the mask keeps."""
    sides = {"group": group, "mask": mask}
    bound = definition.using(**values, **{name: float(side is not None) for name, side in sides.items()})
    value: Source = bound.on(*inputs, *(side for side in sides.values() if side is not None))
    return value


def run_all(
    jobs: Sequence[Job],
    inputs: Sequence[AnyArray],
    outputs: Sequence[AnyArray],
    states: Sequence[FloatArray] | None = None,
    t: int = 0,
    parts: int = 0,
) -> None:
    """Run all jobs over tables as `run.run` does; one that looks across codes cuts the pass in two.

    What it reads is made first, as whole tables.
    """
    if not any(job.kernel.crosses for job in jobs):
        run.run(jobs, inputs, outputs, states, t, parts)
        return
    jobs = _apart(jobs, len(inputs) + len(outputs))
    tables = dict(enumerate([*inputs, *outputs]))
    phases = _phases(jobs)
    for table in _read_later(jobs, phases):
        if table not in tables or (table >= len(inputs) and tables[table].dtype != np.float64):
            tables[table] = np.empty(inputs[0].shape)
    for table in (k for job in jobs if job.kernel.crosses for k in job.writes):
        if table not in tables:
            tables[table] = np.empty(inputs[0].shape)
    for phase in range(max(phases) + 1):
        chosen = [k for k, at in enumerate(phases) if at == phase]
        some = [jobs[k] for k in chosen]
        if phase % 2:
            for job in some:
                run_one(job, [tables[k] for k in job.reads], [tables[k] for k in job.writes])
        elif some:
            _pass(some, tables, None if states is None else [states[k] for k in chosen], t)
    for k, output in enumerate(outputs, start=len(inputs)):
        if tables[k] is not output:
            with np.errstate(over="ignore"):
                output[...] = tables[k]


def _apart(jobs: Sequence[Job], first: int) -> list[Job]:
    """Jobs whose parts, from table `first` on, share no tables: they may then run in another order."""
    now: dict[int, int] = {}
    apart, unused = [], first
    for job in jobs:
        reads = tuple(now.get(k, k) for k in job.reads)
        writes = []
        for k in job.writes:
            if k >= first:
                now[k], unused = unused, unused + 1
            writes.append(now.get(k, k))
        apart.append(Job(job.kernel, reads, tuple(writes)))
    return apart


def _phases(jobs: Sequence[Job]) -> list[int]:
    """When each job runs: even phases are passes over codes one by one, odd ones look across codes."""
    made: dict[int, int] = {}
    phases = []
    for job in jobs:
        ready = max((made.get(k, 0) for k in job.reads), default=0)
        phases.append(ready + 1 if job.kernel.crosses else ready)
        made |= dict.fromkeys(job.writes, ready + 2 if job.kernel.crosses else ready)
    return phases


def _read_later(jobs: Sequence[Job], phases: Sequence[int]) -> set[int]:
    """Tables that one phase makes and another one reads: they must be there as a whole."""
    made = {k: phase for job, phase in zip(jobs, phases, strict=True) for k in job.writes}
    return {k for job, at in zip(jobs, phases, strict=True) for k in job.reads if made.get(k, at) != at}


def _pass(
    jobs: Sequence[Job], tables: dict[int, AnyArray], states: Sequence[FloatArray] | None, t: int
) -> None:
    """One pass over codes one by one, with its tables numbered anew."""
    written = [k for job in jobs for k in job.writes]
    ins = sorted({k for job in jobs for k in job.reads} - set(written))
    outs = [k for k in written if k in tables]
    parts = [k for k in written if k not in tables]
    number = {k: at for at, k in enumerate([*ins, *outs, *parts])}
    anew = [Job(j.kernel, tuple(map(number.get, j.reads)), tuple(map(number.get, j.writes))) for j in jobs]  # type: ignore[arg-type]
    run.run(anew, [tables[k] for k in ins], [tables[k] for k in outs], states, t, len(parts))


def run_one(job: Job, inputs: Sequence[AnyArray], outputs: Sequence[AnyArray]) -> None:
    """A definition that looks across codes over whole rows, a chunk of them to each thread."""
    definition, values = job.kernel.bound.definition, job.kernel.bound.values
    assert isinstance(definition, Cross)
    rows, codes = inputs[0].shape
    if rows == 0 or codes == 0:
        return
    kernel = render.address(definition, job.kernel.bound.policy, "row")
    loop, params = render.shared("rows").run, job.kernel.params
    has_group = int(values["group"])
    facts = (
        len(inputs) - has_group - int(values["mask"]),
        has_group,
        int(definition.is_ordered),
        int(definition.keeps_infinite),
    )

    def chunk(first: int) -> None:
        n = min(height, rows - first)
        places = (run.places([a[first : first + n] for a in arrays]) for arrays in (inputs, outputs))
        loop(n, codes, *facts, *places, kernel, params)

    height = rows
    if rows * codes >= run.SERIAL_CELLS:
        share = rows / (threads.get_threads() * CHUNKS * TILE_ROWS)
        height = TILE_ROWS * max(1, round(share))
    threads.each(chunk, range(0, rows, height))
