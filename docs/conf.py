from importlib import metadata

project = "fastind"
author = "The fastind developers"
release = version = metadata.version("fastind")
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build"]
smartquotes = False  # they would turn code in docstrings into typography
html_theme = "furo"
html_title = f"fastind {release}"
myst_enable_extensions = ["colon_fence"]
autodoc_typehints = "none"
numpydoc_show_class_members = False
nitpicky = True
