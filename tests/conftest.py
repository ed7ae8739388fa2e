"""Fixtures for all tests, and the order in which they run."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web_app
from hypothesis import settings

from bot.serving import spare_the_collector
from tests.house import House, house
from tests.postgres import postgres_server, postgres_template, postgres_url

__all__ = ["postgres_server", "postgres_template", "postgres_url"]

settings.register_profile("brug", deadline=None)  # tests are never timed: two busy cores are no fault
settings.load_profile("brug")


@pytest.fixture(scope="module", autouse=True)
def applications_go() -> Iterator[None]:
    """aiohttp remembers the middlewares of a thousand applications, and with them all that these hold."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each database in turn: SQLite in the data folder, or a fresh one on a real PostgreSQL server."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""


@pytest.fixture
async def home(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    """A whole Brug, on each database in turn."""
    async with house(tmp_path / "data", database_url) as opened:
        yield opened


HERE = Path(__file__).parent
LONG_FILES = (
    "bot/test_rehearsal.py",
    "browser/test_desk_",
    "faults/",
    "browser/",
    "bot/test_rehearsal_",
    "bot/",
    "admin/",
)
"""Where the files lie that take longest, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: at the end all workers have something to do until the last is done."""
    items.sort(key=lambda item: _place(item.path.relative_to(HERE).as_posix()))


def _place(file: str) -> int:
    return next((place for place, start in enumerate(LONG_FILES) if file.startswith(start)), len(LONG_FILES))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Of `-n auto`. One more than there are cores: tests of faults and of browsers wait more than they compute."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Thousands of tests and modules stay to the end: looking through them again and again took an eighth of all time.

    As Brug itself does (`bot.serving.spare_the_collector`).
    """
    spare_the_collector()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-transcripts", action="store_true", help="write tests/transcripts/ and docs/images/ anew")
    parser.addoption(
        "--rounds",
        type=int,
        default=0,
        metavar="N",
        help="run the fault tests that count, with so many kills, restarts...",
    )
    parser.addoption("--times", type=int, default=1, metavar="N", help="run each fault test so often")
