"""What people read right after somebody of the team changed something at the desk."""

from sqlalchemy import select

from store.tables import outbox
from tests.admin.gatherings import FORM, a_meeting
from tests.admin.house import Browser, House


async def test_whoever_asks_right_after_a_move_reads_the_new_date(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house)
    house.brug.service.look_again()
    await house.write("amina", "/meeting")
    path = f"/admin/meetings/{meeting.id}/change"
    as_shown = (await els.get(path)).field("as_shown")

    await els.submit(path, **{**FORM, "day": "2026-06-11"}, as_shown=as_shown, confirmed="1")
    await house.write("amina", "/meeting")

    before, after = await said(house, "The next meeting is on")
    assert "Thursday 4 June" in before
    assert "Thursday 11 June" in after


async def said(house: House, begins: str) -> list[str]:
    async with house.brug.database.read() as connection:
        bodies = (await connection.execute(select(outbox.c.body).order_by(outbox.c.id))).scalars().all()
    return [body["text"] for body in bodies if body["text"].startswith(begins)]
