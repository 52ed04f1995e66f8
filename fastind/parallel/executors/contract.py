"""What the driver asks of an executor."""

from abc import ABC, abstractmethod
from typing import NamedTuple

from fastind.parallel.chunk import Block, Chunk, Job


class Lost(NamedTuple):
    """Why a chunk ended before its time."""

    kind: str
    """died, timeout or memory"""
    k: int
    """The task in progress, IDLE, or UNKNOWN: one of the chunk."""
    message: str
    is_from_outside: bool = False
    """Somebody has killed or stopped the worker."""


class Outcome(NamedTuple):
    """What became of a chunk: its blocks up to the first task without an outcome."""

    chunk: Chunk
    blocks: list[Block]
    reached: int
    seconds: float
    lost: Lost | None = None


class Executor(ABC):
    """Runs chunks. Everything is called by one thread; no method raises for what a task does.

    An outcome is given for each chunk that was submitted, once. What a chunk did not reach is submitted again
    by the driver. Executors that lose a worker say so in the outcome; they do not try again by themselves.
    """

    name: str
    """As `backend=` says it."""

    least: float = 0.0
    """Seconds that a chunk should last, even at the end: what its way there and back is worth."""

    @property
    @abstractmethod
    def lanes(self) -> int:
        """How many chunks run at the same time, now."""

    @property
    def capacity(self) -> int:
        """How many chunks may be with the executor: more than run, so that none waits for the driver."""
        return 2 * self.lanes

    @abstractmethod
    def start(self, job: Job) -> None:
        """Get ready; GridError if the job cannot be sent."""

    @abstractmethod
    def submit(self, chunk: Chunk) -> None:
        """Take a chunk."""

    @abstractmethod
    def poll(self, seconds: float) -> list[Outcome]:
        """What has ended, after at most about so many seconds."""

    @abstractmethod
    def cancel(self) -> None:
        """Begin no chunk any more; those that wait come back from `poll` as they were."""

    @abstractmethod
    def close(self) -> None:
        """Let everything go, at once."""

    def memory(self) -> int:
        """Bytes that the workers take, shared pages once; 0 where they are not this process's business."""
        return 0

    def __enter__(self) -> "Executor":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
