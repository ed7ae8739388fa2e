"""A stage for each test: a stand-in of Telegram that remembers what it accepted, and Brug on a fresh database,
migrated already: that takes longer than a start."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.telegram_client import telegram_control, telegram_server
from tests.faults.nursery import Nursery
from tests.faults.stage import Stage
from tests.house import lay_out

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--rounds` only those tests are run that count them."""
    if config.getoption("--rounds"):
        items[:] = [item for item in items if "rounds" in getattr(item, "fixturenames", ())]
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("faults")
            if "postgres" in item.name or "postgres_server" in getattr(item, "fixturenames", ()):
                item.add_marker("postgres")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`--times 25`: as often as nobody can wait for at each change (faults.md counts in hundreds)."""
    times = metafunc.config.getoption("--times")
    if times > 1:
        metafunc.parametrize("nth_time", range(times), indirect=True)


@pytest.fixture(autouse=True)
def nth_time(request: pytest.FixtureRequest) -> int:
    nth: int = getattr(request, "param", 0)
    return nth


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """How often a test kills, restarts or floods: a few times at each change, `make faults` as often as faults.md."""
    asked: int = request.config.getoption("--rounds")
    return lambda few: asked or few


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery


@pytest.fixture(scope="session")
def stand_in() -> Iterator[str]:
    with telegram_server() as url:
        yield url


@pytest.fixture
async def sqlite_stage(nursery: Nursery, stand_in: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        stage = await _stage(stack, nursery, stand_in, tmp_path, "")
        lay_out(Path(stage.brug.settings["BRUG_DATA_DIR"]))
        yield stage


@pytest.fixture
async def postgres_stage(nursery: Nursery, stand_in: str, tmp_path: Path, postgres_url: str) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        yield await _stage(stack, nursery, stand_in, tmp_path, postgres_url)


@pytest.fixture(params=["sqlite", "postgres"])
def stage(request: pytest.FixtureRequest) -> Stage:
    """The same test on both databases."""
    stage: Stage = request.getfixturevalue(f"{request.param}_stage")
    return stage


async def _stage(stack: AsyncExitStack, nursery: Nursery, stand_in: str, folder: Path, database_url: str) -> Stage:
    control = await stack.enter_async_context(telegram_control(stand_in))
    session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)))
    stage = Stage(nursery, folder, control, session, database_url)
    stack.push_async_callback(stage.clear)
    return stage
