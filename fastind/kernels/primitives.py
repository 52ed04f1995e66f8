"""Operations for definitions, as plain Python; in the loops each is one machine instruction."""


def fma(a: float, b: float, c: float) -> float:
    """a * b + c, rounded once in compiled code."""
    return a * b + c
