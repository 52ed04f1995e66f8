"""Where a database is: a URI, checked once. Its password is in no message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from fastind.errors import ParameterError
from fastind.frames.labels import near

FORMS = '"sqlite:///prices.db" or "postgresql://user:password@host/name"'
DRIVERS: Mapping[str, str | None] = {
    "sqlite": None,
    "adbc+sqlite": "adbc_driver_sqlite",
    "postgresql": "adbc_driver_postgresql",
    "postgres": "adbc_driver_postgresql",
}
"""The module that speaks to each; None is Python's own sqlite3."""
WAIT = 5.0  # seconds for another process that writes, as Python's sqlite3 has it
SHORTEST = 3  # letters of a password that are looked for in messages; shorter ones are in every word


@dataclass(frozen=True)
class Address:
    """A database as its URI names it. `shown` is the URI as messages may have it."""

    scheme: str
    shown: str
    driver: str | None
    uri: str = field(default="", repr=False)
    path: Path | None = None
    wait: float = WAIT
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Is it a file of SQLite, by whichever driver."""
        return self.path is not None

    def file_uri(self, is_read: bool) -> str:
        """How SQLite opens the file; what is only read is not made."""
        assert self.path is not None
        return f"file:{quote(str(self.path))}?mode={'rw' if is_read else 'rwc'}"

    def scrubbed(self, text: str) -> str:
        """A driver's message without what is secret."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def checked(uri: Any) -> Address:
    """What a URI names, if it names something."""
    if not isinstance(uri, str) or not re.match(r"[A-Za-z][\w+.-]*://", uri):
        has_secret = isinstance(uri, str) and re.search("[@=?]", uri)  # libpq's "host=... password=..." too
        shown = repr(uri) if isinstance(uri, str) and not has_secret else type(uri).__name__
        raise ParameterError(f"uri must be like {FORMS}, got {shown}")
    scheme, _, rest = uri.partition("://")
    if scheme not in DRIVERS:
        known = ", ".join(f"{name}://" for name in DRIVERS)
        raise ParameterError(f"there is no database {scheme}://{near(scheme, DRIVERS) or '.'} Known: {known}")
    return _file(scheme, rest) if scheme.endswith("sqlite") else _server(scheme, uri, rest)


def _file(scheme: str, rest: str) -> Address:
    path, _, options = rest.partition("?")
    shown = f"{scheme}://{path}"
    if path in ("", "/", "/:memory:", ":memory:"):
        raise ParameterError(
            f"{shown} names no file; a database in memory would end with the call. Use {FORMS}"
        )
    if not path.startswith("/") or "\0" in path:
        raise ParameterError(
            f"{scheme}://: three slashes before a relative path (sqlite:///prices.db), four before others"
        )
    return Address(scheme, shown, DRIVERS[scheme], path=Path(path[1:]), wait=_wait(options, shown))


def _wait(options: str, shown: str) -> float:
    found = re.fullmatch(r"(?:timeout=(\d{1,6}(?:\.\d+)?))?", options)
    if found is None:
        raise ParameterError(f"{shown}: the only option is ?timeout=SECONDS, got {options.partition('=')[0]}")
    return float(found[1] or WAIT)


def _server(scheme: str, uri: str, rest: str) -> Address:
    """A malformed password would come in pieces in a driver's messages, so it goes no further."""
    before, at, host = rest.rpartition("@")
    if re.search(r"[@/?#\[\]\s]", before) or re.search(r"\s|%(?![0-9A-Fa-f]{2})", rest):
        raise ParameterError(
            f"{scheme}://***: user names and passwords have their special characters percent-encoded, by "
            'urllib.parse.quote(password, safe="")'
        )
    shown = f"{scheme}://{'***@' if at else ''}{re.split('[?#]', host)[0]}"
    password = before.partition(":")[2]
    found = {password, *(value for key, value in parse_qsl(host.partition("?")[2]) if "pass" in key)}
    secrets = {uri, *found, *map(unquote, found), *map(quote, found)}
    longest_first = sorted((text for text in secrets if len(text) >= SHORTEST), key=len, reverse=True)
    clean = f"postgresql://{rest}" if scheme == "postgres" else uri
    return Address(scheme, shown, DRIVERS[scheme], clean, secrets=tuple(longest_first))
