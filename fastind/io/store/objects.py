"""A folder of an object store, through fsspec: whole objects and ranges of them, each in bounded time.

This is the border: what fsspec and the libraries behind it raise becomes a `StoreError` here, without
anything that could be a secret.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from fastind.errors import MissingExtraError, ParameterError, StoreCorrupt, StoreError, StoreUnreachable
from fastind.io.extras import need

ANSWER = 20.0  # seconds for a list or a few bytes
TRANSFER = 300.0  # seconds for a part, which has some ten megabytes
GAP = 2**17  # bytes that are read for nothing rather than asked for around
SECRET = re.compile("SECRET|TOKEN|PASSWORD|KEY|CREDENTIAL", re.IGNORECASE)


class Objects:
    """The objects below a URL, by their names from there."""

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        self._pid = -1
        self._files: Any = None
        self._root = ""
        self.is_away = False
        """Has the last call found nobody."""

    def listed(self, folder: str = "") -> dict[str, int | None]:
        """What lies directly in a folder: name to size, None for folders; nothing if it is not there."""
        path = self._path(folder)
        try:
            found = self._call("ls", path, detail=True, limit=ANSWER)
        except FileNotFoundError as error:
            if "bucket does not exist" in str(error):  # S3's words
                raise StoreError(
                    f"{self.url}: the bucket is not there: make it, or look for a slip in its name"
                ) from None
            return {}
        entries = {entry["name"].rstrip("/"): entry for entry in found}
        if entries.get(path, {}).get("size"):
            raise StoreError(f"{self.url} is an object; a fastind store is a folder of them")
        return {
            name.rpartition("/")[2]: entry["size"] if entry["type"] == "file" else None
            for name, entry in entries.items()
            if name != path
        }

    def read(self, name: str, first: int = 0, last: int | None = None) -> bytes:
        """An object's bytes; FileNotFoundError if it is not there."""
        limit = TRANSFER if last is None else ANSWER
        data: bytes = self._call("cat_file", self._path(name), start=first, end=last, limit=limit)
        return data

    def ranges(self, name: str, spans: Sequence[tuple[int, int]]) -> list[bytes]:
        """These bytes (first, last + 1) of an object, asked for side by side; what lies near by in one."""
        groups = _near(spans)
        path = self._path(name)
        starts, ends = [first for first, _ in groups], [last for _, last in groups]
        found = self._call("cat_ranges", [path] * len(groups), starts, ends, limit=TRANSFER)
        whole: dict[int, memoryview] = {}
        for first, last, data in zip(starts, ends, found, strict=True):
            if isinstance(data, FileNotFoundError):
                raise data
            if isinstance(data, BaseException) and "range is not satisfiable" not in str(data):
                raise self._error(data)
            if isinstance(data, BaseException) or len(data) != last - first:
                raise StoreCorrupt(f"{self.url}/{name} is shorter than it was written")
            whole[first] = memoryview(data)
        return [
            bytes(whole[start][first - start : last - start])
            for first, last in spans
            for start in [max(group for group in whole if group <= first)]
        ]

    def put(self, name: str, data: bytes) -> None:
        """Write an object, whatever was there."""
        self._call("pipe_file", self._path(name), data, limit=TRANSFER)

    def put_new(self, name: str, data: bytes) -> bool:
        """Write an object that is not there yet; False if it is, with other content.

        With the same content it is ours: the answer to an earlier attempt was lost.
        """
        try:
            self._call("pipe_file", self._path(name), data, mode="create", limit=TRANSFER)
        except FileExistsError:
            return self.read(name) == data
        return True

    def copy(self, name: str, other: str) -> None:
        """Copy an object."""
        self._call("cp_file", self._path(name), self._path(other), limit=TRANSFER)

    def remove(self, name: str) -> None:
        """Remove an object, if it is there."""
        try:
            self._call("rm_file", self._path(name), limit=ANSWER)
        except FileNotFoundError:
            return

    def _path(self, name: str) -> str:
        self._open()
        return f"{self._root}/{name}" if name else self._root

    def _open(self) -> Any:
        """The file system; after a fork another one: its thread has stayed with the parent."""
        if self._pid != os.getpid():
            self._files, root = _connected(self.url)
            self._root, self._pid = root.rstrip("/"), os.getpid()
        return self._files

    def _call(self, method: str, *args: Any, limit: float, **options: Any) -> Any:
        files = self._open()
        with self._answers():
            if files.async_impl:
                from fsspec.asyn import sync

                return sync(files.loop, getattr(files, f"_{method}"), *args, timeout=limit, **options)
            return getattr(files, method)(*args, **options)

    @contextmanager
    def _answers(self) -> Iterator[None]:
        try:
            yield
            self.is_away = False
        except (FileNotFoundError, FileExistsError):
            raise
        except Exception as error:  # noqa: BLE001 - each library behind fsspec has errors of its own
            raise self._error(error) from None

    def _error(self, error: BaseException) -> StoreUnreachable:
        """What to say, without what may be a secret: neither as text nor as the cause."""
        self.is_away = True
        kind = type(error).__name__
        if isinstance(error, PermissionError) or "Credential" in kind:
            why = f"access is refused ({_without_secrets(str(error)) or kind}): check the credentials"
        elif isinstance(error, TimeoutError) or "Timeout" in kind:
            why = f"no answer in time ({kind}): check the network and the endpoint"
        else:
            why = f"{kind}: {_without_secrets(str(error))}"
        return StoreUnreachable(f"{self.url} cannot be reached: {why}")


def _checked(url: str) -> str:
    """A URL without a slash at its end; one that holds a password is refused, for it would be printed."""
    parts = urlsplit(url)
    scheme = parts.scheme or url.partition("://")[0]
    if parts.password is not None or (scheme in ("s3", "s3a") and "@" in parts.netloc):
        raise ParameterError(
            f"the address of a store may not hold credentials (this one, {scheme}://..., does): put them "
            "into the environment or fsspec's configuration"
        )
    if "?" in url or "#" in url or not parts.netloc:
        raise ParameterError(f"a store's address is {scheme}://place/path, without ? and #")
    return url.rstrip("/")


def _connected(url: str) -> tuple[Any, str]:
    scheme = url.partition("://")[0]
    need("s3", "fsspec", *(["s3fs"] if scheme in ("s3", "s3a") else []))
    import fsspec

    try:
        files, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise MissingExtraError(f"{scheme}:// needs another package: {error}") from error
    except ValueError as error:
        raise ParameterError(
            f"a store lies at a path, memory://name or s3://bucket/path; {scheme}:// is nothing that fsspec "
            f"can open: {_without_secrets(str(error))}"
        ) from None
    return files, root


def _near(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges that hold these, of which no two lie near by."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first - found[-1][1] <= GAP:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _without_secrets(text: str) -> str:
    """The text without what the environment and fsspec's configuration keep as secrets."""
    from fsspec.config import conf

    text = re.sub(r"//[^/@\s]+@", "//***@", text)
    for secret in (*_secrets(os.environ), *_secrets(conf)):
        text = text.replace(secret, "***")
    return text


def _secrets(settings: Any) -> Iterator[str]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from _secrets(value)
        elif isinstance(value, str) and value and SECRET.search(str(name)):
            yield value
