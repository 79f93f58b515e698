"""Run files to tables of weekly load, and the training risk factors for metatarsalgia.

The public names stand in ``__init__.pyi``; each is loaded when it is first used (SPEC 1), so that
importing the package costs nothing that the caller does not need.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
