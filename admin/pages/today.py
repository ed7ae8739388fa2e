"""What waits for a human: sentences, most urgent first, each with its one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import Dates
from admin.outlook import outlook
from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.task_kinds import SOMEBODY, danger_of, kind_of, link_of, media_of, sentence_of, words_of
from admin.visit import Visit
from admin.words import CHANNELS
from lab.promises import is_close
from locales import N_
from store.desk import ailing_messages, done_tasks, open_tasks
from store.desk_meetings import labs_within, overdue, quarantined
from store.outgoing import problems

UNDO = timedelta(days=30)
AILING_SHOWN = timedelta(days=7)
PATIENCE = timedelta(days=5)
"""What nobody was promised stands where a promise of this length would."""


AILS = {
    "failed": N_("A message to {name} was not sent."),
    "unconfirmed": N_("We do not know if a message to {name} arrived."),
}
OVERDUE = N_("Messages that should have gone out: {count}. The oldest was due: {when}. Perhaps Brug stood still.")
QUARANTINE = N_(
    "Messages that came in and could not be read: {count}. They are kept for 30 days. "
    "Tell the person who runs Brug: the log says why."
)
PATIENT = timedelta(minutes=30)
"""So long a contact may be due before it is called overdue."""
AT_ONCE = datetime.min.replace(tzinfo=UTC)
YOURS = N_("You answer this.")
YOURS_NOW = N_("You answer this: please do it today.")
OWNED = N_("{name} answers this.")
NOBODYS = N_("Nobody has taken this yet.")
ANSWER_WAITS = N_("There is an answer, but not in this person’s language yet.")
CHANNEL_FAILS = N_("The channel {name} does not work.")


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence of the list. A task can be marked as done, a message as seen; the rest leaves by itself."""

    sentence: str
    button: str
    link: str
    due: datetime
    words: str = ""
    media: str = ""
    when: str = ""
    late: bool = False
    task_id: int = 0
    message_id: int = 0
    about: str = ""
    urgent: bool = False


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        mine = await labs_within(connection, visit.reach)
        dates = visit.dates(next(iter(mine.values())).timezone if len(mine) == 1 else "")
        broken = await problems(connection)
        items = [_task(visit, row, dates) for row in await open_tasks(connection, visit.reach) if not row.merged_into]
        ailing = await ailing_messages(connection, visit.reach, visit.now - AILING_SHOWN)
        done = await done_tasks(connection, visit.reach, visit.now - UNDO)
        items += await _stuck(visit, connection, dates)
        ahead = await outlook(visit, connection, dates)
    items += [_ailing(visit, row, dates) for row in ailing] + _channels(visit, broken)
    items.sort(key=lambda item: (not item.urgent, not item.late, item.due))
    told = [row for row in done if str(row.id) == visit.query("done")]
    return await visit.show(
        "today.html",
        at="today",
        items=items,
        late=sum(item.late for item in items),
        told=_past(visit, told, dates),
        done=_past(visit, done, dates),
        seen=visit.query("seen") if visit.query("seen").isdecimal() else "",
        outlook=ahead,
        labs=mine.values(),
        dates=dates,
    )


def _task(visit: Visit, row: Row[Any], dates: Dates) -> Item:
    kind, danger = kind_of(row), row.kind == "danger"
    due = row.answer_by.astimezone(UTC).date() if row.answer_by else None
    return Item(
        sentence=sentence_of(visit, row),
        button=kind.button,
        link=link_of(row),
        due=AT_ONCE if danger else row.answer_by or row.created_at + PATIENCE,
        words=words_of(row),
        media=media_of(row),
        when=visit.say(N_("Promised by {day}"), day=dates.day(due)) if due else dates.moment(row.created_at),
        late=danger or bool(due and due < dates.today),
        task_id=row.id,
        about=danger_of(visit, row) or _whose(visit, row),
        urgent=danger,
    )


def _whose(visit: Visit, row: Row[Any]) -> str:
    """Who answers what somebody brought in. A day before the promise its owner sees that it is hers to do now."""
    if not row.sort:
        return ""
    if row.answer and row.answer_language != row.language:
        return visit.say(ANSWER_WAITS)
    if row.owner_id == visit.member.id:
        return visit.say(YOURS_NOW if row.answer_by and is_close(row.answer_by, visit.now) else YOURS)
    return visit.say(OWNED, name=visit.name(row.owner)) if row.owner_id else visit.say(NOBODYS)


def _ailing(visit: Visit, row: Row[Any], dates: Dates) -> Item:
    return Item(
        sentence=visit.say(AILS[row.state], name=row.name or visit.say(SOMEBODY)),
        button=N_("See the chat"),
        link=f"/admin/people/{row.person_id}#answer",
        due=row.created_at,
        when=dates.moment(row.created_at),
        message_id=row.id,
    )


async def _stuck(visit: Visit, connection: AsyncConnection, dates: Dates) -> list[Item]:
    """What should have gone out; and, for administrators, what came in and belongs to no lab."""
    many, oldest = await overdue(connection, visit.reach, visit.now - PATIENT)
    unread = await quarantined(connection) if visit.reach.everything else 0
    found = []
    if oldest:
        sentence = visit.say(OVERDUE, count=str(many), when=dates.moment(oldest))
        found.append(Item(sentence, N_("Set-up"), "/admin/set-up#channels", due=oldest, late=True))
    if unread:
        sentence = visit.say(QUARANTINE, count=str(unread))
        found.append(Item(sentence, N_("Set-up"), "/admin/set-up#channels", due=visit.now))
    return found


def _channels(visit: Visit, written: Sequence[tuple[str, str]]) -> list[Item]:
    """What a channel says itself, and what its provider told the outbox."""
    names = {channel.name for channel in visit.desk.channels if getattr(channel, "problem", None)}
    names |= {channel for channel, _ in written}
    return [
        Item(
            visit.say(CHANNEL_FAILS, name=visit.say(CHANNELS.get(name, name))),
            N_("Set-up"),
            "/admin/set-up#channels",
            due=AT_ONCE,
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


TAB = Tab("today", "today", "/", N_("Today"), TEAM, 10)

ROUTES = (get("/", show, TEAM), get("", to_today, TEAM))
