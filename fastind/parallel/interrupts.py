"""Ctrl-C and SIGTERM: the first asks to stop, the second stops."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Self


class Abort(BaseException):
    """The user has asked twice to stop."""


class Interrupts:
    """While it is entered, in the main thread, signals are noted instead of raised."""

    def __init__(self) -> None:
        self.signal = 0
        """The one that came first, 0 if none has."""
        self.is_patient = False
        """What is finished is being brought to its place: nothing stops that."""
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                if signal.getsignal(number) != signal.SIG_IGN:  # of a job in the background: it stays ignored
                    self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.signal and not self.is_patient:
            raise Abort
        self.signal = self.signal or number


@contextmanager
def signals_kept() -> Iterator[None]:
    """Whatever is called here may set handlers of its own: those before come back."""
    is_main = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items() if is_main else ():
            signal.signal(number, handler)
