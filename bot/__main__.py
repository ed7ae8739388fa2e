"""`brug`: the command line, and how it says what went wrong."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
"""As shells say that Ctrl-C ended something."""


def main() -> None:
    with _ended_at_once():
        import typer

        from bot.commands import all_commands
        from bot.settings import BadSettings, CannotStart

        commands = all_commands()
    try:
        commands()
    except BadSettings as error:
        typer.echo(f"These settings are wrong:\n{error}", err=True)
        sys.exit(2)
    except CannotStart as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """To load everything takes a second. Who presses Ctrl-C meanwhile gets no traceback: nothing is to be tidied up."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


if __name__ == "__main__":
    main()
