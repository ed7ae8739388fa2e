"""No reminder after its meeting has begun; who was told hears of a change once, before anything else about it."""

from collections.abc import Iterator
from datetime import datetime

from bot.rehearsal.book import Book, Delivery, MeetingSeen, Verdict
from bot.rehearsal.checks import Violation
from lab.touchpoints import CORRECTIONS

BEFORE = frozenset(
    {"invitation", "preparation", "reminder_week", "reminder_day", "reminder_hours", "check_in", "moved", "seat_free"}
)
"""Kinds that are of use before the meeting only."""
TELLING = BEFORE - {"preparation", "check_in"}
"""Kinds that say when it is."""
EXCUSES = frozenset({"consent", "guardian", "left", "superseded", "meeting_cancelled", "unreachable", "paused"})
"""Why a correction may stay unsaid."""


def too_late(book: Book) -> Iterator[Violation]:
    for one in (one for one in book.deliveries if one.ours and one.meeting):
        known = book.meeting_at(one.meeting, one.at)
        late = [kind for kind in (one.kind, *one.joined) if kind in BEFORE]
        if known and late and one.at >= known.starts_at:
            yield Violation("reminder", one.at, one.person, f"{', '.join(late)} came after the meeting had begun.")


def uncorrected(book: Book) -> Iterator[Violation]:
    for change in (one for one in book.meetings if one.sequence):
        for persona in book.people:
            about = [one for one in book.begun(persona.number) if one.meeting == change.id]
            told = [one for one in about if one.at <= change.at and one.kind in (*TELLING, *CORRECTIONS)]
            if told:
                after = [one for one in about if change.at < (one.made_at or one.at) and _matters(one, change)]
                yield from _other_first(book, change, persona.number, after)
                yield from _never_told(book, change, persona.number, after)
                yield from _told_too_late(book, change, persona.number, after)


def _matters(one: Delivery, change: MeetingSeen) -> bool:
    """Once it has begun at its new time, there is nothing to correct."""
    return change.cancelled or one.at < change.starts_at


def _other_first(book: Book, change: MeetingSeen, number: int, after: list[Delivery]) -> Iterator[Violation]:
    """Until the next change."""
    following = [one for one in book.meetings if one.id == change.id and one.sequence > change.sequence]
    until = following[0].at if following else book.until
    within = [one for one in after if (one.made_at or one.at) <= until]
    corrections = [one for one in within if one.kind in CORRECTIONS]
    for one in within[:1]:
        if one.kind not in CORRECTIONS and not _asked_anew(book, change, number, one):
            yield Violation("correction", one.at, one.person, f"{one.kind} came before she heard of the change.")
    for one in corrections[1:]:
        yield Violation("correction", one.at, one.person, "She heard of the same change twice.")
    for one in within:
        if change.cancelled and one.kind != "cancelled":
            yield Violation("correction", one.at, one.person, f"{one.kind} came after the meeting was cancelled.")


def _asked_anew(book: Book, change: MeetingSeen, number: int, one: Delivery) -> bool:
    """Who said no is not corrected: she is invited to the meeting as it is now."""
    return one.kind == "invitation" and book.answer(change.id, number, change.at) == "no"


def _never_told(book: Book, change: MeetingSeen, number: int, after: list[Delivery]) -> Iterator[Violation]:
    """Those who were told and did not say no, and have not left."""
    if any(one.kind in CORRECTIONS for one in after) or not _counts(book, change, number):
        return
    fates = [one for one in book.verdicts if _about(one, change, number)]
    last = fates[-1] if fates else None
    excused = last is not None and (_is_excuse(book, change, last) or last.state == "planned")
    excused = excused or (bool(fates) and _down_meanwhile(book, change)) or _somebody_calls(book, change, number)
    if not excused:
        what = f"was {last.state} ({last.reason})" if last else "was never planned"
        yield Violation("correction", change.at, number, f"She was told of meeting {change.id}; the correction {what}.")


def _told_too_late(book: Book, change: MeetingSeen, number: int, after: list[Delivery]) -> Iterator[Violation]:
    """She said yes, and stood before a closed door: it was known before, and she heard of it afterwards."""
    before = [one for one in book.meetings if one.id == change.id and one.sequence == change.sequence - 1]
    heard = next((one for one in after if one.kind in CORRECTIONS), None)
    if not before or heard is None or book.answer(change.id, number, change.at) != "yes":
        return
    starts = min(before[0].starts_at, change.starts_at)
    if change.at < starts <= (heard.made_at or heard.at) and not _down_meanwhile(book, change):
        yield Violation("correction", heard.at, number, "She said yes, and heard of the change after it should begin.")


def _is_excuse(book: Book, change: MeetingSeen, last: Verdict) -> bool:
    """A pause is none where she said yes: she would stand before a closed door."""
    paused = last.reason == "paused" and book.answer(change.id, last.person, change.at) == "yes"
    return last.reason in EXCUSES and not paused


def _about(verdict: Verdict, change: MeetingSeen, number: int) -> bool:
    return verdict.person == number and verdict.meeting == change.id and verdict.kind in CORRECTIONS


def _counts(book: Book, change: MeetingSeen, number: int) -> bool:
    standing = book.latest(number, change.at, "joined", "stopped", "back", "erased")
    here = standing is not None and (standing.what == "back" or standing.value == "active")
    again = any(one.id == change.id and one.sequence > change.sequence for one in book.meetings)
    return here and not again and book.answer(change.id, number, change.at) != "no"


def _somebody_calls(book: Book, change: MeetingSeen, number: int) -> bool:
    """Messages do not arrive there, and a human knows it."""
    tasks = [task for task in book.tasks_of(number) if task.kind in ("unreachable", "call_unreachable")]
    return any(task.created_at < change.starts_at and (not task.done_at or task.done_at > change.at) for task in tasks)


def _down_meanwhile(book: Book, change: MeetingSeen) -> bool:
    """Nothing ran for a part of the time in which it could have been told."""
    ends: datetime = change.starts_at
    return any(begin < ends and change.at < end for begin, end in book.down)


RULES = {"reminder": too_late, "correction": uncorrected}
