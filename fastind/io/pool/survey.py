"""All pools of this user at once: what there is, and the removal of what nobody holds."""

import os
from typing import NamedTuple

from fastind.errors import PoolError
from fastind.io.pool import place
from fastind.io.pool.control import Control
from fastind.io.pool.files import HASH, Files


class Fact(NamedTuple):
    """A pool from outside."""

    name: str
    keys: int
    bytes: int
    held: bool
    problem: str


def survey() -> list[Fact]:
    """Every pool, by name; what lies among them and is none is a problem."""
    base = place.base()
    return [_fact(base, name) for name in place.names(base)]


class Collected(NamedTuple):
    """What was removed: whole pools, and what killed writers have left in others."""

    pools: list[str]
    swept: list[str]


def collect() -> Collected:
    """Remove the pools that nobody holds, sweep the others, and say what was removed.

    Raises
    ------
    PoolError
        The folder of pools is not ours.
    """
    base = place.base()
    gone, swept = place.remove_unheld(base), []
    for name in place.names(base):
        try:
            folder = place.opened(base, name, create=False)
        except PoolError:  # no pool of ours: `survey` says so
            continue
        if folder is None:
            continue
        try:
            path = place.path(base, name)
            if Files(folder, path, Control(folder, path)).sweep():
                swept.append(name)
        except PoolError:
            pass
        finally:
            place.release(folder, base, name)
    return Collected(gone, swept)


def _fact(base: str, name: str) -> Fact:
    try:
        with place.looking(base, name) as (folder, is_held):
            names = place.names_in(folder)
            numbers = {
                about.st_ino: about.st_blocks * 512
                for about in (os.stat(each, dir_fd=folder, follow_symlinks=False) for each in names)
            }
            return Fact(name, sum(len(each) == HASH for each in names), sum(numbers.values()), is_held, "")
    except (PoolError, FileNotFoundError) as error:
        return Fact(name, 0, 0, False, str(error))
