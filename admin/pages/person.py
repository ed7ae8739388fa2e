"""One person: what we know, what she agreed to, the conversation, and a box to answer."""

import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import ANSWERABLE, LONGEST, way_to
from admin.contact_line import contact_line
from admin.conversation import KINDS, days
from admin.portrait import channels, facts, ledger
from admin.routes import TEAM, get
from admin.sharing import sharing
from admin.task_kinds import sentence_of, words_of
from admin.visit import Visit
from admin.words import GUARDIAN_HOW, HOW, IN_CHAT, ROLES, STANDINGS, standing_of
from locales import N_
from store.desk import addresses_of, open_tasks, person_within
from store.groups import Quota, groups_of, quotas
from store.history import of_person
from store.labs import Lab, labs
from store.people import consents_of
from store.staff import colleagues

SAID = {
    "sent": N_("Your message is on its way."),
    "saved": N_("Saved."),
}


async def show(visit: Visit) -> web.Response:
    return await page_of(visit, await person_or_404(visit))


async def person_or_404(visit: Visit) -> Row[Any]:
    """Somebody of another lab is not there."""
    async with visit.desk.database.read() as connection:
        found = await person_within(connection, visit.reach, visit.number("id"))
    if found is None:
        raise web.HTTPNotFound
    return found


async def page_of(visit: Visit, who: Row[Any], *, text: str = "", problem: str = "") -> web.Response:
    """The page; with a `problem`, what was written stands in the box again."""
    async with visit.desk.database.read() as connection:
        values = await _gathered(visit, connection, who)
    return await visit.show(
        "person.html",
        422 if problem else 200,
        at="people",
        person=who,
        standing=STANDINGS.get(standing_of(who.standing, who.paused_until, visit.now), who.standing),
        key=secrets.token_urlsafe(16),
        text=text,
        problem=problem,
        said=SAID.get(visit.query("said"), ""),
        longest=LONGEST,
        kinds=KINDS,
        roles={key: ROLES[key] for key in IN_CHAT},
        how={name: HOW[name] for name in GUARDIAN_HOW},
        **values,
    )


async def _gathered(visit: Visit, connection: AsyncConnection, who: Row[Any]) -> dict[str, Any]:
    lab: Lab | None = (await labs(connection)).get(who.lab_id or 0)
    dates = visit.dates(lab.timezone if lab else "")
    addresses = await addresses_of(connection, who.id)
    staff: Mapping[int, str] = {one.id: one.name for one in await colleagues(connection)}
    planned, been = await contact_line(visit, connection, who.id, dates)
    tasks = [task for task in await open_tasks(connection, visit.reach) if task.person_id == who.id]
    shared = await sharing(connection, who, [one.id for one in tasks])
    return {
        "facts": facts(visit, who, lab.name if lab else "", dates),
        "ledger": ledger(visit, await consents_of(connection, who.id), dates, staff),
        "channels": channels(visit, addresses),
        "days": days(await of_person(connection, who.id), dates, staff),
        "way": way_to(who.standing, addresses),
        "tasks": [(one.id, _label(visit, one)) for one in tasks if one.kind in ANSWERABLE],
        "shared": shared.sentences(visit),
        "contacts_ahead": planned,
        "contacts_been": been,
        "groups": await _groups(connection, who),
        "dates": dates,
    }


async def _groups(connection: AsyncConnection, who: Row[Any]) -> list[tuple[Quota, bool]]:
    """The groups of her lab, and whether she is in them."""
    keys = (await groups_of(connection, [who.id])).get(who.id, frozenset())
    return [(one, one.key in keys) for one in await quotas(connection, who.lab_id or 0)]


def _label(visit: Visit, task: Row[Any]) -> str:
    """Her own words where there are any."""
    return words_of(task) or sentence_of(visit, task)


ROUTES = (get("/people/{id:[0-9]{1,18}}", show, TEAM, words=True),)
