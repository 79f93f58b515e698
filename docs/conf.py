"""Sphinx configuration: `make docs`."""

import metatarsal_load

project = "metatarsal_load"
author = "The metatarsal_load developers"
copyright = "2026, the metatarsal_load developers"  # noqa: A001 - Sphinx's name
version = release = metatarsal_load.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "numpydoc"]
html_theme = "pydata_sphinx_theme"
html_title = "metatarsal_load"
html_static_path = ["_static"]
html_css_files = ["narrow.css"]
html_context = {"default_mode": "light"}
html_theme_options = {
    "navbar_persistent": ["search-button"],
    "show_prev_next": False,
    "secondary_sidebar_items": ["page-toc"],
}
html_show_sourcelink = False
exclude_patterns = ["_build", ".jupyter_cache"]
nb_execution_mode = "off"
autodoc_typehints = "none"
autodoc_preserve_defaults = True
numpydoc_show_class_members = False
suppress_warnings = ["config.cache"]
