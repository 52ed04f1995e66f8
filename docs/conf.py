import os
import sys
from importlib import metadata
from pathlib import Path

# The pictures of the reference need a few hundred rows each: less work than to compile all loops.
os.environ["NUMBA_DISABLE_JIT"] = "1"
sys.path.insert(0, str(Path(__file__).with_name("_ext")))

project = "fastind"
author = "The fastind developers"
release = version = metadata.version("fastind")
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "indicator_pages", "scaling"]
exclude_patterns = ["_build"]
smartquotes = False  # they would turn code in docstrings into typography
html_theme = "furo"
html_title = f"fastind {release}"
myst_enable_extensions = ["colon_fence"]
autodoc_typehints = "none"
numpydoc_show_class_members = False
nitpicky = True
