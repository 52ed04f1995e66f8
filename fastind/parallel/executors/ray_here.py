"""The connection to Ray that all runs of this process share: there can be one only."""

import logging
import threading

import ray

from fastind.errors import GridError
from fastind.parallel.executors.cluster import is_there, reached, reason
from fastind.parallel.interrupts import signals_kept

_lock = threading.Lock()
_runs = {"of ours": 0}
"""Those that use a connection which one of them has made."""


def join(n: int, address: str | None) -> bool:
    """Connect to the Ray at an address, or start one with so many cores; False if the user has done so."""
    with _lock:
        is_ours = bool(_runs["of ours"]) or not ray.is_initialized()
        if not ray.is_initialized():
            with signals_kept():  # Ray has a handler for SIGTERM; the run has its own
                _start(n, address)
        elif address not in (None, "auto", head()):
            raise GridError(
                f"this process is connected to the Ray at {head()}; another one needs ray.shutdown() first"
            )
        _runs["of ours"] += is_ours
    return is_ours


def leave() -> None:
    """Disconnect; with the last run of ours."""
    with _lock:
        _runs["of ours"] -= 1
        if not _runs["of ours"]:
            ray.shutdown()


def head() -> str:
    """Where the head of the cluster listens."""
    return str(ray.get_runtime_context().gcs_address)


def seen_head() -> str:
    """The same, if it can be reached from here: then it can be seen whether it lives; else an empty text."""
    return head() if is_there(head()) else ""


def _start(n: int, address: str | None) -> None:
    if address is None:
        ray.init(num_cpus=n, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
        return
    where = address if address == "auto" else reached(address)
    try:
        ray.init(address=where, log_to_driver=False, logging_level=logging.ERROR)
    except Exception as error:
        raise GridError(
            f"no Ray can be used at {where}: {reason(error)}. If it asks for a token, set RAY_AUTH_MODE="
            "token and the token as Ray says it, before Ray is imported"
        ) from error
