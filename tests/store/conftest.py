"""A migrated, empty database for each test, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_database
from store.database import Database
from tests.house import lay_out, settings_for


@pytest.fixture
async def database(tmp_path: Path, database_url: str) -> AsyncIterator[Database]:
    if not database_url:
        lay_out(tmp_path / "data")
    opened = await open_database(settings_for(tmp_path / "data", database_url))
    yield opened
    await opened.close()
