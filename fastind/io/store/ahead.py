"""Reading ahead: pieces are read in other threads while the caller works on those before."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


def ahead(reads: Iterable[Callable[[], Any]], threads: int) -> Generator[Any, None, None]:
    """What the calls return, in order; as many as there are threads are under way or wait."""
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Any]] = deque()
        for read in reads:
            if len(waiting) == threads:
                yield waiting.popleft().result()
            waiting.append(pool.submit(read))
        while waiting:
            yield waiting.popleft().result()
