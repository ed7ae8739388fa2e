"""The clock of a rehearsal, and the loop whose pauses it ends."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from bot.rehearsal.director import on_grid
from bot.rehearsal.virtual_time import VirtualClock, VirtualLoop

NOON = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)


async def asleep_while(clock: VirtualClock, passes: timedelta) -> bool:
    """Whether a pause of an hour is over when the clock was moved so far."""
    pause = asyncio.create_task(asyncio.sleep(3600))
    await asyncio.sleep(0)
    clock.moment += passes
    for _ in range(3):
        await asyncio.sleep(0)
    over = pause.done()
    pause.cancel()
    return not over


@pytest.mark.parametrize(("minutes", "asleep"), [(59, True), (61, False)])
def test_a_pause_is_over_when_the_clock_was_moved_past_it(minutes: int, asleep: bool) -> None:
    clock = VirtualClock(NOON)

    with asyncio.Runner(loop_factory=lambda: VirtualLoop(clock)) as runner:
        assert runner.run(asleep_while(clock, timedelta(minutes=minutes))) is asleep


def test_a_pause_of_a_second_takes_less_than_a_tenth() -> None:
    began = monotonic()

    with asyncio.Runner(loop_factory=lambda: VirtualLoop(VirtualClock(NOON))) as runner:
        runner.run(asyncio.sleep(1))

    assert monotonic() - began < 0.5


def test_a_wrong_clock_tells_the_wrong_time_and_the_loop_goes_on() -> None:
    clock = VirtualClock(NOON)
    loop = VirtualLoop(clock)
    before = loop.time()

    clock.wrong_by = timedelta(hours=-1)

    assert clock.now() == NOON - timedelta(hours=1)
    assert loop.time() >= before
    loop.close()


def test_things_happen_at_full_and_half_hours() -> None:
    moments = [on_grid(NOON + timedelta(seconds=seconds)) for seconds in (0, 1, 2699)]

    assert [f"{moment:%H:%M}" for moment in moments] == ["12:00", "12:30", "13:00"]
