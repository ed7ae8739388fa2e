"""The list of Today: sentences, most urgent first, each with its one button."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import DAY, Dates
from admin.task_kinds import SOMEBODY, danger_of, kind_of, link_of, media_of, sentence_of, short_of, words_of
from admin.visit import Visit
from admin.words import CHANNELS
from lab.promises import PROMISED, YOURS_NOW, is_close
from locales import N_
from store.crypto import fingerprint
from store.danger_since import Since, wrote_since
from store.desk_meetings import overdue, quarantined

T = TypeVar("T")
PATIENCE = timedelta(days=5)
"""What nobody was promised stands where a promise of this length would."""
PATIENT = timedelta(minutes=30)
"""So long a contact may be due before it is called overdue."""
AT_ONCE = datetime.min.replace(tzinfo=UTC)
AILS = {
    "failed": N_("A message to {name} was not sent."),
    "unconfirmed": N_("We do not know if a message to {name} arrived."),
}
OVERDUE = N_("Messages that should have gone out: {count}. The oldest was due: {when}. Perhaps Brug stood still.")
QUARANTINE = N_(
    "Messages that came in and could not be read: {count}. They are kept for 30 days. "
    "Tell the person who runs Brug: the log says why."
)
YOURS = N_("You answer this.")
OWNED = N_("{name} answers this.")
NOBODYS = N_("Nobody has taken this yet.")
ANSWER_WAITS = N_("There is an answer, but not in this person’s language yet.")
LOOKED_AFTER = N_("You look after this person.")
CHANNEL_FAILS = N_("The channel {name} does not work.")
SINCE = N_("Since {day}")
WROTE_MORE = N_("Wrote more since then: {count}, the last time {when}")


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence of the list. A task can be marked as done, a message as seen; the rest leaves by itself.

    `age` says since when it waits, `when` what was promised; `soon`: that ends within a day. `mine`: for whoever looks.
    `kind`: of the task, if it is one. `personal`: it names somebody, so it is not for paper on a wall. `lang`: of the
    `words`, where it is known.
    """

    sentence: str
    button: str
    link: str
    due: datetime
    words: str = ""
    media: str = ""
    when: str = ""
    age: str = ""
    late: bool = False
    soon: bool = False
    task_id: int = 0
    message_id: int = 0
    about: str = ""
    urgent: bool = False
    mine: bool = False
    kind: str = ""
    personal: bool = False
    lang: str = ""


def in_order(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (not item.urgent, not item.late, item.due))


def in_sight(ordered: Iterable[T], most: int, kind: Callable[[T], str]) -> list[T]:
    """The first `most`, and of each kind that none of them is of the first: many of one kind hide no other."""
    kinds: set[str] = set()
    found = []
    for number, one in enumerate(ordered):
        if number < most or kind(one) not in kinds:
            found.append(one)
            kinds.add(kind(one))
    return found


def mark_of(items: Iterable[Item]) -> str:
    """The same for the same list, whatever the time."""
    seen = [(one.sentence, one.words, one.about, one.late, one.task_id, one.message_id) for one in items]
    return fingerprint(repr(seen))


async def most_urgent(
    visit: Visit, connection: AsyncConnection, rows: Iterable[Row[Any]], dates: Dates, most: int
) -> list[Item]:
    """The first of them as `in_order` has them: an item is made of what is shown, and of no more."""
    ordered = sorted(rows, key=lambda row: _place(row, dates))
    shown = in_sight(ordered, most, lambda row: str(row.kind))
    in_danger = [row.id for row in shown if row.kind == "danger"]
    since_then = await wrote_since(connection, in_danger) if in_danger else {}
    return [task_item(visit, row, dates, since_then.get(row.id)) for row in shown]


def _place(row: Row[Any], dates: Dates) -> tuple[bool, bool, datetime]:
    return row.kind != "danger", not _is_late(row, dates), _due(row)


def _due(row: Row[Any]) -> datetime:
    """When it should be done."""
    due: datetime = row.answer_by or row.created_at + PATIENCE
    return AT_ONCE if row.kind == "danger" else due


def _is_late(row: Row[Any], dates: Dates) -> bool:
    return row.kind == "danger" or bool(row.answer_by and row.answer_by.astimezone(UTC).date() < dates.today)


def is_mine(visit: Visit, row: Row[Any]) -> bool:
    """Whoever looks answers it, or looks after this person."""
    return visit.member.id in (row.owner_id, row.looked_after_by)


def task_item(visit: Visit, row: Row[Any], dates: Dates, more: Since | None = None) -> Item:
    """`more`: what she wrote since, where she may be in danger."""
    kind, danger = kind_of(row), row.kind == "danger"
    due = row.answer_by.astimezone(UTC).date() if row.answer_by else None
    return Item(
        sentence=sentence_of(visit, row),
        button=kind.button,
        link=link_of(row),
        due=_due(row),
        words=words_of(row),
        media=media_of(row),
        when=visit.say(PROMISED, day=dates.day(due)) if due else "",
        age=since(visit, row.created_at, dates),
        late=_is_late(row, dates),
        soon=bool(row.answer_by and is_close(row.answer_by, visit.now)),
        task_id=row.id,
        about=_danger(visit, row, dates, more) or short_of(visit, row) or _whose(visit, row),
        urgent=danger,
        mine=is_mine(visit, row),
        kind=row.kind,
        personal=row.person_id is not None,
        lang="" if row.kind == "guardian" else row.language or "",  # there it is a name and a number
    )


def _danger(visit: Visit, row: Row[Any], dates: Dates, more: Since | None) -> str:
    """Her words stand in her conversation only. The exact time: the list is shown again when this changes."""
    wrote = visit.say(WROTE_MORE, count=str(more.times), when=dates.exact(more.last)) if more else ""
    return " · ".join(filter(None, (danger_of(visit, row), wrote)))


def since(visit: Visit, moment: datetime, dates: Dates) -> str:
    """ "3 hours ago", and from a day on "Since Mon 11 May"."""
    if visit.now - moment < DAY:
        return dates.moment(moment)
    return visit.say(SINCE, day=dates.day(dates.local_day(moment)))


def _whose(visit: Visit, row: Row[Any]) -> str:
    """Who answers what somebody brought in. A day before the promise its owner sees that it is hers to do now."""
    if row.sort and row.answer and row.answer_language != row.language:
        return visit.say(ANSWER_WAITS)
    if row.sort and row.owner_id == visit.member.id:
        return visit.say(YOURS_NOW if row.answer_by and is_close(row.answer_by, visit.now) else YOURS)
    if row.sort and row.owner_id:
        return visit.say(OWNED, name=visit.name(row.owner))
    if row.looked_after_by == visit.member.id:
        return visit.say(LOOKED_AFTER)
    return visit.say(NOBODYS) if row.sort else ""


def ailing_item(visit: Visit, row: Row[Any], dates: Dates) -> Item:
    return Item(
        sentence=visit.say(AILS[row.state], name=row.name or visit.say(SOMEBODY)),
        button=N_("See the chat"),
        link=f"/admin/people/{row.person_id}?why=task#answer",
        due=row.created_at,
        age=since(visit, row.created_at, dates),
        message_id=row.id,
        mine=row.owner_id == visit.member.id,
        personal=True,
    )


async def stuck(visit: Visit, connection: AsyncConnection, dates: Dates) -> list[Item]:
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


def broken_channels(visit: Visit, written: Sequence[tuple[str, str]]) -> list[Item]:
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
