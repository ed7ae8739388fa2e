"""The calendar file, read back with another library than the one that writes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus

from bot.meeting_files.calendar import calendar_file
from bot.meeting_files.map_link import map_link
from lab.meetings import CANCELLED, Meeting, Place
from lab.wall_time import is_skipped, zone_of
from locales.catalogue import Catalogues, Language, MissingText

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
TEXTS = {
    "en": {},
    "nl": {
        "Meeting of {lab}": "Bijeenkomst van {lab}",
        "{lab}: {meeting}": "{lab}: {meeting}",
        "Cancelled: {meeting}": "Gaat niet door: {meeting}",
    },
    "ar": {
        "Meeting of {lab}": "لقاء {lab}",
        "{lab}: {meeting}": "{lab}: {meeting}",
        "Cancelled: {meeting}": "أُلغي: {meeting}",
    },
}
CATALOGUES = Catalogues(
    {code: Language(code, code, "rtl" if code == "ar" else "ltr", texts, 0) for code, texts in TEXTS.items()}
)
MEETING = Meeting(
    id=7,
    lab_id=1,
    phase="co_creation",
    starts=datetime(2026, 5, 14, 18, 0),  # noqa: DTZ001 - wall time
    ends=datetime(2026, 5, 14, 21, 0),  # noqa: DTZ001
    timezone="Europe/Brussels",
    place=Place(
        "De Krook; zaal 2",
        "Platteberg 11,\n9000 Gent",
        latitude=51.0486,
        longitude=3.7286,
        directions={"nl": "Tram 1, halte Korenmarkt.\nDan 5 minuten 🚶", "ar": "الترام 1، محطة كورنماركت"},
    ),
    title={"nl": "Ideeën kiezen, deel 2", "ar": "نختار الأفكار"},
    facilitators=(4,),
    sequence=2,
    uid="meeting-7@brug.example",
)


def written(meeting: Meeting, language: str = "nl") -> str:
    return calendar_file(
        meeting, language, CATALOGUES, lab_name="Samen Sterk", now=NOW, url="https://brug.example/m/7?a=1,2;b"
    ).decode()


def read(text: str) -> Event:
    """The one event of the file."""
    [event] = IcsCalendarStream.calendar_from_ics(text).events
    return event


def test_another_library_reads_every_field() -> None:
    event = read(written(MEETING))

    assert event.uid == "meeting-7@brug.example"
    assert event.sequence == 2
    assert event.dtstamp == NOW
    assert event.start == datetime(2026, 5, 14, 16, 0, tzinfo=UTC)
    assert event.end == datetime(2026, 5, 14, 19, 0, tzinfo=UTC)
    assert event.summary == "Samen Sterk: Ideeën kiezen, deel 2"
    assert event.location == "De Krook; zaal 2, Platteberg 11, 9000 Gent"
    assert event.geo is not None
    assert (event.geo.lat, event.geo.lng) == (51.0486, 3.7286)
    assert event.description == "Tram 1, halte Korenmarkt.\nDan 5 minuten 🚶"
    assert event.url == "https://brug.example/m/7?a=1,2;b"
    assert event.status == EventStatus.CONFIRMED


def test_the_file_is_in_the_form_that_the_standard_asks_for() -> None:
    text = written(MEETING)

    assert "METHOD:PUBLISH\r\n" in text
    assert "DTSTART;TZID=Europe/Brussels:20260514T180000\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_nobody_is_named_and_nothing_rings() -> None:
    text = written(MEETING)

    assert not any(name in text for name in ("ORGANIZER", "ATTENDEE", "CONTACT", "VALARM"))


def test_a_meeting_that_moves_replaces_the_old_one() -> None:
    moved = replace(
        MEETING, starts=MEETING.starts + timedelta(days=1), ends=MEETING.ends + timedelta(days=1), sequence=3
    )

    before, after = read(written(MEETING)), read(written(moved))

    assert after.uid == before.uid
    assert (before.sequence, after.sequence) == (2, 3)
    assert after.start == datetime(2026, 5, 15, 16, 0, tzinfo=UTC)


def test_a_cancelled_meeting_says_so_to_programs_and_to_people() -> None:
    text = written(replace(MEETING, state=CANCELLED, sequence=3))

    event = read(text)

    assert "METHOD:CANCEL\r\n" in text
    assert (event.uid, event.status) == (MEETING.uid, EventStatus.CANCELLED)
    assert event.summary == "Gaat niet door: Samen Sterk: Ideeën kiezen, deel 2"


def test_all_words_are_in_her_language_or_there_is_no_file() -> None:
    assert read(written(MEETING, "ar")).description == "الترام 1، محطة كورنماركت"
    assert (
        read(written(replace(MEETING, place=replace(MEETING.place, directions={"nl": "Tram 1"})), "ar")).description
        is None
    )
    for language in ("en", "tr"):
        with pytest.raises(MissingText):
            written(MEETING, language)
        with pytest.raises(MissingText):
            written(replace(MEETING, title={}), language)


def test_without_a_title_it_is_the_meeting_of_the_lab() -> None:
    assert read(written(replace(MEETING, title={}))).summary == "Bijeenkomst van Samen Sterk"
    assert read(written(replace(MEETING, title={}), "ar")).summary == "لقاء \u2068Samen Sterk\u2069"


def test_without_a_uid_there_is_no_file() -> None:
    with pytest.raises(ValueError, match="UID"):
        written(replace(MEETING, uid=""))


NIGHTS = [datetime(2026, 3, 29), datetime(2026, 10, 25)]  # noqa: DTZ001 - Brussels changes its clocks
BRUSSELS = zone_of("Europe/Brussels")


def utc(value: date | None) -> datetime:
    """To compare: Python calls no time equal that clocks show twice."""
    assert isinstance(value, datetime)
    return value.astimezone(UTC)


@pytest.mark.parametrize("night", NIGHTS)
def test_in_the_nights_when_clocks_change_the_moment_is_ours(night: datetime) -> None:
    starts = [night + timedelta(minutes=minutes) for minutes in range(0, 300, 30)]
    for start in (start for start in starts if not is_skipped(start, BRUSSELS)):
        meeting = replace(MEETING, starts=start, ends=start + timedelta(hours=9))
        text = written(meeting)

        for event in (read(text), read(only_by_its_rules(text))):
            assert (utc(event.start), utc(event.end)) == (meeting.starts_at, meeting.ends_at)


def only_by_its_rules(text: str, zone: str = "Europe/Brussels") -> str:
    """The same file with a zone that no reader knows: it must take the rules that stand in the file."""
    return text.replace(f"TZID={zone}:", "TZID=Nowhere:").replace(f"TZID:{zone}\r", "TZID:Nowhere\r")


ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001
)
def test_in_every_zone_the_moment_is_ours(zone: str, starts: datetime) -> None:
    starts = starts.replace(second=0, microsecond=0)
    meeting = replace(MEETING, timezone=zone, starts=starts, ends=starts + timedelta(hours=9))
    assume(not is_skipped(starts, zone_of(zone)))

    event = read(only_by_its_rules(written(meeting), zone))

    assert utc(event.start) == meeting.starts_at


def plain(text: str) -> str:
    """What is left of any words on one line: no control characters, spaces as one."""
    return " ".join(text.split())


words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), max_size=200)


@settings(max_examples=80, deadline=None)
@given(words, words, st.lists(words, max_size=4))
def test_any_words_come_back_as_they_were(lab: str, title: str, directions: list[str]) -> None:
    told = "\n".join(directions).strip()
    place = Place(f"{title},;\\n:", "", directions={"nl": told})
    meeting = replace(MEETING, place=place, title={"nl": title})

    text = calendar_file(meeting, "nl", CATALOGUES, lab_name=lab, now=NOW).decode()

    event = read(text)
    assert plain(lab) in (event.summary or "").replace("\u2068", "").replace("\u2069", "")
    assert plain(title) in (event.summary or "").replace("\u2068", "").replace("\u2069", "")
    assert (event.description or "") == told
    assert event.location == plain(f"{title},;\\n:")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_words_break_the_file(lab: str, directions: str) -> None:
    meeting = replace(MEETING, place=Place(lab, lab, directions={"nl": directions}))

    event = read(calendar_file(meeting, "nl", CATALOGUES, lab_name=lab, now=NOW).decode())

    assert event.uid == MEETING.uid
    assert event.start == MEETING.starts_at


def test_a_place_on_the_map_has_a_link_and_another_has_none() -> None:
    north, west = 51.0486, -3.7286

    assert map_link(Place("x", latitude=north, longitude=west)) == (
        "https://www.openstreetmap.org/?mlat=51.048600&mlon=-3.728600#map=17/51.048600/-3.728600"
    )
    assert map_link(Place("x", latitude=0.0, longitude=0.0)) is not None
    for place in (
        Place("x"),
        Place("x", latitude=north),
        Place("x", latitude=91, longitude=0),
        Place("x", "", float("nan"), 0),
    ):
        assert map_link(place) is None
        assert read(written(replace(MEETING, place=place))).geo is None
