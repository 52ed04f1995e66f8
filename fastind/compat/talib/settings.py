"""TA-Lib's global settings: only their defaults are taken."""


def set_unstable_period(name: str, period: int) -> None:
    """Rows to leave out after the first value of a recursion: only 0."""
    if period:
        raise NotImplementedError(
            f"set_unstable_period({name!r}, {period}): fastind has no global settings; "
            f"leave out the first {period} values of the result"
        )


def get_unstable_period(name: str) -> int:
    """Always 0."""
    return 0


def set_compatibility(value: int) -> None:
    """Which program's first values the averages have: only 0, TA-Lib's own."""
    if value:
        raise NotImplementedError(f"set_compatibility({value}): fastind has TA-Lib's own numbers only (0)")


def get_compatibility() -> int:
    """Always 0."""
    return 0
