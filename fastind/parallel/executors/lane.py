"""A lane: one worker process after another, with the memory in which it leaves what it does."""

import mmap
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from fastind.errors import GridError
from fastind.parallel.chunk import IDLE, Block, Chunk
from fastind.parallel.executors.contract import Lost, Outcome
from fastind.parallel.executors.worker import MOVES, SIGNALS, SLOT_BYTES, STOP, TASK, blocks_in
from fastind.parallel.machine import is_stopped
from fastind.parallel.shipping import Shipment, memory_file

ROOT = str(Path(__file__).parents[3])
START = (
    f"import sys; sys.path.insert(0, {ROOT!r}); from fastind.parallel.executors.worker import main; "
    "main(*map(int, sys.argv[1:]))"
)
ONE_THREAD = dict.fromkeys(
    (f"{library}_NUM_THREADS" for library in ("OMP", "MKL", "OPENBLAS", "NUMEXPR", "NUMBA", "RAYON")), "1"
) | {"POLARS_MAX_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"}


class Lane:
    """A worker and the chunks that are with it, oldest first."""

    def __init__(self, shipment: Shipment) -> None:
        self._shipment = shipment
        self._files: list[int] = []
        self.chunks: deque[Chunk] = deque()
        self.retiring = False
        try:
            self._slot_file, *self._outboxes = (self._memory() for _ in range(1 + MOVES))
            os.ftruncate(self._slot_file, SLOT_BYTES)
            self._slot = memoryview(mmap.mmap(self._slot_file, SLOT_BYTES)).cast("q")
            self._start()
        except BaseException:
            self._give_back()
            raise

    def _memory(self) -> int:
        file = memory_file()
        self._files.append(file)
        return file

    def _start(self) -> None:
        self._slot[TASK], self._slot[STOP] = IDLE, 0
        self._done, self.is_ready, self._has_shape, self._watched = 0, False, False, IDLE
        self.in_task_for = self.stopped_for = 0.0
        ours, theirs = socket.socketpair()
        files = [theirs.fileno(), self._slot_file, self._shipment.file, *self._outboxes]
        flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
        # Until a worker has its handlers Ctrl-C would end it in its imports, with a traceback.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            self.process = subprocess.Popen(
                [sys.executable, *flags, "-c", START, *map(str, [os.getpid(), *files])],
                env=os.environ | ONE_THREAD | {"FASTIND_LANE": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=(*files, *self._shipment.files),
            )
        except BaseException:
            ours.close()
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            theirs.close()
        self.connection = Connection(ours.detach())
        self._send(self._shipment.path)

    def submit(self, chunk: Chunk) -> None:
        """Send a chunk."""
        self.chunks.append(chunk)
        # A worker keeps the shape. Sent with each chunk, long names would fill the socket of a busy one.
        self._send(chunk._replace(shape=None) if self._has_shape else chunk)
        self._has_shape = self._has_shape or chunk.shape is not None

    def received(self) -> list[Outcome]:
        """The outcomes that the worker has told of; EOFError at its end."""
        found: list[Outcome] = []
        while self.connection.poll():
            try:
                message = self.connection.recv()
            except (EOFError, ConnectionResetError):
                if found:  # the end is told again
                    return found
                raise EOFError from None
            if isinstance(message, str):
                if message:
                    raise GridError(f"a worker cannot load the function: {message}")
                self.is_ready = True
                continue
            reached, seconds = message
            chunk, blocks = self.chunks.popleft(), blocks_in(self._outbox())
            self._done += 1
            found.append(Outcome(chunk, blocks, reached, seconds))
        return found

    def task(self) -> int:
        """The task in progress, or IDLE."""
        return int(self._slot[TASK])

    def look(self, passed: float) -> None:
        """See what the worker is at; `passed` seconds since this was done last."""
        task = self.task()
        is_still = bool(self.chunks) and task == self._watched
        if is_still and is_stopped(self.process.pid):
            self.stopped_for += passed
        else:
            self.stopped_for = 0.0
            self.in_task_for = self.in_task_for + passed if is_still and task != IDLE else 0.0
        self._watched = task

    def stop(self) -> None:
        """Let the worker begin no chunk any more."""
        self._slot[STOP] = 1

    def lost(self, kind: str, message: str) -> list[Outcome]:
        """End the worker; what it has done counts, and its task is blamed unless it has been idle."""
        task = self.task()
        self._kill()
        found = []
        with suppress(EOFError):
            found = self.received()
        k = self.task()
        if kind == "timeout" and k != task:  # it has ended at the last moment: nobody is late
            k = IDLE
        for n, chunk in enumerate(self.chunks):
            blocks: list[Block] = blocks_in(self._outbox()) if n == 0 else []
            blocks = [block for block in blocks if chunk.start <= block.start < chunk.stop]
            reached = blocks[-1].stop if blocks else chunk.start
            is_guilty = n == 0 and reached <= k < chunk.stop
            is_killed = kind == "died" and self.process.returncode == -signal.SIGKILL
            lost = Lost(kind, k if is_guilty else IDLE, message, is_killed)
            found.append(Outcome(chunk, blocks, reached, 0.0, lost))
        self.chunks.clear()
        return found

    def restart(self) -> None:
        """Another worker in the place of one that has ended."""
        self.connection.close()
        self._start()

    def end(self) -> str:
        """How the worker ended, in words."""
        code = self.process.wait()
        if code >= 0:
            return f"its worker exited with code {code}"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        hint = "; the kernel does that when memory runs out" if name == "SIGKILL" else ""
        return f"its worker was killed by {name}{hint}"

    def close(self) -> None:
        """End the worker and give everything back."""
        self._kill()
        self.connection.close()
        self._slot.release()
        self._give_back()

    def _give_back(self) -> None:
        for file in self._files:
            os.close(file)
        self._files = []

    def _outbox(self) -> int:
        return self._outboxes[self._done % MOVES]

    def _kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def _send(self, message: Any) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # who reads learns that it has died
            self.connection.send(message)
