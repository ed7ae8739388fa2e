"""Starts Brug for the measurement. Everything it needs to know about Brug is here and in the two modules it runs.

`bench.brug_server` runs the service as `brug run` does, with the flow of `bench.tenquestions` for everybody who
writes, so that /start to a stranger asks question 1. `bench.brug_seed N` puts N people in the database, the first
with Telegram id `bench.trial.FIRST_CHAT`, each with the history a person has after one conversation.
Both read the settings in their environment, as the service does.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from bench.process import ROOT, Process

SERVER = "bench.brug_server"
SEED = "bench.brug_seed"
TOKEN = "123456:bench"


def start(database_url: str, port: int, provider_url: str, folder: Path | None = None) -> Process:
    """Start the service. It is up when it listens on `port` and has told the stand-in its webhook.

    `folder` is its data folder, a new one when missing; it must be the one that `seed` had, for the key in it.
    """
    folder = folder or Path(tempfile.mkdtemp(prefix="bench-brug-"))
    _require(SERVER)
    environment = _environment(database_url, port, provider_url, folder)
    return Process([sys.executable, "-m", SERVER], folder / "log", environment)


def seed(database_url: str, people: int, folder: Path) -> None:
    """Make the database and put so many people in it."""
    _require(SEED)
    environment = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", **_environment(database_url, 0, "", folder)}
    subprocess.run([sys.executable, "-m", SEED, str(people)], cwd=ROOT, env=environment, check=True)


def _environment(database_url: str, port: int, provider_url: str, folder: Path) -> Mapping[str, str]:
    return {
        "BRUG_DATABASE_URL": database_url,
        "BRUG_DATA_DIR": str(folder),
        "BRUG_HOST": "127.0.0.1",
        "BRUG_PORT": str(port),
        "BRUG_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "BRUG_TELEGRAM_TOKEN": TOKEN,
        "BRUG_TELEGRAM_API_URL": provider_url,
        "BRUG_TELEGRAM_MODE": "webhook",
        "BRUG_LOG_LEVEL": "warning",
    }


def _require(module: str) -> None:
    if find_spec(module) is None:
        raise LookupError(f"{module} is not written yet, so Brug cannot be measured. Use --only to leave it out.")
