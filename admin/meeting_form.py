"""The form of a meeting: what stands in it, and what it means."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from admin.forms import Form
from lab.meetings import SESSION_KINDS, Meeting, Offer, Place, Session
from lab.phases import KEYS
from locales import N_

FIRST_LINES = 4
"""So many empty ones stand in the form of a new meeting."""
MOST_LINES = 30
LONGEST = 400

NO_PHASE = N_("Choose the phase.")
NO_DAY = N_("Write the day of the meeting, like 2026-05-14.")
NO_LAST_DAY = N_("Write the last day like 2026-05-15, or leave it empty.")
NO_START = N_("Write when the meeting starts, like 18:00.")
NO_END = N_("Write when the meeting ends, like 20:30.")
NO_SEATS = N_("Write how many people fit in as a number, or leave it empty.")
NO_POSITION = N_("Write latitude and longitude as numbers, like 51.05 and 3.72, or leave both empty.")
HALF_A_LINE = N_("Line {line} of the agenda needs a time, like 18:00, and what happens. Or leave all of it empty.")

Problem = tuple[str, dict[str, str]]
"""A text and its values."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the agenda in the form; `place` names its fields."""

    place: int
    starts: str = ""
    kind: str = ""
    title: Mapping[str, str] | None = None


def typed(form: Form) -> dict[str, str]:
    """What stood in the form, to stand there again."""
    return {name: form.text(name, LONGEST) for name in form.fields}


def typed_of(meeting: Meeting) -> dict[str, str]:
    """What stands in the form of a meeting that is there."""
    place, starts, ends = meeting.place, meeting.starts, meeting.ends
    values = {
        "phase": meeting.phase,
        "day": f"{starts:%Y-%m-%d}",
        "last_day": "" if starts.date() == ends.date() else f"{ends:%Y-%m-%d}",
        "start": f"{starts:%H:%M}",
        "end": f"{ends:%H:%M}",
        "timezone": meeting.timezone,
        "place": place.name,
        "address": place.address,
        "latitude": "" if place.latitude is None else str(place.latitude),
        "longitude": "" if place.longitude is None else str(place.longitude),
        "capacity": str(meeting.capacity or ""),
        "sequence": str(meeting.sequence),
    }
    offered = {name: "1" for name in ("childcare", "food", "travel_costs") if getattr(meeting.offer, name)}
    titles = {f"title_{code}": text for code, text in meeting.title.items()}
    ways = {f"directions_{code}": text for code, text in place.directions.items()}
    ticked = {f"interpreter_{code}": "1" for code in meeting.offer.interpreters}
    ticked |= {f"facilitator_{one}": "1" for one in meeting.facilitators}
    return values | offered | titles | ways | ticked | _agenda_of(meeting.sessions)


def _agenda_of(sessions: Iterable[Session]) -> dict[str, str]:
    values: dict[str, str] = {}
    for place, one in enumerate(sessions):
        values |= {f"line{place}_time": f"{one.starts:%H:%M}", f"line{place}_kind": one.kind}
        values |= {f"line{place}_title_{code}": text for code, text in one.title.items()}
    return values


def lines(values: Mapping[str, str], codes: Iterable[str]) -> list[Line]:
    """The agenda as it stands in the form: as many lines as it had, with an empty one after the last that is used."""
    known = list(codes)
    return [_line(values, place, known) for place in range(min(how_many_lines(values), MOST_LINES))]


def how_many_lines(values: Mapping[str, str]) -> int:
    used = [int(found[1]) for name, text in values.items() if text and (found := _LINE.match(name))]
    shown = values.get("lines", "")
    asked = int(shown) if re.fullmatch("[0-9]{1,2}", shown) else FIRST_LINES if not used else 0
    return max(asked, max((place for place in used if place < MOST_LINES), default=-1) + 2)


_LINE = re.compile(r"line(\d{1,2})_(?:time|kind|title_)")


def _line(values: Mapping[str, str], place: int, codes: Iterable[str]) -> Line:
    titles = {code: values.get(f"line{place}_title_{code}", "") for code in codes}
    return Line(place, values.get(f"line{place}_time", ""), values.get(f"line{place}_kind", ""), titles)


def meeting_of(
    form: Form, meeting: Meeting, codes: Iterable[str], spoken: Iterable[str], people: Iterable[int]
) -> tuple[Meeting, list[Problem]]:
    """`meeting` as the form wants it, and what must be written differently first. What cannot be read is as it was.

    `codes`: the languages of its texts. `spoken`: those that an interpreter may speak. `people`: the facilitators.
    """
    known = list(codes)
    sessions, amiss = _sessions(form, known)
    starts, ends = _times(form)
    wanted = replace(
        meeting,
        phase=form.text("phase"),
        starts=starts,
        ends=ends,
        timezone=form.text("timezone", 60),
        place=_place(form, meeting.place, known),
        title=_texts(form, "title_", known),
        capacity=_capacity(form, meeting.capacity),
        sessions=tuple(sorted(sessions, key=lambda one: one.starts) if starts.date() == ends.date() else sessions),
        offer=_offer(form, meeting.offer, spoken),
        facilitators=tuple(one for one in people if form.has(f"facilitator_{one}")),
    )
    return wanted, [*_problems(form), *amiss]


def has_times(form: Form) -> bool:
    """Whether it says when the meeting starts and ends."""
    readable = (form.day("day"), form.clock("start"), form.clock("end"))
    return None not in readable and _says_or_nothing(form.text("last_day"), form.day("last_day"))


def _says_or_nothing(text: str, read: object) -> bool:
    return not text or read is not None


def _problems(form: Form) -> Iterator[Problem]:
    checks: tuple[tuple[bool, str], ...] = (
        (form.text("phase") in KEYS, NO_PHASE),
        (form.day("day") is not None, NO_DAY),
        (_says_or_nothing(form.text("last_day"), form.day("last_day")), NO_LAST_DAY),
        (form.clock("start") is not None, NO_START),
        (form.clock("end") is not None, NO_END),
        (_says_or_nothing(form.text("capacity"), form.number("capacity")), NO_SEATS),
        (_has_position(form), NO_POSITION),
    )
    yield from ((text, {}) for fine, text in checks if not fine)


def _capacity(form: Form, before: int) -> int:
    """None is 0: room for all."""
    read = form.number("capacity")
    return before if read is None and form.text("capacity") else read or 0


def _has_position(form: Form) -> bool:
    return _is_number(form.text("latitude")) and _is_number(form.text("longitude"))


def _is_number(text: str) -> bool:
    """Or nothing. With a point or a comma, as people write it."""
    return re.fullmatch(r"(?:-?[0-9]{1,3}(?:[.,][0-9]{1,12})?)?", text) is not None


def _times(form: Form) -> tuple[datetime, datetime]:
    """Naive. What is missing was complained about before."""
    first = form.day("day") or date.min
    last = form.day("last_day") or first
    return datetime.combine(first, form.clock("start") or time()), datetime.combine(last, form.clock("end") or time())


def _place(form: Form, before: Place, codes: Iterable[str]) -> Place:
    names = ("latitude", "longitude")
    position = {one: _degrees(form.text(one)) for one in names} if _has_position(form) else {}
    return replace(
        before,
        name=form.text("place"),
        address=form.text("address"),
        directions=_texts(form, "directions_", codes),
        **position,
    )


def _degrees(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def _texts(form: Form, name: str, codes: Iterable[str]) -> dict[str, str]:
    found = {code: form.text(f"{name}{code}", LONGEST) for code in codes}
    return {code: text for code, text in found.items() if text}


def _offer(form: Form, before: Offer, spoken: Iterable[str]) -> Offer:
    return replace(
        before,
        interpreters=tuple(code for code in spoken if form.has(f"interpreter_{code}")),
        childcare=form.has("childcare"),
        food=form.has("food"),
        travel_costs=form.has("travel_costs"),
    )


def _sessions(form: Form, codes: Iterable[str]) -> tuple[list[Session], list[Problem]]:
    found: list[Session] = []
    amiss: list[Problem] = []
    known = list(codes)
    for place in range(MOST_LINES):
        kind, starts = form.text(f"line{place}_kind"), form.clock(f"line{place}_time")
        title = _texts(form, f"line{place}_title_", known)
        if starts is not None and kind in SESSION_KINDS:
            found.append(Session(starts, kind, title))
        elif kind or title or form.text(f"line{place}_time"):
            amiss.append((HALF_A_LINE, {"line": str(place + 1)}))
    return found, amiss


def moves(before: Meeting, after: Meeting) -> bool:
    """Whether people who know of it would come at the wrong time or to the wrong place."""
    return _where_and_when(before) != _where_and_when(after)


def _where_and_when(one: Meeting) -> tuple[Any, ...]:
    return one.starts, one.ends, one.timezone, one.place.name, one.place.address
