"""What fastind raises. Each error is also the standard exception that a user would catch."""


class FastindError(Exception):
    """Parent of every error that fastind raises on purpose."""


class ParameterError(FastindError, ValueError, TypeError):
    """A parameter is unknown, of the wrong type, or outside its limits."""


class InputError(FastindError, ValueError):
    """The data cannot be used: wrong kind, type, shape, or pieces that do not fit together."""


class DefinitionError(FastindError, ValueError):
    """A step or fold breaks a rule of definitions, so no loop can be made from it."""


class MissingExtraError(FastindError, ImportError):
    """A feature needs a package that is not installed."""
