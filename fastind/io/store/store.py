"""`Store`: what users see of the store."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from fastind.errors import InputError, ParameterError, StoreError
from fastind.frames.panel import Panel
from fastind.io.store import failures, results
from fastind.io.store.criteria import chosen_columns
from fastind.io.store.handle import Handle
from fastind.io.store.health import Report, verify
from fastind.io.store.notes import checked_notes
from fastind.io.store.panels import Panels, label_values
from fastind.io.store.places import Place
from fastind.io.store.queries import queried
from fastind.io.store.scan import scanned
from fastind.io.store.schema import DEFAULT_KEYS
from fastind.io.store.snapshot import opened
from fastind.io.store.writer import Writer


class Store:
    """A table of keys and values on the disk; `fastind.open_store` opens one.

    What `append` has returned from is there after a crash, a kill or a power cut. A later row of the same key
    takes the place of the earlier one. Any number of readers see whole appends, and each query one moment of
    the store, whatever is written, sealed or compacted meanwhile.

    One object may be used by several threads. A reader may be used in a forked process; a pickled store opens
    in "r" mode.
    """

    def __init__(self, place: Place, keys: tuple[str, ...], writer: Writer | None) -> None:
        self._handle = Handle(place, writer)
        self._panels = Panels(None, "")
        try:
            with self._handle.reading() as reading:
                self.keys = reading.head.keys
            if keys not in (self.keys, DEFAULT_KEYS):
                raise StoreError(f"{place.name} has the keys {', '.join(self.keys)}, not {', '.join(keys)}")
        except BaseException:
            self._handle.release()
            raise

    @property
    def path(self) -> str:
        """Where it is."""
        return self._handle.place.name

    @property
    def schema(self) -> Any:
        """The columns and their types, keys first, as an Arrow schema; empty before the first append."""
        with self._handle.reading() as reading:
            return reading.head.schema.arrow()

    def append(self, frame: Any, *, failures: Any = None) -> int:
        """Keep a frame's rows: when this returns they are durable, all of them; if it raises, none is.

        Parameters
        ----------
        frame : pandas or polars DataFrame, pyarrow Table or RecordBatch, Panel, mapping of columns, None
            With the keys as columns (or as levels of a pandas index) and any columns of whole numbers,
            floats, text, bool, dates or timestamps. Columns may come later. A column that the frame has not
            keeps the value it had for this key, or is null. NaN of pandas is null, as it is for pyarrow.
        failures : such a frame, optional
            Keys that could not be computed, and what there is to say of them; kept in the same transaction.

        Returns
        -------
        int
            The number of rows.

        Raises
        ------
        InputError
            A key column is missing (near names are named), has missing values, "" or NUL, or is of a type
            that keys have not; a key is there twice; a value cannot be kept exactly in the type that its
            column has had so far.
        StoreError
            The disk is full or failing. Nothing was kept, and the store has to be opened again.
        """
        with self._handle.lock:
            return self._handle.writing().append(frame, failures)

    def query(
        self,
        dates: tuple[Any, Any] | None = None,
        codes: Sequence[Any] | str | int | None = None,
        columns: Sequence[str] | str | None = None,
        where: Sequence[tuple[str, str, Any]] | None = None,
        kind: results.Kind = "arrow",
    ) -> Any:
        """Read rows; what is not asked for is mostly not read.

        Parameters
        ----------
        dates : (first, last), optional
            Both ends are included, None leaves one open. Whole numbers, dates, timestamps or ISO text, as the
            store has them; a bare day, month or year as `last` is all of it.
        codes : list, optional
            Codes that are not there have no rows.
        columns : list of names, optional
            All of them if not said, but for those whose name begins with "_": these are hidden until they
            are named. The keys are always there, first.
        where : list of (column, operator, value), optional
            All must hold: ==, !=, <, <=, >, >=, in. A missing value meets none.
        kind : "arrow", "pandas", "polars", "rows", "batches" or "panel"
            A table, a frame, a list of tuples; an iterator of Arrow tables for what does not fit into
            memory; a `Panel` of the columns of numbers.

        Returns
        -------
        as `kind` says
            Sorted by code, then by the other keys.

        Raises
        ------
        InputError
            A column is not there; a date, code or value is of another type than the store's.
        StoreCorrupt
            What was to be read is damaged.
        """
        return queried(self._handle, dates, codes, columns, where, kind)

    def scan(self, columns: Sequence[str] | str | None = ()) -> Iterator[Any]:
        """Read every key once, with its latest row, in no particular order: the fastest way through a store.

        It sees one moment of the store, and needs little memory.

        Parameters
        ----------
        columns : list of names, optional
            Beside the keys; None is all that `query` gives.

        Returns
        -------
        iterator of Arrow tables
            Of a million rows at most, about. Text keys may be dictionaries.

        Raises
        ------
        InputError
            A column is not there.
        StoreCorrupt
            What was to be read is damaged.
        """
        with self._handle.reading() as reading:
            names = chosen_columns(reading.head.schema, columns)
            snapshot = opened(reading, self._handle.place)
        return scanned(snapshot, names)

    def panel(self, columns: Sequence[str] | str | None = None) -> Panel:
        """Columns of numbers as a panel over memory-mapped files, dates x codes.

        The files are made at the first call after an append, and mapped from then on, by every process; what
        is not read is not loaded. Where the folder cannot be written to, the panel is made in memory.

        Parameters
        ----------
        columns : name or list of names, optional
            Every column of numbers that is not hidden if not said. Null is NaN; float32 stays, other numbers
            become float64.

        Returns
        -------
        Panel
            Dates and codes ascending; NaN where there is no row. It stays as it is when rows are appended.

        Raises
        ------
        InputError
            A column is not there or not of numbers; the keys are not date and code; the panel would be huge
            and almost empty.
        """
        with self._handle.lock, self._handle.reading() as reading:
            schema, stamp = reading.head.schema, reading.head.stamp
            names = chosen_columns(schema, columns)
            if columns is None:
                names = [name for name in names if results.is_number(schema.types[name])]
            if self._panels.stamp != stamp:
                self._panels = Panels(self._handle.place.folder if stamp else None, stamp)
            panels = self._panels
            snapshot = None if panels.has(names) else opened(reading, self._handle.place)
        if snapshot is not None:
            with self._handle.lock, snapshot:
                panels.make(names, snapshot)
        return panels.panel(names)

    def codes(self) -> Any:
        """Every code, ascending, as a numpy array."""
        return label_values(self._distinct("code"))

    def dates(self) -> Any:
        """Every date, ascending, as a numpy array."""
        return label_values(self._distinct("date"))

    def failures(self, kind: results.Kind = "arrow") -> Any:
        """What was kept as failed and has no row since, by key."""
        results.check_kind(kind)
        with self._handle.reading() as reading:
            failed, snapshot = failures.recorded(reading), opened(reading, self._handle.place)
        with snapshot:
            return results.converted(failures.remaining(failed, snapshot), kind)

    @property
    def notes(self) -> dict[str, Any]:
        """What `note` has kept, as a new dict."""
        with self._handle.reading() as reading:
            return dict(reading.head.notes)

    def note(self, **values: Any) -> None:
        """Keep a few small facts about the store, such as how its rows were made; durable when this returns.

        Notes are not rows: panels stay as they are. Every append writes them again, so they should be small.

        Parameters
        ----------
        **values : JSON
            Text, numbers, bools, None, lists, and dicts with keys of text. A name that is there gets the new
            value, other names keep theirs.

        Raises
        ------
        InputError
            A value is not JSON: it would not come back as it was given.
        """
        with self._handle.lock:
            self._handle.writing().note(checked_notes(values))

    def info(self) -> dict[str, Any]:
        """Tell what the store holds; reads the keys of every row.

        Returns
        -------
        dict
            path, keys, columns (name to type), rows, dates, codes, distinct (of each key), date_range, bytes,
            parts, part_rows, part_bytes, journal_batches, journal_rows, journal_bytes, failures (of keys
            without a row), appends, and the generation, which counts changes. Of an object store also
            journal: the folder where it is, or the host.
        """
        from fastind.io.store.info import counted, facts

        with self._handle.reading() as reading:
            told, failed, snapshot = facts(reading, self._handle.place)
        with snapshot:
            return told | counted(failed, snapshot)

    def verify(self) -> Report:
        """Compare every checksum and row count with what was written; reads everything once.

        Returns
        -------
        Report
            `.ok`, `.problems` (where, what), and printed the same as text.
        """
        self._handle.check_open()
        with self._handle.reading():  # of a forked process: opens its own connection
            pass
        return verify(self._handle.manifest, self._handle.place)

    def repair(self) -> list[str]:
        """Drop what is damaged, and nothing else; the store is closed and opened again for it.

        `fastind store repair` does the same for a store that will not open any more.

        Returns
        -------
        list of str
            What was dropped: which rows of which codes and dates; empty if nothing was.
        """
        return self._handle.repair()

    def seal(self) -> None:
        """Write the journal into parts now, as happens by itself at thresholds and at close."""
        with self._handle.lock:
            self._handle.writing().seal()

    def compact(self) -> None:
        """Merge parts until each key is in one row of one part, in bounded memory."""
        with self._handle.lock:
            writer = self._handle.writing()
            writer.seal()
            writer.compact(everything=True)

    def export(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,
        *,
        dates: tuple[Any, Any] | None = None,
        codes: Sequence[Any] | str | int | None = None,
        columns: Sequence[str] | str | None = None,
        where: Sequence[tuple[str, str, Any]] | None = None,
    ) -> int:
        """Write rows to a new file, batch by batch; it gets its name when it is whole and durable.

        Parameters
        ----------
        path : path
            Of a file, for npy of a folder, that is not there yet.
        format : "parquet", "csv", "jsonl", "hdf5" or "npy", optional
            By the suffix if not said. Parquet and HDF5 keep every type, and nulls apart from NaN. In JSON
            lines NaN and infinity are null. npy is `dates.npy`, `codes.npy` and an array dates x codes for
            each column, all of them numbers; null is NaN.
        dates, codes, columns, where
            As for `query`.

        Returns
        -------
        int
            The number of rows.

        Raises
        ------
        StoreError
            Something is there already, or the disk refuses. Nothing is left there.
        ParameterError
            The suffix does not tell the format.
        InputError
            The format cannot keep a column: the message says which, and what to choose.
        MissingExtraError
            HDF5 needs h5py: `pip install "fastind[hdf5]"`.
        """
        from fastind.io.formats.exporting import export

        with self._handle.reading() as reading:
            schema = reading.head.schema
        names = chosen_columns(schema, columns)
        if not schema.types:
            raise InputError(f"{self._handle.place.name} is empty: append rows, then export")
        batches = self.query(dates, codes, names, where, kind="batches")
        return export(batches, schema.arrow([*schema.keys, *names]), schema.keys, path, format)

    def close(self) -> None:
        """Seal the journal, merge what is due, and let another process write."""
        self._handle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:  # what was appended is durable; the next writer seals it
            self._handle.release()

    def __del__(self) -> None:
        with suppress(AttributeError):  # it was never opened
            self._handle.release()

    def __repr__(self) -> str:
        return f"Store({self.path!r}, {self._handle.mode!r})"

    def __reduce__(self) -> Any:
        return _reopened, (self._handle.place.address,)

    def _distinct(self, key: str) -> Any:
        if key not in self.keys:
            raise ParameterError(f"the keys of this store are {', '.join(self.keys)}; none is {key}")
        with self._handle.reading() as reading:
            snapshot = opened(reading, self._handle.place)
        with snapshot:
            return results.keys_of(snapshot, [key])[1][key]


def _reopened(path: str) -> Store:
    from fastind.io.store.opening import open_store

    return open_store(path)
