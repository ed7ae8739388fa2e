"""A meeting as a file for the calendar of a phone (RFC 5545). A later file with the same UID replaces it there."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.meeting_files.map_link import position
from bot.meeting_files.plain_text import joined, lines, one_line
from bot.meeting_files.zone_rules import zone_rules
from lab.meetings import CANCELLED, Meeting
from lab.wall_time import zone_of
from locales import N_
from locales.catalogue import Catalogues, MissingText

if TYPE_CHECKING:
    from icalendar import Event  # Three megabytes, where a calendar file is made only.

PROGRAM = "-//Brug//Brug//EN"
CONTENT_TYPE = "text/calendar"

MEETING_OF = N_("Meeting of {lab}")
MEETING_TITLE = N_("{lab}: {meeting}")
CANCELLED_TITLE = N_("Cancelled: {meeting}")

# The rules of a time zone are told for these days around the meeting, not for all time: the file stays small.
AROUND = timedelta(days=400)


def calendar_file(
    meeting: Meeting, language: str, catalogues: Catalogues, *, lab_name: str, now: datetime, url: str = ""
) -> bytes:
    """The whole file, in UTF-8. It names no person, and has no alarm: Brug itself reminds.

    `now` (aware) is when this file was made. Raises `MissingText`; and `ValueError` while the meeting has no UID.
    """
    from icalendar import Calendar

    if not meeting.uid:
        raise ValueError("the meeting has no UID: a calendar could never find it again")
    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.state == CANCELLED else "PUBLISH")
    event = _event(meeting, now, url)
    for name, text in _words(meeting, language, catalogues, lab_name).items():
        event.add(name, text, {"LANGUAGE": language.replace("_", "-")})
    zone, midnight = zone_of(meeting.timezone), datetime.combine(meeting.starts_at.date(), time(), UTC)
    if zone.key != "UTC":
        calendar.add_component(zone_rules(zone, midnight - AROUND, midnight + AROUND))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, now: datetime, url: str) -> "Event":
    from icalendar import Event

    event, zone = Event(), zone_of(meeting.timezone)
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    # Of a time that the clocks show twice a calendar takes the first, as Brug does (`moment_of`).
    event.add("dtstart", meeting.starts.replace(tzinfo=zone, fold=0))
    event.add("dtend", meeting.ends.replace(tzinfo=zone, fold=0))
    event.add("status", "CANCELLED" if meeting.state == CANCELLED else "CONFIRMED")
    # Where it is, in no language: places are called what they are called, and maps search for that.
    event.add("location", ", ".join(part for part in map(joined, (meeting.place.name, meeting.place.address)) if part))
    if found := position(meeting.place):
        event.add("geo", found)
    if url:
        event.add("url", url)
    return event


def _words(meeting: Meeting, language: str, catalogues: Catalogues, lab_name: str) -> dict[str, str]:
    """What is in her language. Directions are left out where nobody wrote them in it."""
    title = one_line(title_of(meeting.title, language))
    told = {"lab": one_line(lab_name), "meeting": title}
    summary = catalogues.render(language, MEETING_TITLE if title else MEETING_OF, told)
    if meeting.state == CANCELLED:
        summary = catalogues(language, CANCELLED_TITLE).format_map({"meeting": summary})  # names in it are isolated
    directions = lines(meeting.place.directions.get(language, ""))
    return {"summary": summary, "description": directions} if directions else {"summary": summary}


def title_of(titles: Mapping[str, str], language: str) -> str:
    """ "" when there is a title in no language. Raises `MissingText` when there is one, but not in hers."""
    found = titles.get(language, "").strip()
    if not found and any(title.strip() for title in titles.values()):
        raise MissingText(f"no title in {language!r}")
    return found
