"""What a running Brug holds in memory for as long as it lives."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SELDOM = ("PIL", "alembic", "holidays", "icalendar", "mako", "pygments", "pywebpush", "rapidfuzz", "rich", "typst")
"""Libraries of many megabytes that are needed for some things only: a picture, a migration, a colour in a terminal."""

START = f"""
import sys
import bot.serving
from bot.channels import _builders
list(_builders())
print([name for name in {SELDOM!r} if name in sys.modules])
import rich.console
"""


def test_what_is_seldom_needed_is_loaded_when_it_is_needed_and_not_before() -> None:
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


INTERRUPTED = """
import os, runpy, signal, sys


class Impatient:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)


signal.signal(signal.SIGINT, signal.default_int_handler)  # Who runs this in the background has it ignored.
sys.meta_path.insert(0, Impatient())
sys.argv[0] = "brug"
runpy.run_module("bot", run_name="__main__")
"""


@pytest.mark.parametrize("module", ["typer", "sqlalchemy", "bot.commands.worker"])
def test_ctrl_c_while_it_is_still_loading_ends_it_without_a_word(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
