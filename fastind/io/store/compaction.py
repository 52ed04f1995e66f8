"""Which parts are merged, and when.

Parts that are full and share no key with another are settled: they are not written again. The others are
merged when eight writes of about one size have come together, so that each row is written again only as often
as the store grows eightfold.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from fastind.io.store.part import Part

FAN = 8


def chosen(parts: Sequence[Part], full: int, everything: bool) -> list[Part]:
    """The parts to merge now; none if that is not worth while."""
    shared = overlapping(parts)
    loose = [part for part in parts if part.rows < full // 2 or part.number in shared]
    if everything:
        fewer = math.ceil(sum(part.rows for part in loose) / full) < len(loose)
        return closed(loose, parts) if fewer or shared else []
    levels: dict[int, dict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for run in _runs(loose):
        level = int(math.log(sum(part.rows for part in run), FAN))
        levels[level][run[0].run] = run
    due = next((runs for _, runs in sorted(levels.items()) if len(runs) >= FAN), {})
    return closed([part for run in due.values() for part in run], parts)


def closed(some: Sequence[Part], parts: Sequence[Part]) -> list[Part]:
    """These and every part that would be wrong if only these were merged.

    What is merged takes the highest rank among it. A part that is newer than a merged one with which it may
    share a key, but not newer than the result, would lose to the older row.
    """
    inside = {part.number: part for part in some}
    top = max((part.rank for part in some), default=0)
    while True:
        more = [
            part
            for part in parts
            if part.number not in inside
            and part.rank <= top
            and any(old.rank < part.rank and old.overlaps(part) for old in inside.values())
        ]
        if not more:
            return list(inside.values())
        inside.update((part.number, part) for part in more)


def _runs(parts: Sequence[Part]) -> list[list[Part]]:
    runs: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        runs[part.run].append(part)
    return list(runs.values())


def overlapping(parts: Sequence[Part]) -> set[int]:
    """The numbers of the parts that may share a key with another one."""
    if not parts:
        return set()
    *_, key = parts[0].extent.spans  # the dates, by which parts differ most
    ordered = sorted(parts, key=lambda part: part.extent.spans[key][0])
    found: set[int] = set()
    for k, part in enumerate(ordered):
        for other in ordered[k + 1 :]:
            if other.extent.spans[key][0] > part.extent.spans[key][1]:
                break
            if other.run != part.run and part.overlaps(other):
                found |= {part.number, other.number}
    return found
