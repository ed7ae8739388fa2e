"""`brug`: the command line, and how it says what went wrong."""

import sys

import typer

from bot.commands import all_commands
from bot.settings import BadSettings, CannotStart


def main() -> None:
    try:
        all_commands()()
    except BadSettings as error:
        typer.echo(f"These settings are wrong:\n{error}", err=True)
        sys.exit(2)
    except CannotStart as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
