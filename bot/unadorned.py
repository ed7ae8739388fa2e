"""Libraries without what they would load to look pretty in a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ADORNMENTS = ("rich", "pygments")
"""Four megabytes for as long as the process lives: for coloured tracebacks and for somebody else's command line."""


@contextmanager
def unadorned() -> Iterator[None]:
    """What is imported here finds them not installed. Whoever asks for them later gets them."""
    hidden = [name for name in _ADORNMENTS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: Python's own sign for "not to be had".
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
