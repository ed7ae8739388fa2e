"""What waits for a human: sentences, most urgent first, each with its one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Row

from admin.dates import Dates
from admin.routes import TEAM, get
from admin.task_kinds import SOMEBODY, kind_of, media_of, sentence_of, words_of
from admin.visit import Visit
from admin.words import CHANNELS
from locales import N_
from store.desk import ailing_messages, done_tasks, open_tasks
from store.labs import labs
from store.outgoing import problems

UNDO = timedelta(days=30)
AILING_SHOWN = timedelta(days=7)
PATIENCE = timedelta(days=5)
"""What nobody was promised stands where a promise of this length would."""


AILS = {
    "failed": N_("A message to {name} was not sent."),
    "unconfirmed": N_("We do not know if a message to {name} arrived."),
}
CHANNEL_FAILS = N_("The channel {name} does not work.")


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence of the list. `task_id` is 0 for what is not a task and so cannot be marked as done."""

    sentence: str
    button: str
    link: str
    due: datetime
    words: str = ""
    media: str = ""
    when: str = ""
    late: bool = False
    task_id: int = 0


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        zone = next((lab.timezone for lab in (await labs(connection)).values() if lab.id == visit.reach.lab_id), "")
        dates = visit.dates(zone)
        broken = await problems(connection)
        items = [_task(visit, row, dates) for row in await open_tasks(connection, visit.reach)]
        ailing = await ailing_messages(connection, visit.reach, visit.now - AILING_SHOWN)
        done = await done_tasks(connection, visit.reach, visit.now - UNDO)
    items += [_ailing(visit, row, dates) for row in ailing] + _channels(visit, broken)
    items.sort(key=lambda item: (not item.late, item.due))
    told = [row for row in done if str(row.id) == visit.query("done")]
    return await visit.show(
        "today.html",
        at="today",
        items=items,
        late=sum(item.late for item in items),
        told=_past(visit, told, dates),
        done=_past(visit, done, dates),
        dates=dates,
    )


def _task(visit: Visit, row: Row[Any], dates: Dates) -> Item:
    kind = kind_of(row)
    due = row.answer_by.astimezone(UTC).date() if row.answer_by else None
    return Item(
        sentence=sentence_of(visit, row),
        button=kind.button,
        link=f"/admin/people/{row.person_id}{kind.anchor}" if row.person_id else "/admin/people",
        due=row.answer_by or row.created_at + PATIENCE,
        words=words_of(row),
        media=media_of(row),
        when=visit.say(N_("Promised by {day}"), day=dates.day(due)) if due else dates.moment(row.created_at),
        late=bool(due and due < dates.today),
        task_id=row.id,
    )


def _ailing(visit: Visit, row: Row[Any], dates: Dates) -> Item:
    return Item(
        sentence=visit.say(AILS[row.state], name=row.name or visit.say(SOMEBODY)),
        button=N_("See the chat"),
        link=f"/admin/people/{row.person_id}#answer",
        due=row.created_at,
        when=dates.moment(row.created_at),
    )


def _channels(visit: Visit, written: Sequence[tuple[str, str]]) -> list[Item]:
    """What a channel says itself, and what its provider told the outbox."""
    names = {channel.name for channel in visit.desk.channels if getattr(channel, "problem", None)}
    names |= {channel for channel, _ in written}
    return [
        Item(
            visit.say(CHANNEL_FAILS, name=visit.say(CHANNELS.get(name, name))),
            N_("Set-up"),
            "/admin/set-up#channels",
            due=datetime.min.replace(tzinfo=UTC),
            late=True,
        )
        for name in sorted(names)
    ]


def _past(visit: Visit, rows: Sequence[Row[Any]], dates: Dates) -> list[tuple[int, str, str]]:
    return [(row.id, sentence_of(visit, row), _by_whom(visit, row, dates)) for row in rows]


def _by_whom(visit: Visit, row: Row[Any], dates: Dates) -> str:
    return " · ".join(part for part in (dates.moment(row.done_at), visit.name(row.done_by)) if part)


async def to_today(visit: Visit) -> web.Response:
    return visit.go("/admin/")


ROUTES = (get("/", show, TEAM), get("", to_today, TEAM))
