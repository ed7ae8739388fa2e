"""Answer somebody. However often the button is pressed, it is sent once."""

import re
from typing import Any

from aiohttp import web
from sqlalchemy import Row

from admin.answering import LONGEST, Way, way_to
from admin.pages.person import page_of, person_or_404
from admin.routes import TEAM, post
from admin.sharing import sharing
from admin.visit import Visit
from bot.messages import Outbound
from bot.outbox import pack
from bot.recalling import recalled
from locales import N_
from store.desk import addresses_of, open_tasks
from store.desk_changes import close_tasks, put_in_outbox
from store.promises import answered, keep_answer

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
    visit.desk.outbox.wake(await _send(visit, who, way, text))
    return visit.go(f"/admin/people/{who.id}?said=sent#answer")


async def _send(visit: Visit, who: Row[Any], way: Way, text: str) -> list[int]:
    """The message to her and to all who asked the same, and what it settles, in one commit. Where something goes."""
    async with visit.desk.database.write() as connection:
        await put_in_outbox(connection, _message(visit, who.id, way, text, who.language))
        hers = {task.id for task in await open_tasks(connection, visit.reach) if task.person_id == who.id}
        chosen = hers.intersection(visit.form.numbers("settles"))
        shared = await sharing(connection, who, chosen)
        for row, theirs in shared.others.values():
            message = _message(visit, row.person_id, theirs, _recalled(visit, row, text), row.language)
            await put_in_outbox(connection, message)
        await keep_answer(connection, [*shared.settled, *shared.waiting], text, who.language)
        await answered(connection, shared.settled, visit.member.id, visit.now)
        await close_tasks(connection, visit.reach, chosen, visit.member.id, visit.now)
    return [way.address_id, *(theirs.address_id for _, theirs in shared.others.values())]


def _message(visit: Visit, person_id: int, way: Way, text: str, language: str) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "address_id": way.address_id,
        "kind": "coordinator",
        "body": pack(Outbound(text=text, lang=language)),
        "state": "queued",
        "due_at": visit.now,
        "key": _key(visit, person_id, text),
        "staff_id": visit.member.id,
        "created_at": visit.now,
    }


def _recalled(visit: Visit, row: Row[Any], text: str) -> str:
    """Somebody who asked the same days ago is told what this answers, in her language."""
    return recalled(visit.desk.catalogues, row.language, row.note or "", text)


def _key(visit: Visit, person_id: int, text: str) -> str:
    """One for each form and what was written in it: a corrected text from a page gone back to is a new message."""
    form = re.sub(r"[^A-Za-z0-9_-]", "", visit.form.text("key", 64))
    return f"coordinator:{form}:{visit.desk.database.keyring.lookup('answer', f'{person_id}:{text}')[:20]}"


ROUTES = (post("/people/{id:[0-9]{1,18}}/answer", answer, TEAM),)
