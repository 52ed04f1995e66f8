"""One writer at a time in an object store: a lock of the kernel on this machine, an object for the others.

An object outlives who made it. So it is no promise, only a message to others; what decides between two
writers is the number of the manifest that they publish.
"""

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from fastind.errors import StoreError, StoreLocked
from fastind.io.store.lock import Lock
from fastind.io.store.objects import Objects

LOCK = "lock"


class BucketLock:
    """Both of them, held until `release`."""

    def __init__(self, objects: Objects, local: Lock) -> None:
        self._objects, self._local = objects, local
        self._pid, self._is_taken = os.getpid(), False

    def take(self, owner: str, name: str) -> None:
        """Become the one writer. A lock of this same state folder is of a process that has died."""
        about = {
            "owner": owner,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": f"{datetime.now(UTC):%F %T} UTC",
        }
        data = json.dumps(about).encode()
        if not self._objects.put_new(LOCK, data):
            holder = _holder(self._objects)
            if holder.get("owner") != owner:
                raise StoreLocked(
                    f"{name} is being written by process {holder.get('pid')} on {holder.get('host')} since "
                    f"{holder.get('since')}. Wait until that ends, or stop it; if that machine is gone, "
                    f'remove the object {name}/{LOCK}: what it had sealed is kept. mode="r" reads at any time'
                )
            self._objects.put(LOCK, data)
        self._is_taken = True

    def release(self) -> None:
        """Give both back; at the interpreter's end nothing may be asked of the network any more."""
        is_ours = self._is_taken and self._pid == os.getpid()
        if is_ours and not sys.is_finalizing() and not self._objects.is_away:
            with suppress(StoreError):  # this machine may take it again
                self._objects.remove(LOCK)
        self._is_taken = False
        self._local.release()


def _holder(objects: Objects) -> dict[str, Any]:
    try:
        found = json.loads(objects.read(LOCK))
        return found if isinstance(found, dict) else {}
    except (FileNotFoundError, ValueError):
        return {}
