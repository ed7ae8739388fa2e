"""Logs are a sentence and ids. Never a name, a number, a token or somebody's words."""

import logging
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

TALKATIVE = ("httpx", "httpcore", "telegram", "aiohttp.access", "apscheduler", "alembic", "PIL", "aiosqlite")
SECRETS = re.compile(r"(?<!\d)\d{6,12}:[\w-]{20,}|\+?\d[\d ().-]{7,}\d(?=\D|$)")
"""Bot tokens and phone numbers: httpx puts the token into the address that it logs."""


class Discreet(logging.Formatter):
    """For what libraries log: without tokens and numbers, and of an error only what kind it is and where."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub("…", super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return where(ei[1]) if ei[1] else ""


def set_up(level: str) -> None:
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(Discreet())
    logging.basicConfig(level=level.upper(), handlers=[output], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_secrets,
            structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def where(error: BaseException) -> str:
    """What kind of error, and the last places on its way. Its message and variables may hold somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " > ".join([*(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames), type(error).__name__])


def hide_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: _hidden(value) if key != "timestamp" else value for key, value in event.items()}


def _hidden(value: object) -> object:
    return SECRETS.sub("…", value) if isinstance(value, str) else value
