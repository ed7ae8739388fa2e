"""Answer somebody. However often the button is pressed, it is sent once."""

import re
from typing import Any

from aiohttp import web
from sqlalchemy import Row

from admin.answering import LONGEST, Way, way_to
from admin.pages.person import page_of, person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from bot.messages import Outbound
from bot.outbox import pack
from locales import N_
from store.desk import addresses_of, open_tasks
from store.desk_changes import close_tasks, put_in_outbox

EMPTY = N_("Write something first.")
TOO_LONG = N_("This is too long for one message. Please make it shorter.")


async def answer(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    text = visit.form.text("text", LONGEST + 1)
    async with visit.desk.database.read() as connection:
        way = way_to(who.standing, await addresses_of(connection, who.id))
    problem = EMPTY if not text else TOO_LONG if len(text) > LONGEST else ""
    if way.refusal or problem:
        return await page_of(visit, who, text=text[:LONGEST], problem=problem or way.refusal)
    await _send(visit, who, way, text)
    visit.desk.outbox.wake([way.address_id])
    return visit.go(f"/admin/people/{who.id}?said=sent#answer")


async def _send(visit: Visit, who: Row[Any], way: Way, text: str) -> None:
    """The message and what it settles, in one commit."""
    now, staff_id = visit.now, visit.member.id
    message = {
        "person_id": who.id,
        "address_id": way.address_id,
        "kind": "coordinator",
        "body": pack(Outbound(text=text, lang=who.language)),
        "state": "queued",
        "due_at": now,
        "key": _key(visit, who.id, text),
        "staff_id": staff_id,
        "created_at": now,
    }
    async with visit.desk.database.write() as connection:
        await put_in_outbox(connection, message)
        hers = {task.id for task in await open_tasks(connection, visit.reach) if task.person_id == who.id}
        await close_tasks(connection, visit.reach, hers.intersection(visit.form.numbers("settles")), staff_id, now)


def _key(visit: Visit, person_id: int, text: str) -> str:
    """One for each form and what was written in it: a corrected text from a page gone back to is a new message."""
    form = re.sub(r"[^A-Za-z0-9_-]", "", visit.form.text("key", 64))
    return f"coordinator:{form}:{visit.desk.database.keyring.lookup('answer', f'{person_id}:{text}')[:20]}"


ROUTES = (post("/people/{id:[0-9]{1,18}}/answer", answer, TEAM),)
