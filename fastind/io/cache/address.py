"""Where Redis is and how it is reached, from a URL that may hold a password: no message ever shows one."""

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fastind.errors import ParameterError
from fastind.frames.labels import near

OPTIONS = (
    "db",
    "username",
    "password",
    "client_name",
    "max_connections",
    "socket_timeout",
    "socket_connect_timeout",
    "health_check_interval",
    "protocol",
)
TLS = (
    "ssl_ca_certs",
    "ssl_ca_path",
    "ssl_cert_reqs",
    "ssl_certfile",
    "ssl_check_hostname",
    "ssl_keyfile",
    "ssl_min_version",
    "ssl_password",
)
"""Of rediss:// only."""
SECRET = ("password", "ssl_password")


class Address:
    """A checked URL; `shown` is the place without its password."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            parts = urlsplit(url)
            port = parts.port or 6379
        except ValueError:
            raise _bad_url() from None
        if "@" in parts.path + parts.query + parts.fragment or parts.fragment:
            raise _bad_url()  # a password with / or ? or # in it
        if parts.scheme == "unix":
            self.shown = "Redis at a Unix socket"
        elif parts.scheme in ("redis", "rediss") and re.fullmatch(r"[\w.:-]+", parts.hostname or ""):
            self.shown = f"Redis at {parts.hostname}:{port}"
        else:
            raise _bad_url()
        if parts.scheme != "unix" and not re.fullmatch(r"(/\d{0,9})?", parts.path):
            raise ParameterError(
                "the database in url must be a number, like redis://host:6379/0, or left out"
            )
        options = parse_qsl(parts.query, keep_blank_values=True)
        _check_names([name for name, _ in options], OPTIONS + (TLS if parts.scheme == "rediss" else ()))
        secrets = [unquote(parts.password or ""), *(value for name, value in options if name in SECRET)]
        self._secrets = [secret for secret in secrets if secret]

    def hidden(self, text: str) -> str:
        """The text with no password in it, and nothing that cannot be printed."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return "".join(letter if letter.isprintable() else "?" for letter in text)

    def client(self, is_async: bool, connections: int, timeout: float) -> Any:
        """A client; it connects when it is first asked. Callers beyond its connections wait for one."""
        import redis
        import redis.asyncio
        from redis.asyncio.retry import Retry as AsyncRetry
        from redis.backoff import NoBackoff
        from redis.exceptions import ConnectionError as Disconnected
        from redis.exceptions import RedisError
        from redis.retry import Retry

        library: Any = redis.asyncio if is_async else redis
        retry: Any = AsyncRetry if is_async else Retry
        try:
            pool = library.BlockingConnectionPool.from_url(
                self._url,
                max_connections=connections,
                timeout=None,
                socket_timeout=timeout,
                socket_connect_timeout=timeout,
                retry=retry(NoBackoff(), 1, (Disconnected,)),  # one may be of a server that was restarted
            )
            pool.connection_class(**pool.connection_kwargs)  # refuses here what it would at first use
        except (ValueError, TypeError, RecursionError, RedisError):
            raise _bad_url() from None  # whose message may hold the password
        return library.Redis.from_pool(pool)


def _check_names(given: list[str], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            may = ", ".join(known)
            raise ParameterError(
                f"url has an option {name!r}: those that it may have are {may}{near(name, known)}"
            )


def _bad_url() -> ParameterError:
    return ParameterError(
        "url must be redis://[[user]:password@]host[:port][/database], rediss://... or unix://path; special "
        "characters of a password as %XX. (What was given is not shown, it may hold a password.)"
    )
