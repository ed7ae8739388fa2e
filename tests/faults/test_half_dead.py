"""F32: the process is up, one of its loops is not."""

from tests.faults.brug_process import until
from tests.faults.stage import Stage


async def test_a_dead_loop_makes_the_process_unhealthy(sqlite_stage: Stage) -> None:
    brug = sqlite_stage.brug
    brug.start(mutant="deaf_recorder")

    async def unhealthy() -> bool:
        status, report = await brug.report("healthz")
        return status == 503 and report["problems"] == ["the outbox loop has died"]

    await until(unhealthy, timeout=30)


async def test_a_process_that_is_well_says_so(sqlite_stage: Stage) -> None:
    await sqlite_stage.brug.started()

    status, report = await sqlite_stage.brug.report("healthz")

    assert (status, report["problems"]) == (200, [])
