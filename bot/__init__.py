"""The service: settings, clock, the path of a message, the command line and the web server."""

from bot.unadorned import unadorned

with unadorned():
    import structlog  # noqa: F401 - here first, before anything else loads it
