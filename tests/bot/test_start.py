"""What a running Brug holds in memory for as long as it lives."""

import subprocess
import sys
from pathlib import Path

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
