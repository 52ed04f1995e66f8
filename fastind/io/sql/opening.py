"""Which backend opens a database, and whether its file can be there."""

from contextlib import AbstractContextManager
from pathlib import Path

from fastind.errors import DatabaseError
from fastind.io.sql import adbc, sqlite
from fastind.io.sql.address import Address
from fastind.io.sql.contract import Database


def opened(address: Address, is_read: bool = False) -> AbstractContextManager[Database]:
    """A transaction: committed at the end of the `with` block, rolled back as a whole by an error."""
    if address.path is not None:
        _check_file(address.path, address.shown, is_read)
    return sqlite.opened(address, is_read) if address.driver is None else adbc.opened(address, is_read)


def _check_file(path: Path, shown: str, is_read: bool) -> None:
    if path.is_dir():
        raise DatabaseError(f"{shown}: {path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise DatabaseError(f"{shown}: there is no folder {path.parent}; make it first")
    if is_read and not path.exists():
        raise DatabaseError(f"{shown}: there is no file {path.absolute()}")
