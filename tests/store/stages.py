"""What a store goes through: its rows are the same in the journal, in parts, merged and opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import fastind as fi

STAGES: dict[str, Callable[[Any], None]] = {
    "journal": lambda store: None,
    "sealed": lambda store: store.seal(),
    "compacted": lambda store: store.compact(),
}


def at_every_stage(path: str, frames: list[Any], look: Callable[[Any], None], **options: Any) -> None:
    """Append frames, then look at the store in the journal, sealed, merged, and through a new reader."""
    with fi.open_store(path, mode="a", **options) as store:
        for frame in frames:
            store.append(frame)
        for stage in STAGES.values():
            stage(store)
            look(store)
    with fi.open_store(path) as reader:
        look(reader)


def between_every_two(path: str, frames: list[Any], look: Callable[[Any], None], **options: Any) -> None:
    """Append frames, with each combination of nothing, sealing and merging between them."""
    for one in STAGES.values():
        for other in STAGES.values():
            name = f"{path}-{[*STAGES.values()].index(one)}{[*STAGES.values()].index(other)}"
            with fi.open_store(name, mode="a", **options) as store:
                for frame, stage in zip(frames, [one, other, one], strict=False):
                    store.append(frame)
                    stage(store)
                look(store)
