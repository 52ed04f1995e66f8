"""Times every row of the table; ratios are of medians whose rounds alternate, in one process and one run."""

import itertools
import statistics
import time

import buckets
import caches
import catalogue
import clusters
import cold
import grids
import numpy as np
import pools
import pytest
import sql
import stores
import tables
from contenders import JOBS, PEERS, Row, rows, walk


@pytest.mark.parametrize(("job", "peer", "prepare"), PEERS, ids=[f"{job}-{peer}" for job, peer, _ in PEERS])
def test_same_result(job, peer, prepare):
    """Timing different work would be worth nothing; 700 clean rows make the seeds immaterial."""
    x = walk(700, 4)[job == "volume_ratio"]
    np.testing.assert_allclose(np.asarray(prepare(x)())[-1], JOBS[job](x)[-1], rtol=1e-9)


def seconds(work) -> float:
    start = time.perf_counter()
    own = work()
    return own if isinstance(own, float) else time.perf_counter() - start


@pytest.mark.parametrize(
    "row",
    list(
        itertools.chain(
            rows(),
            cold.rows(),
            tables.rows(),
            catalogue.rows(),
            stores.rows(),
            buckets.rows(),
            grids.rows(),
            caches.rows(),
            pools.rows(),
            sql.rows(),
            clusters.rows(),
        )
    ),
    ids=lambda row: row.work,
)
def test_time(row: Row, benchmark, results):
    ours, theirs = row.prepare()
    run, other = repeated(ours, row.inner), repeated(theirs, row.inner)
    own, others = [], []
    once = 1.0 if row.rounds else sum(min(seconds(side) for _ in range(2)) for side in (run, other) if side)
    benchmark.pedantic(
        lambda: own.append(seconds(run)),
        setup=lambda: others.append(seconds(other)) if other else None,
        rounds=row.rounds or int(np.clip(2 / once, 5, 101)),
    )
    mine = statistics.median(own) / row.inner
    results.append((row, mine, statistics.median(others) / row.inner if others else None))


def repeated(work, times: int):
    if work is None or times == 1:
        return work

    def loop() -> None:
        for _ in range(times):
            work()

    return loop
