"""`execute_batch`: statements that hold together."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastind.errors import DatabaseError, InputError, ParameterError
from fastind.io.sql import address, params, statements
from fastind.io.sql.address import Address
from fastind.io.sql.contract import Params, Rows
from fastind.io.sql.names import is_plain
from fastind.io.sql.opening import opened


def execute_batch(uri: str, batch: Iterable[tuple[str, Any]]) -> list[Rows | int]:
    """Run statements in one transaction: all of them or, after an error in one, none.

    Parameters
    ----------
    uri : str
        As for `write_sql`. A file of SQLite is made if it is not there and any statement may write.
    batch : list of (statement, parameters)
        Each one SQL statement, and a tuple or list for its placeholders: `?` for SQLite, `$1`, `$2`, ... for
        PostgreSQL; for SQLite also a dict for `:name`, whose other entries are left out. Statements are
        prepared: parameters never become part of the text, so need no quoting.

    Returns
    -------
    list
        One entry a statement: the rows, as a list of tuples, of one that gives rows (SELECT, RETURNING); else
        the number of rows that it has changed, 0 for CREATE and the like. Rows that its triggers and foreign
        keys change with it are not counted, nor, in SQLite, those that INSTEAD OF triggers change for a view.

    Raises
    ------
    DatabaseError
        A statement is refused, with its position; nothing of the batch has been kept, tables that it made
        included. Its subclass DatabaseLocked: another process has been writing for too long.
    InputError
        A parameter is nothing that a database has; nothing has been run.
    ParameterError
        The URI or an entry cannot be meant, a statement would end the transaction (COMMIT) or is no part of
        one (PRAGMA, ATTACH, VACUUM), or parameters by name are for a database that has none.
    MissingExtraError
        The driver is not installed: `pip install "fastind[sql]"`.

    Notes
    -----
    NaN, NaT and pandas' NA are NULL. To SQLite dates and datetimes are ISO text, as `write_sql` has them.
    A batch of SELECT only takes no lock that stops others from writing.

    Examples
    --------
    >>> import fastind as fi, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> uri = f"sqlite:///{folder.name}/orders.db"
    >>> fi.execute_batch(uri, [
    ...     ("create table orders (code text primary key, size integer)", ()),
    ...     ("insert into orders values (?, ?)", ("A", 100)),
    ...     ("insert into orders values (?, ?)", ("B", 200)),
    ...     ("update orders set size = size + ?", (1,)),
    ...     ("select * from orders order by code", ()),
    ... ])
    [0, 1, 1, 2, [('A', 101), ('B', 201)]]
    >>> folder.cleanup()
    """
    place = address.checked(uri)
    entries = [_checked(entry, k, place) for k, entry in enumerate(_listed(batch))]
    if not entries:
        return []
    results = []
    with opened(place, is_read=all(statements.is_read(text) for text, _ in entries)) as database:
        for k, (text, values) in enumerate(entries):
            try:
                results.append(database.run(text, values))
            except DatabaseError as error:
                raise type(error)(
                    f"statement {k} (of {len(entries)}, from 0): {error}. Nothing of the batch has been kept"
                ) from error
    return results


def _listed(batch: Any) -> list[Any]:
    if isinstance(batch, (str, bytes)) or not isinstance(batch, Iterable):
        raise ParameterError(
            f'a batch is a list like [("delete from t where code = ?", ("A",))], got {type(batch).__name__}'
        )
    return list(batch)


def _checked(entry: Any, k: int, place: Address) -> tuple[str, Params]:
    if not isinstance(entry, (tuple, list)) or len(entry) != 2 or not isinstance(entry[0], str):
        raise ParameterError(
            f"entry {k} (from 0) must be (statement, parameters), () for none; got {type(entry).__name__}"
        )
    text, values = entry
    if not statements.bare(text) or not is_plain(text):
        raise ParameterError(
            f"statement {k} (from 0) is empty, or has the character NUL or half a character (a surrogate)"
        )
    if statements.is_control(text):
        raise ParameterError(
            f"statement {k} (from 0) begins or ends a transaction: the batch is one, committed at its end"
        )
    if isinstance(values, Mapping) and not place.is_sqlite:
        raise ParameterError(
            f"statement {k} (from 0) has parameters by name, which are for SQLite: here placeholders are $1, "
            "$2, ..., and parameters a tuple or a list"
        )
    word = statements.outside(text)
    if word:
        raise ParameterError(
            f"statement {k} (from 0) is a {word}, which is no part of a transaction and would not be rolled "
            "back; what a PRAGMA tells is read by SELECT, like: select * from pragma_table_info('t')"
        )
    try:
        return text, params.plain(values)
    except InputError as error:
        raise InputError(f"statement {k} (from 0): {error}") from error
