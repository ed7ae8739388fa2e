"""What goes wrong inside, told to the log: even where the log is what goes wrong."""

from contextlib import suppress

import structlog

log = structlog.get_logger()


def complain(sentence: str, **ids: object) -> None:
    """An error, as a sentence and ids. A disk that is full takes no line either, and messages must still go on."""
    with suppress(Exception):
        log.error(sentence, **ids)
