"""One person: what we know, what she agreed to, the conversation, and a box to answer."""

import re
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import LONGEST, way_to
from admin.beside_facts import beside_facts
from admin.beside_talk import beside_talk, fitting
from admin.clash import TICKED, as_shown
from admin.contact_line import contact_line
from admin.conversation import KINDS
from admin.group_names import group_name
from admin.portrait import channels, facts, ledger, role_compared
from admin.routes import TEAM, get
from admin.sharing import sharing
from admin.talking import talking
from admin.visit import Visit
from admin.words import GUARDIAN_HOW, HOW, IN_CHAT, ROLES, STANDINGS, standing_of
from locales import N_
from store.desk import addresses_of, open_tasks_of, person_within
from store.facts import recorded
from store.groups import Quota, groups_of, quotas
from store.labs import Lab, labs
from store.people import consents_of
from store.phone_sharers import shared_with
from store.staff import colleagues

SAID = {
    "sent": N_("Your message is on its way."),
    "saved": N_("Saved."),
    "quiet": N_("The program is quiet. You talk with this person yourself."),
    "goes_on": N_("The program goes on."),
    "asked": N_("A mediator is asked to translate this."),
}


async def show(visit: Visit) -> web.Response:
    asked = visit.query("ready")
    who = await person_or_404(visit)
    return await page_of(visit, who, ready_id=int(asked) if re.fullmatch("[0-9]{1,18}", asked) else 0)


async def person_or_404(visit: Visit) -> Row[Any]:
    """Somebody of another lab is not there."""
    async with visit.desk.database.read() as connection:
        found = await person_within(connection, visit.reach, visit.number("id"))
    if found is None:
        raise web.HTTPNotFound
    return found


async def page_of(
    visit: Visit, who: Row[Any], *, text: str = "", problem: str = "", ready_id: int = 0, amiss: str = ""
) -> web.Response:
    """The page; with a `problem`, what was written stands in the box again. A ready answer is put behind it.

    `amiss`: what is wrong with another form than the answer.
    """
    async with visit.desk.database.read() as connection:
        values = await _gathered(visit, connection, who)
    values["before"] = _before(visit)
    wanted = fitting(values["ready"], ready_id)
    added = wanted.words.get(who.language, "") if wanted else ""
    return await visit.show(
        "person.html",
        422 if problem else 200,
        at="people",
        person=who,
        standing=STANDINGS.get(standing_of(who.standing, who.paused_until, visit.now), who.standing),
        key=secrets.token_urlsafe(16),
        text="\n".join(part for part in (text, added) if part),
        lacking=wanted if wanted and not added else None,
        problem=problem,
        amiss=amiss,
        said=SAID.get(visit.query("said"), ""),
        longest=LONGEST,
        kinds=KINDS,
        roles={key: ROLES[key] for key in IN_CHAT},
        role_shown=as_shown(role_compared(visit, who.role)),
        how={name: HOW[name] for name in GUARDIAN_HOW},
        **values,
    )


def _before(visit: Visit) -> tuple[int, int] | None:
    """Where the messages end that somebody reads further back. None: at the newest."""
    found = re.fullmatch("([0-9]{1,18})-([0-9]{1,18})", visit.query("before"))
    return (int(found[1]), int(found[2])) if found else None


async def _gathered(visit: Visit, connection: AsyncConnection, who: Row[Any]) -> dict[str, Any]:
    lab: Lab | None = (await labs(connection)).get(who.lab_id or 0)
    dates = visit.dates(lab.timezone if lab else "")
    addresses = await addresses_of(connection, who.id)
    staff: Mapping[int, str] = {one.id: one.name for one in await colleagues(connection)}
    planned, been = await contact_line(visit, connection, who.id, dates)
    tasks = await open_tasks_of(connection, visit.reach, who.id)
    shared = await sharing(connection, who.id, who.language, [one.id for one in tasks])
    groups = await _groups(connection, who)
    return {
        "facts": facts(visit, who, lab.name if lab else "", dates, await recorded(connection, who.id)),
        "ledger": ledger(visit, await consents_of(connection, who.id), dates, staff),
        "channels": channels(visit, addresses),
        "talking": await talking(visit, connection, who, tasks, staff, dates, _before(visit)),
        "sharers": await shared_with(connection, visit.reach, who.id),
        "way": way_to(who.standing, addresses),
        "shared": shared.sentences(visit),
        "contacts_ahead": planned,
        "contacts_been": been,
        "groups": groups,
        "called": partial(group_name, visit),
        "groups_shown": as_shown({one.name: TICKED for one, ticked in groups if ticked}),
        "dates": dates,
        **await beside_talk(visit, connection, who, lab, dates),
        **await beside_facts(visit, connection, who, lab, dates),
    }


async def _groups(connection: AsyncConnection, who: Row[Any]) -> list[tuple[Quota, bool]]:
    """The groups of her lab, and whether she is in them."""
    keys = (await groups_of(connection, [who.id])).get(who.id, frozenset())
    return [(one, one.key in keys) for one in await quotas(connection, who.lab_id or 0)]


ROUTES = (get("/people/{id:[0-9]{1,18}}", show, TEAM, words=True),)
