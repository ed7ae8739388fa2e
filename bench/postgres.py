"""A PostgreSQL server of the measurement's own: as durable as a fresh one is, reached by a unix socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bench.process import cpu

USER = "postgres"
SETTINGS = "-c listen_addresses= -c fsync=on -c synchronous_commit=on -c max_connections=50"


class Cluster:
    """A server that runs. Every database from `fresh_database` is empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def fresh_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"bench{next(self._numbers)}"
        _run(self._folder, "createdb", "-h", str(self._folder), "-U", USER, name)
        return f"postgresql+psycopg://{USER}@/{name}?host={self._folder}"

    def cpu(self) -> float:
        """CPU seconds that the server took so far."""
        return cpu(int((self._folder / "data" / "postmaster.pid").read_text().split()[0]))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make a server in a temporary folder, start it, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, pwd.getpwnam(USER).pw_gid)
    place = str(folder / "data")
    try:
        _run(folder, "initdb", "-D", place, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"{SETTINGS} -c unix_socket_directories={folder}"
        _run(folder, "pg_ctl", "start", "-w", "-D", place, "-l", str(folder / "log"), "-o", options)
        try:
            yield Cluster(folder)
        finally:
            _run(folder, "pg_ctl", "stop", "-w", "-m", "fast", "-D", place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def binaries() -> Path:
    """Where the newest server's programs are: Debian keeps them out of PATH, other systems do not."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if not found:
        raise FileNotFoundError("No initdb here. Install PostgreSQL's server, or leave brug_postgres out.")
    return Path(found).parent


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run as the user postgres when we are root, because the server refuses root."""
    command = [str(binaries() / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", USER, "--", *command]
    quiet = subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE
    done = subprocess.run(command, cwd=folder, stdout=quiet, stderr=quiet, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr or (folder / 'log').read_text()}")
