"""A lock during which this process does not fork.

A lock of the kernel belongs to an open file, and a child that is forked meanwhile has the file open, too: it
would keep the lock for as long as it lives.
"""

import os
from threading import RLock

no_fork = RLock()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=no_fork.acquire, after_in_parent=no_fork.release, after_in_child=no_fork.release
    )
