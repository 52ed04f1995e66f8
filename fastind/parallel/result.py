"""`GridResult`: the rows of a run in the order of its tasks, from memory or from the store."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from fastind._types import IntArray
from fastind.errors import InputError
from fastind.parallel.mixing import needs_more_than_floats
from fastind.parallel.places import Places
from fastind.parallel.sinks import no_failures
from fastind.parallel.tasks import Tasks

SLAB = 10_000  # rows that are made at a time for a loop


class GridResult:
    """What `run_grid` returns. Of a run with a store it is a handle: rows are read when they are asked for.

    Attributes
    ----------
    keys, names : tuple of str
        Of the keys and of the values.
    store : str or None
        Where the rows are, if not in memory.
    """

    def __init__(
        self, keys: Sequence[str], names: Sequence[str], rows: Any, n: int, summary: dict[str, Any]
    ) -> None:
        self.keys, self.names, self._rows, self._n, self._summary = (
            tuple(keys),
            tuple(names),
            rows,
            n,
            summary,
        )
        self.store: str | None = rows.path

    def __len__(self) -> int:
        return self._n

    def __repr__(self) -> str:
        told, values = self._summary, ", ".join(self.names[:5]) + (", ..." if len(self.names) > 5 else "")
        where = f"in {self.store}" if self.store else "in memory"
        return f"<{self._n:,} of {told['tasks']:,} tasks ({values}), {told['failed']:,} failed, {where}>"

    def __iter__(self) -> Iterator[list[Any]]:
        for table in self._rows.tables(SLAB):
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                yield list(row)

    def to_arrow(self) -> Any:
        """The keys, then the values, as a pyarrow Table in the order of `args`."""
        import pyarrow as pa

        tables = list(self._rows.tables(None))
        return pa.concat_tables(tables) if len(tables) != 1 else tables[0]

    def to_pandas(self) -> Any:
        """The same as a pandas DataFrame."""
        return self.to_arrow().to_pandas(date_as_object=False)

    def to_polars(self) -> Any:
        """The same as a polars DataFrame."""
        import polars as pl

        return pl.from_arrow(self.to_arrow())

    def to_numpy(self) -> Any:
        """The values only, as an array of rows x values.

        Raises
        ------
        InputError
            A value is text; or whole numbers beyond 2**53 stand beside floats or missing ones.
        """
        columns = self._rows.columns()
        texts = [
            name for name, column in zip(self.names, columns, strict=True) if column.dtype.kind not in "biuf"
        ]
        if texts:
            raise InputError(f"{', '.join(texts)} is text: to_arrow, to_pandas and to_polars have it")
        if {column.dtype.kind for column in columns} != {"i"} or any(map(np.ma.is_masked, columns)):
            pairs = zip(self.names, columns, strict=True)
            large = [name for name, column in pairs if needs_more_than_floats(column)]
            if large:
                raise InputError(
                    f"{large[0]} has whole numbers that floats cannot keep, and an array has one type: "
                    "to_arrow, to_pandas and to_polars keep them"
                )
        return np.column_stack(columns) if columns else np.zeros((0, 0))

    def panel(self, columns: str | Sequence[str] | None = None) -> Any:
        """Values as a Panel, dates x codes, NaN where there is no row.

        Raises
        ------
        InputError
            The keys are not `date` and `code`.
        """
        from fastind.frames.panel import Panel

        if sorted(self.keys) != ["code", "date"]:
            raise InputError(
                f"a panel has the keys date and code; these are {', '.join(self.keys)}: use "
                "to_pandas().pivot(...), or say keys=(...)"
            )
        names = [columns] if isinstance(columns, str) else list(columns or self.names)
        unknown = [name for name in names if name not in self.names]
        if unknown:
            raise InputError(f"there is no value {unknown[0]!r}; there are {', '.join(self.names)}")
        return Panel.from_long(self.to_arrow().select([*self.keys, *names]), fields=names)

    @property
    def failures(self) -> Any:
        """The tasks without a row: keys, kind, type, message, traceback, attempts.

        A pandas DataFrame, or a pyarrow Table where pandas is not installed.
        """
        table = self._rows.failures()
        return table.to_pandas(date_as_object=False) if find_spec("pandas") else table

    def summary(self) -> dict[str, Any]:
        """Count the run.

        Returns
        -------
        dict
            tasks, completed, resumed (of the completed), failed, seconds, rate (tasks a second of this run),
            workers_lost, and backend.
        """
        return dict(self._summary)


class InMemory:
    """Rows that are here."""

    path = None

    def __init__(
        self,
        tasks: Tasks,
        keys: Sequence[str],
        names: Sequence[str],
        places: IntArray,
        columns: list[Any],
        failures: Any,
        repeats: IntArray | None,
    ) -> None:
        if repeats is not None:  # a task that is given twice appears twice
            places, columns = _repeated(places, columns, repeats)
        self._tasks, self._keys, self._names = tasks, keys, names
        self._places, self._columns, self._failures = places, columns, failures

    def __len__(self) -> int:
        return len(self._places)

    def tables(self, step: int | None) -> Iterator[Any]:
        """Arrow tables of so many rows."""
        n = len(self._places)
        for start in range(0, n, step) if step and n else (0,):
            rows = slice(start, start + (step or n))
            yield _table(
                self._tasks, self._keys, self._names, self._places[rows], [c[rows] for c in self._columns]
            )

    def columns(self) -> list[Any]:
        """The values as arrays."""
        return [np.asanyarray(column) for column in self._columns]

    def failures(self) -> Any:
        """The failures as an Arrow table."""
        return self._failures


class InStore:
    """Rows that are in a store, which may hold others too."""

    def __init__(
        self, path: str, tasks: Tasks, places: Places, keys: Sequence[str], names: Sequence[str]
    ) -> None:
        self.path, self._tasks, self._places, self._keys, self._names = path, tasks, places, keys, names

    def __len__(self) -> int:
        return len(self._read()[0])

    def tables(self, step: int | None) -> Iterator[Any]:
        """Arrow tables of so many rows."""
        places, table = self._read()
        for start in range(0, len(places), step) if step and len(places) else (0,):
            rows = slice(start, start + (step or len(places)))
            piece = table.slice(start, step or table.num_rows)
            columns = [piece[name] for name in self._names]
            yield _table(self._tasks, self._keys, self._names, places[rows], columns)

    def columns(self) -> list[Any]:
        """The values as arrays."""
        _, table = self._read()
        return [_array(table[name]) for name in self._names]

    def failures(self) -> Any:
        """The failures of these tasks as an Arrow table."""
        from fastind.io.store.opening import open_store

        with open_store(self.path, keys=self._keys) as store:
            failed = store.failures()
        if not failed.num_rows:
            return no_failures(self._tasks, self._keys)
        return failed.filter(self._places.find([failed[key] for key in self._keys]) >= 0)

    def _read(self) -> tuple[IntArray, Any]:
        """The places of the tasks that have a row, ascending, and their values."""
        import pyarrow as pa

        from fastind.io.store.opening import open_store

        found, tables = [np.zeros(0, np.int64)], []
        with open_store(self.path, keys=self._keys) as store:
            for table in store.scan(self._names) if self._names else ():
                at = self._places.find([table[key] for key in self._keys])
                found.append(at[at >= 0])
                tables.append(table.select(self._names).filter(at >= 0))
        places = np.concatenate(found)
        if not tables:
            return places, pa.table({name: pa.array([], pa.float64()) for name in self._names})
        table, repeats = _filled(pa.concat_tables(tables).combine_chunks()), self._places.repeats
        if repeats is None:
            order = np.argsort(places, kind="stable")
            return places[order], table.take(pa.array(order))
        places, (order,) = _repeated(places, [np.arange(len(places))], repeats)
        return places, table.take(pa.array(order))


def _filled(table: Any) -> Any:
    """NaN where a column of whole numbers has none, as in memory; null if floats cannot keep the others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for at, field in enumerate(table.schema):
        if (
            table[at].null_count
            and pa.types.is_integer(field.type)
            and not needs_more_than_floats(_array(table[at]))
        ):
            floats = pc.fill_null(table[at].cast(pa.float64()), np.nan)
            table = table.set_column(at, field.name, floats)
    return table


def _array(column: Any) -> Any:
    """An Arrow column as numpy's; whole numbers that may be missing as a masked array."""
    if column.null_count and str(column.type) == "int64":
        return np.ma.array(column.fill_null(0).to_numpy(), mask=column.is_null().to_numpy())
    return column.to_numpy()


def _repeated(places: IntArray, columns: list[Any], repeats: IntArray) -> tuple[IntArray, list[Any]]:
    """Rows of tasks at each place where the task was given."""
    row = np.full(len(repeats), -1, np.int64)
    row[places] = np.arange(len(places))
    rows = row[repeats]
    every = np.flatnonzero(rows >= 0)
    rows = rows[every]
    return every, [
        column[rows] if isinstance(column, np.ndarray) else [column[k] for k in rows] for column in columns
    ]


def _table(
    tasks: Tasks, keys: Sequence[str], names: Sequence[str], places: IntArray, columns: Sequence[Any]
) -> Any:
    import pyarrow as pa

    arrays = [
        array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
        for array in tasks.arrow(places)
    ]
    return pa.table([*arrays, *columns], names=[*keys, *names])
