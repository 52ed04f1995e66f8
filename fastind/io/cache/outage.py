"""What to do while Redis does not answer: nothing for a while, and one warning."""

import threading
import time
import warnings

from fastind.errors import CacheWarning

PAUSE = 2.0
"""Seconds without a try after one that failed, so that a run without its cache is not slowed down by it."""


class Outage:
    """Open while the last try has failed and its pause is not over."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._until = 0.0
        self._is_told = False
        self._has_refused = False
        self.errors = 0
        self.failures = 0

    @property
    def is_open(self) -> bool:
        """True while nothing should be tried."""
        return time.monotonic() < self._until

    def failed(self, reason: str) -> None:
        """Pause; the first failure after a success is told."""
        with self._lock:
            self.errors += 1
            self.failures += 1
            self._until = time.monotonic() + PAUSE
            is_told, self._is_told = self._is_told, True
        if not is_told:
            warnings.warn(
                f"{self._name} does not answer ({reason}): the work goes on without it; it is tried again "
                f"every {PAUSE:g} s",
                CacheWarning,
                stacklevel=2,
            )

    def refused(self, reason: str) -> None:
        """It answered, and would not do this one thing; told once."""
        with self._lock:
            self.errors += 1
            is_told, self._has_refused = self._has_refused, True
        if not is_told:
            warnings.warn(f"{self._name} refuses: {reason}", CacheWarning, stacklevel=2)

    def succeeded(self, failures: int) -> None:
        """It answered what was asked when it had failed so often: a late answer of before is no return."""
        if self._is_told:
            with self._lock:
                if self.failures == failures:
                    self._until, self._is_told = 0.0, False
