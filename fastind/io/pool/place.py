"""Where pools lie and who holds them.

A pool is a folder that only we may open, on memory: /dev/shm/fastind-<uid>/<name>. Whoever uses it has the
folder open with a shared lock (flock), which the kernel gives back when the process dies, however it dies.
Pools are made, attached to and removed under an exclusive lock of the folder that they lie in, so that
nobody attaches to what is being removed.
"""

import errno
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fastind.errors import ParameterError, PoolError, PoolFull
from fastind.io.pool import control
from fastind.io.pool.forks import no_fork

MEMORY = "/dev/shm"
VARIABLE = "FASTIND_POOL_DIR"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


_is_inside = False


class Busy(Exception):
    """A pool was forgotten, and is let go, in the middle of what this thread does to the folder of pools."""


def base() -> str:
    """The folder of all users' pools: on memory, or what FASTIND_POOL_DIR says."""
    if sys.platform != "linux":
        raise PoolError("shared pools need Linux: on other systems give run_grid the arrays as data={...}")
    return os.path.abspath(os.environ.get(VARIABLE) or MEMORY)


def path(base: str, name: str = "") -> str:
    """The path of our folder, or of a pool in it."""
    return os.path.join(base, f"fastind-{os.geteuid()}", name).rstrip("/")


def checked_name(name: object) -> str:
    """The name, if it is one that a pool may have."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ParameterError(
            "pool_name must be 1 to 100 letters, digits, '.', '_' and '-', and not begin with '.': "
            f"got {name!r}"
        )
    return name


def opened(base: str, name: str, create: bool | None) -> int | None:
    """Hold a pool: open its folder and lock it with others.

    With `create` a new one; without, one that a process holds; with None whichever there is. None if there is
    none. What nobody holds is removed.
    """
    try:
        with _ours(base, make=create is not False) as ours:
            if create is False:
                is_gone = _remove_if_unheld(name, ours, path(base, name))
                return None if is_gone else _held(name, ours, base)
            _remove_unheld(ours, base)
            return _opened_or_made(name, ours, base, is_new=bool(create))
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise PoolFull(error.errno, f"no room for a pool in {base}: {error.strerror}") from error


def _opened_or_made(name: str, ours: int, base: str, is_new: bool) -> int:
    """A pool's folder, held; if it cannot be made, nothing of it stays."""
    is_made = _made(name, ours, base, is_new)
    folder = -1
    try:
        folder = _held(name, ours, base)
        if is_made:
            control.make(folder)
    except BaseException:
        if folder >= 0:
            os.close(folder)
        if is_made:
            shutil.rmtree(name, dir_fd=ours)
        raise
    return folder


def release(folder: int, base: str, name: str) -> None:
    """Let a pool go; the last one removes it."""
    try:
        with _ours(base) as ours:
            os.close(folder)
            folder = -1
            _remove_if_unheld(name, ours, path(base, name))
    except (FileNotFoundError, Busy):
        pass  # gone already, or left to the next that makes a pool or collects
    finally:
        if folder >= 0:
            os.close(folder)


def names(base: str) -> list[str]:
    """What lies among our pools."""
    try:
        with _ours(base) as ours:
            return sorted(os.listdir(ours))
    except FileNotFoundError:
        return []


def names_in(folder: int) -> list[str]:
    """What lies in an open folder; opened anew, as processes and threads that share one share its listing."""
    again = os.open(".", FOLDER, dir_fd=folder)
    try:
        return os.listdir(again)
    finally:
        os.close(again)


def remove_unheld(base: str) -> list[str]:
    """Remove every pool that nobody holds, and say which."""
    try:
        with _ours(base) as ours:
            return _remove_unheld(ours, base)
    except FileNotFoundError:
        return []


@contextmanager
def looking(base: str, name: str) -> Iterator[tuple[int, bool]]:
    """A pool's folder for a moment, and whether a process holds it; nobody comes or goes meanwhile."""
    with _ours(base) as ours:
        folder = _opened(name, ours, path(base, name))
        try:
            yield folder, _is_held(folder)
        finally:
            os.close(folder)


def _made(name: str, ours: int, base: str, is_new: bool) -> bool:
    try:
        os.mkdir(name, 0o700, dir_fd=ours)
        return True
    except FileExistsError:
        os.close(_opened(name, ours, path(base, name)))  # says if it is no pool of ours
    if is_new:
        raise PoolError(
            f"pool {name!r} exists, and a process holds it: attach_to_pool({name!r}), or choose another name"
        )
    return False


def _remove_unheld(ours: int, base: str) -> list[str]:
    gone = []
    for name in sorted(os.listdir(ours)):
        with suppress(PoolError, FileNotFoundError):  # what is no pool of ours stays, and create says so
            if _remove_if_unheld(name, ours, path(base, name)):
                gone.append(name)
    return gone


@contextmanager
def told() -> Iterator[None]:
    """A process that may open no more files is told so."""
    try:
        yield
    except OSError as error:
        if error.errno not in control.TOO_MANY:
            raise
        raise PoolError(
            f"too many files are open ({error.strerror}): close some, or raise the limit (ulimit -n)"
        ) from error


@contextmanager
def _ours(base: str, make: bool = False) -> Iterator[int]:
    """Our folder, open and locked for this moment."""
    global _is_inside  # only whoever has `no_fork` reads and writes it
    import fcntl

    if make:
        try:
            os.mkdir(path(base), 0o700)
        except FileExistsError:
            pass
        except OSError as error:
            if error.errno in NO_ROOM:
                raise
            raise PoolError(
                f"{base} cannot hold pools ({error}): set {VARIABLE} to a folder, best on memory"
            ) from error
    with told(), no_fork:
        if _is_inside:
            raise Busy
        ours = _opened(path(base), None, path(base))
        _is_inside = True
        try:
            fcntl.flock(ours, fcntl.LOCK_EX)
            yield ours
        finally:
            _is_inside = False
            os.close(ours)


def _opened(name: str, within: int | None, told: str) -> int:
    """A folder of ours, open; whatever else lies there is refused."""
    try:
        folder = os.open(name, FOLDER, dir_fd=within)
    except OSError as error:
        if error.errno in (errno.ENOENT, *control.TOO_MANY):
            raise
        raise PoolError(f"{told} is no folder but a link or a file: remove it") from error
    about = os.fstat(folder)
    if about.st_uid == os.geteuid() and not stat.S_IMODE(about.st_mode) & 0o077:
        return folder
    os.close(folder)
    what = "belongs to another user" if about.st_uid != os.geteuid() else "is open to other users"
    raise PoolError(f"{told} {what}: remove it, or set {VARIABLE} to another folder")


def _held(name: str, ours: int, base: str) -> int:
    import fcntl

    folder = _opened(name, ours, path(base, name))
    fcntl.flock(folder, fcntl.LOCK_SH)
    return folder


def _remove_if_unheld(name: str, ours: int, told: str) -> bool:
    folder = _opened(name, ours, told)
    try:
        if _is_held(folder):
            return False
        shutil.rmtree(name, dir_fd=ours)
        return True
    finally:
        os.close(folder)


def _is_held(folder: int) -> bool:
    import fcntl

    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
