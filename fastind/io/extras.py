"""Optional packages: asked for before work starts, so that a missing one never stops it half way."""

from importlib.util import find_spec

from fastind.errors import MissingExtraError


def need(extra: str, *modules: str) -> None:
    """Raise unless all of these can be imported, and say which extra brings them."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise MissingExtraError(f'this needs {", ".join(missing)}: pip install "fastind[{extra}]"')
