"""A real PostgreSQL server for tests, made for the session and thrown away: fixtures `postgres_server`, `postgres_url`.

As durable as a fresh one is: its crashes are part of the tests.
"""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from store.crypto import Keyring
from store.database import Database
from store.migrate import migrate

USER = "postgres"
SETTINGS = "-c fsync=on -c synchronous_commit=on -c max_connections=100"
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
"""A disk that is none, and how many bytes must be free there. What a server wrote stays in it when it crashes."""


class PostgresServer:
    """A cluster in `folder`, on a unix socket there and on a port of the loopback interface."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._programs = programs
        self._place = str(folder / "data")
        self._numbers = count(1)

    def create(self) -> None:
        self._run("initdb", "-D", self._place, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def start(self) -> None:
        where = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        options = ("-l", str(self.folder / "log"), "-o", f"{SETTINGS} {where}")
        self._run("pg_ctl", "start", "-w", "-t", "300", "-D", self._place, *options)

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash: nothing is written down, the next start recovers."""
        self._run("pg_ctl", "stop", "-w", "-t", "300", "-m", mode, "-D", self._place)

    def fresh_database(self, template: str = "template1") -> str:
        """The URL of a new database, empty or as `template` is."""
        name = f"brug{next(self._numbers)}"
        self.sql(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Whoever is still connected is thrown out. Hundreds of them would be a hundred thousand files at the end."""
        self.sql(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def sql(self, statement: str, database: str = "postgres") -> str:
        return self._run("psql", "-h", str(self.folder), "-p", str(self.port), "-U", USER, "-Atqc", statement, database)

    def _run(self, program: str, *arguments: str) -> str:
        """As the user postgres when we are root, because the server refuses root."""
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", USER, "--", *command]
        # A server that stays would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(command, cwd=self.folder, stdout=output, stderr=output, check=False)
            output.seek(0)
            said = output.read().strip()
        if done.returncode:
            raise RuntimeError(f"{program} failed: {said}")
        return said


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _programs() -> Path | None:
    """Debian keeps them out of PATH, other systems do not."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


def _quick_place() -> Path | None:
    """None is the usual folder for what does not last."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed (initdb is missing)")
    folder = Path(tempfile.mkdtemp(prefix="brug-postgres-", dir=_quick_place()))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, pwd.getpwnam(USER).pw_gid)
    server = PostgresServer(folder, programs)
    try:
        server.create()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a database that has all tables and nothing in them: copying it is quicker than migrating anew."""
    url = postgres_server.fresh_database()
    with ThreadPoolExecutor(1) as apart:  # Fixtures of async tests may hold an event loop in this thread.
        apart.submit(asyncio.run, _migrated(url)).result()
    return url.rpartition("/")[2]


async def _migrated(url: str) -> None:
    database = Database(url.replace("postgresql://", "postgresql+psycopg://"), Keyring("no value is stored with it"))
    await migrate(database)
    await database.close()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A database of its own, migrated and empty."""
    url = postgres_server.fresh_database(postgres_template)
    yield url
    postgres_server.drop(url)
