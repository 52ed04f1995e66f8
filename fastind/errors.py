"""What fastind raises. Each error is also the standard exception that a user would catch."""

from typing import Any


class FastindError(Exception):
    """Parent of every error that fastind raises on purpose."""


class ParameterError(FastindError, ValueError, TypeError):
    """A parameter is unknown, of the wrong type, or outside its limits."""


class InputError(FastindError, ValueError):
    """The data cannot be used: wrong kind, type, shape, or pieces that do not fit together."""


class HoleError(InputError):
    """With nan="raise": a series has missing rows between two valid ones.

    Attributes
    ----------
    code : int
        Position of the series among the codes.
    rows : (int, int) or None
        The first and the last of the missing rows; None in a stream, which has seen them earlier.
    """

    def __init__(
        self, code: int, rows: tuple[int, int] | None, name: object = None, dates: Any = None
    ) -> None:
        self.code, self.rows = code, rows
        which = f"code number {code} (from 0)" if name is None else f"code {name}"
        where = ""
        if rows is not None:
            first, last = rows if dates is None else (dates[rows[0]], dates[rows[1]])
            where = f", {'rows' if dates is None else 'dates'} {first} to {last}"
        super().__init__(
            f'nan="raise": {which} has a hole{where}: missing rows between two valid ones. '
            'Use nan="skip", or fill the hole first'
        )

    def labelled(self, codes: Any, dates: Any) -> "HoleError":
        """The same with the labels that the caller knows; None where there are none."""
        return HoleError(self.code, self.rows, None if codes is None else codes[self.code], dates)


class DefinitionError(FastindError, ValueError):
    """A step or fold breaks a rule of definitions, so no loop can be made from it."""


class StoreError(FastindError, OSError):
    """The store cannot do this: its path, its mode, its disk."""


class StoreCorrupt(StoreError):
    """What is on the disk is not what was written. `fastind store repair` drops what is damaged."""


class StoreLocked(StoreError, BlockingIOError):
    """Another process writes to the store."""


class StoreUnreachable(StoreError, ConnectionError):
    """The object store of a store does not answer, or refuses. What was appended is in the journal."""


class DatabaseError(FastindError, OSError):
    """A SQL database refuses or cannot do this; nothing of the call was kept."""


class DatabaseLocked(DatabaseError, BlockingIOError):
    """Another process has been writing to the database for too long."""


class MissingExtraError(FastindError, ImportError):
    """A feature needs a package that is not installed."""


class GridError(FastindError, RuntimeError):
    """A run of tasks cannot go on; what was finished is kept."""


class TaskFailed(GridError):
    """With on_error="raise": the first task that failed. `failure` is its row, `result` what was finished."""

    def __init__(self, message: str, failure: dict[str, Any], result: Any) -> None:
        self.failure, self.result = failure, result
        super().__init__(message)


class GridWarning(UserWarning):
    """Some tasks have failed: `result.failures` lists them."""


class StoreWarning(UserWarning):
    """An object store cannot be reached for now; the journal keeps the rows meanwhile."""


class CacheWarning(UserWarning):
    """A cache cannot keep or find values for now; the work goes on without it."""


class InputWarning(UserWarning):
    """The data can be used, and look as if they were not meant (high below low), or are rounded."""


class MissingFileError(InputError, FileNotFoundError):
    """A file of data is not where it should be."""


class PoolError(FastindError, RuntimeError):
    """The shared pool cannot do this: it is gone, released, held by others, or not ours."""


class PoolKeyError(PoolError, KeyError):
    """The pool has no such key."""

    __str__ = Exception.__str__  # KeyError's shows the message in quotes


class PoolFull(PoolError, OSError):
    """There is no memory for it; nothing was written."""

    def __str__(self) -> str:
        return str(self.args[-1])
