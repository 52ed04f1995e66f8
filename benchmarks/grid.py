"""Timings of `run_grid` over the history (asv); peers are in peers/grids.py."""

import tempfile
from itertools import count
from pathlib import Path

import numba

import fastind as fi

CODES = [f"{k:06d}" for k in range(1000)]


def three(date, code):
    x = date * 0.5
    return x, x + 1.0, x * 2.0


@numba.njit
def compiled(date, code):
    x = date * 0.5
    return x, x + code, x * 2.0


class Grid:
    def setup(self):
        self.folder = tempfile.TemporaryDirectory()
        self.paths = (Path(self.folder.name, f"{k}.fi") for k in count())
        self.tasks, self.done = fi.grid(range(100), CODES), Path(self.folder.name, "done.fi")
        fi.run_grid(three, self.tasks, store=self.done, backend="serial")
        fi.run_grid(compiled, fi.grid(range(2), CODES))

    def teardown(self):
        self.folder.cleanup()

    def time_two_tasks(self):
        fi.run_grid(three, [(1, "A"), (2, "A")], n_jobs=2)

    def time_serial(self):
        fi.run_grid(three, self.tasks, backend="serial")

    def time_workers(self):
        fi.run_grid(three, self.tasks, n_jobs=2)

    def time_compiled(self):
        fi.run_grid(compiled, self.tasks)

    def time_store(self):
        fi.run_grid(three, self.tasks, store=next(self.paths), n_jobs=2)

    def time_resume(self):
        fi.run_grid(three, self.tasks, store=self.done, resume=True, n_jobs=2)
