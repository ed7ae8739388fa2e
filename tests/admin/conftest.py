"""The house with its staff, for each test anew."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.admin.house import Browser, House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        yield house


@pytest.fixture
async def els(house: House) -> AsyncIterator[Browser]:
    """Coordinator of lab A, logged in."""
    async with house.seat(await house.hire("Els", "coordinator", house.lab_a)) as browser:
        yield browser


@pytest.fixture
async def greta(house: House) -> AsyncIterator[Browser]:
    """Coordinator of lab B: must see nothing of lab A."""
    async with house.seat(await house.hire("Greta", "coordinator", house.lab_b)) as browser:
        yield browser


@pytest.fixture
async def administrator(house: House) -> AsyncIterator[Browser]:
    async with house.seat(await house.hire("Ada", "administrator", None)) as browser:
        yield browser


@pytest.fixture
async def stranger(house: House) -> AsyncIterator[Browser]:
    """Somebody who is not logged in."""
    async with house.browser() as browser:
        yield browser
