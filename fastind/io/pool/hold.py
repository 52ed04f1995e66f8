"""A process's hold on a pool: let go once, when no thread uses it any more."""

import weakref
from types import TracebackType

from fastind.errors import PoolError
from fastind.io.pool import place
from fastind.io.pool.forks import no_fork


class Hold:
    """The pool's folder, open and locked; `with hold as folder` uses it."""

    def __init__(self, folder: int, base: str, name: str) -> None:
        self.name = name
        self._folder, self._users, self._is_released = folder, 0, False
        self._forgotten = weakref.finalize(self, place.release, folder, base, name)

    def __enter__(self) -> int:
        with no_fork:
            if self._is_released:
                raise PoolError(f"pool {self.name!r} has been released: attach to it again")
            self._users += 1
        return self._folder

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with no_fork:
            self._users -= 1
        self._let_go()

    @property
    def is_released(self) -> bool:
        """Has it been released."""
        return self._is_released

    def release(self) -> None:
        """Let it go, now or when the last thread that uses it is done."""
        with no_fork:
            self._is_released = True
        self._let_go()

    def _let_go(self) -> None:
        with no_fork:
            is_last = self._is_released and not self._users
            let_go = self._forgotten.detach() if is_last else None
        if let_go:
            _, release, arguments, _ = let_go
            release(*arguments)
