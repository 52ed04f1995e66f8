"""Optional packages, asked for before a command starts."""

from fastind.io.extras import need as need
