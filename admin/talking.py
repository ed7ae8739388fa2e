"""All that moves on somebody's page while it is open: what is said, what waits, who else is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import ANSWERABLE
from admin.causes import causes
from admin.conversation import Day, days
from admin.dates import Dates
from admin.task_kinds import sentence_of, words_of
from admin.visit import Visit
from locales import N_
from store.beside import Original, beside
from store.crypto import fingerprint
from store.history import Bounds, page_of_person
from store.labs import labs
from store.presence import others_here

SHOWN = 100
"""Messages on a page: those before are one tap away."""
IS_HERE = N_("{name} has this page open too.")
IS_WRITING = N_("{name} is writing an answer.")


@dataclass(frozen=True, slots=True)
class Settled:
    """What the next message may answer. `has_answer`: one is on its way to her already."""

    id: int
    label: str
    has_answer: bool


@dataclass(frozen=True, slots=True)
class Talking:
    """`company`: who else of the team looks or writes. `tasks`: what an answer may settle. `quiet_until`: in words, or
    "". `waiting`: answers on their way through a mediator. `older`: where what was said before begins, or ""."""

    days: tuple[Day, ...]
    company: tuple[str, ...]
    tasks: tuple[Settled, ...]
    quiet_until: str
    waiting: tuple[Original, ...]
    older: str = ""

    @property
    def mark(self) -> str:
        """The same for the same conversation."""
        return fingerprint(repr(self.days))


async def talking(
    visit: Visit,
    connection: AsyncConnection,
    who: Row[Any],
    tasks: Sequence[Row[Any]],
    staff: Mapping[int, str],
    dates: Dates,
    before: Bounds | None = None,
) -> Talking:
    """`tasks`: hers that are open. `before`: of messages that are older than these."""
    entries, older = await page_of_person(connection, who.id, SHOWN, before)
    lab = (await labs(connection)).get(who.lab_id or 0)
    whys = await causes(visit, connection, entries, lab, dates)
    around = await beside(connection, who.id, entries, visit.language)
    company = (await others_here(connection, [who.id], visit.now)).get(who.id, [])
    quiet = who.human_until and who.human_until > visit.now
    return Talking(
        tuple(days(entries, dates, staff, around, whys)),
        tuple(
            visit.say(IS_WRITING if writes else IS_HERE, name=visit.name(name))
            for number, name, writes in company
            if number != visit.member.id
        ),
        tuple(
            Settled(one.id, words_of(one) or sentence_of(visit, one), bool(one.answer))
            for one in tasks
            if one.kind in ANSWERABLE
        ),
        dates.exact(who.human_until) if quiet else "",
        around.waiting,
        "-".join(map(str, older)) if older else "",
    )
