"""What can be asked of the bench, and what it says of that which cannot."""

import typer
from typer.testing import CliRunner

from bench.__main__ import main


def said_of(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(main)
    done = CliRunner().invoke(app, arguments, env={"TERM": "dumb", "COLUMNS": "200"})
    return done.exit_code, " ".join(done.output.replace("│", " ").split())


def test_latency_without_speed_is_refused_with_what_to_write() -> None:
    code, words = said_of("--only", "brug_sqlite", "--measure", "latency")

    assert code == 2
    assert "Latency is measured at half the speed: write --measure speed,latency" in words


def test_what_nobody_measures_is_refused_by_name() -> None:
    code, words = said_of("--measure", "speed,taste")

    assert code == 2
    assert "There is no taste." in words
