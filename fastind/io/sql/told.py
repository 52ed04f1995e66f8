"""What a driver says, as one of our errors: which database, what to do, and nothing secret."""

from typing import Any

from fastind.errors import DatabaseError, DatabaseLocked
from fastind.io.sql.address import Address

ADVICE = {
    "not a database": "the file is something else; name another",
    "readonly database": "the file or its folder may not be written by this user",
    "full": "make room, then run it again",
    "one statement at a time": "give each statement an entry of its own",
    "multiple commands": "give each statement an entry of its own",
}
"""What to do, by a part of the message."""


class Told:
    """`with` it, errors of these classes come out as DatabaseError."""

    def __init__(self, address: Address, *errors: type[Exception]) -> None:
        self._address, self._errors = address, errors

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, self._errors):
            self._raise(error)

    def _raise(self, error: BaseException) -> None:
        said = str(error)
        scrubbed = self._address.scrubbed(said)
        cause = error if scrubbed == said else None  # what is secret is not in the traceback either
        message = " ".join(scrubbed.split())
        where = self._address.shown
        if "is locked" in said:
            raise DatabaseLocked(
                f"{where} has been locked by another process for {self._address.wait:g} s ({message}): run "
                "it again, or wait longer by ?timeout=SECONDS at the end of the URI"
            ) from cause
        advice = next((f": {text}" for part, text in ADVICE.items() if part in said), "")
        raise DatabaseError(f"{where}: {message}{advice}") from cause
