"""Who is measured, and how each is started."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import brug
from bench.postgres import Cluster
from bench.process import ROOT, Process

PYTHON = ROOT / ".venv-bench" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Site:
    """Where an entrant runs: the port it must listen on, its Bot API, a folder of its own."""

    port: int
    provider: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Entrant:
    """`beside` are CPU seconds of servers that work for it in other processes."""

    name: str
    title: str
    start: Callable[[Site], Process]
    beside: Callable[[], float] = lambda: 0.0


TARGETS: Mapping[tuple[str, str], float] = {
    ("brug_sqlite", "ptb_pickle"): 10,
    ("brug_sqlite", "ptb_memory"): 3,
    ("brug_sqlite", "aiogram"): 1.5,
    ("brug_postgres", "ptb_pickle"): 8,
}
"""How many times as many updates a second the first must do as the second."""

NAMES = ("brug_sqlite", "brug_postgres", "ptb_pickle", "ptb_memory", "aiogram", "ceiling")


def entrant(name: str, cluster: Cluster | None) -> Entrant:
    """The entrant of this name. `cluster` is needed for PostgreSQL only."""
    match name:
        case "brug_sqlite":
            return Entrant(name, "Brug, SQLite", _brug_sqlite)
        case "brug_postgres" if cluster:
            return Entrant(name, "Brug, PostgreSQL", _brug_postgres(cluster), cluster.cpu)
        case "ptb_pickle":
            return Entrant(name, "python-telegram-bot, PicklePersistence", _ptb_pickle)
        case "ptb_memory":
            return Entrant(name, "python-telegram-bot, no persistence", _ptb_memory)
        case "aiogram":
            return Entrant(name, "aiogram, memory store", _aiogram)
        case "ceiling":
            return Entrant(name, "nothing at all (the measurement's own ceiling)", _ceiling)
    raise LookupError(f"No entrant {name}. There are: {', '.join(NAMES)}")


def sqlite_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'brug.db'}"


def _brug_sqlite(site: Site) -> Process:
    return brug.start(sqlite_url(site.folder), site.port, site.provider, site.folder)


def _brug_postgres(cluster: Cluster) -> Callable[[Site], Process]:
    def start(site: Site) -> Process:
        return brug.start(cluster.fresh_database(), site.port, site.provider, site.folder)

    return start


def _ptb_memory(site: Site) -> Process:
    return _foreign("ptb_conversation", site)


def _ptb_pickle(site: Site) -> Process:
    return _foreign("ptb_conversation", site, "--pickle", str(site.folder / "conversations.pickle"))


def _aiogram(site: Site) -> Process:
    return _foreign("aiogram_fsm", site)


def _ceiling(site: Site) -> Process:
    return _foreign("ceiling", site)


def _foreign(module: str, site: Site, *more: str) -> Process:
    if not PYTHON.exists():
        raise FileNotFoundError(
            "The others' environment is missing. Make it: python3 -m venv .venv-bench && "
            ".venv-bench/bin/pip install --require-hashes -r bench/requirements.lock"
        )
    where = ["--port", str(site.port), "--provider", site.provider]
    return Process([str(PYTHON), "-m", f"bench.contestants.{module}", *where, *more], site.folder / "log")
