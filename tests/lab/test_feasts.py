"""Days on which people of a lab celebrate, by the calendars that are ticked for it."""

import sys
from datetime import date, datetime, time, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import feasts as module
from lab.feasts import (
    DAY,
    EVE,
    EVENINGS,
    NAMES,
    YEARS,
    all_calendars,
    faults_of,
    feast_days,
    feasts,
    of_place,
    warnings_for,
)
from lab.plan_warnings import PlanWarning

EVERYTHING = (*NAMES, "country:BE", "country:MA", "country:ES-CT")
KNOWN = [
    ("islamic", "Eid al-Fitr (end of Ramadan)", date(2025, 3, 30)),
    ("islamic", "Eid al-Fitr (end of Ramadan)", date(2026, 3, 20)),
    ("islamic", "Eid al-Adha (Feast of Sacrifice)", date(2025, 6, 6)),
    ("islamic", "Eid al-Adha (Feast of Sacrifice)", date(2026, 5, 27)),
    ("islamic", "Islamic New Year", date(2026, 6, 16)),
    ("islamic", "Ashura", date(2025, 7, 5)),
    ("islamic", "Mawlid (birthday of the Prophet)", date(2025, 9, 4)),
    ("orthodox", "Orthodox Easter", date(2025, 4, 20)),
    ("orthodox", "Orthodox Easter", date(2026, 4, 12)),
    ("orthodox", "Orthodox Easter", date(2027, 5, 2)),
    ("orthodox", "Orthodox Good Friday", date(2026, 4, 10)),
    ("orthodox", "Orthodox Ascension Day", date(2026, 5, 21)),
    ("orthodox", "Orthodox Pentecost", date(2026, 5, 31)),
    ("orthodox", "Orthodox Christmas", date(2026, 12, 25)),
    ("orthodox", "Orthodox Christmas (old calendar)", date(2026, 1, 7)),
    ("jewish", "Rosh Hashana (Jewish New Year)", date(2025, 9, 23)),
    ("jewish", "Rosh Hashana (Jewish New Year)", date(2026, 9, 12)),
    ("jewish", "Yom Kippur", date(2025, 10, 2)),
    ("jewish", "Yom Kippur", date(2026, 9, 21)),
    ("jewish", "Sukkot", date(2026, 9, 26)),
    ("jewish", "Pesach", date(2025, 4, 13)),
    ("jewish", "Pesach", date(2026, 4, 2)),
    ("jewish", "The last days of Pesach", date(2026, 4, 8)),
    ("jewish", "Shavuot", date(2026, 5, 22)),
    ("jewish", "Simchat Torah", date(2026, 10, 3)),
    ("jewish", "Purim", date(2026, 3, 3)),
    ("ethiopian", "Enkutatash (New Year)", date(2026, 9, 11)),
    ("ethiopian", "Enkutatash (New Year)", date(2027, 9, 12)),
    ("ethiopian", "Meskel (Finding of the True Cross)", date(2026, 9, 27)),
    ("ethiopian", "Genna (Christmas)", date(2027, 1, 7)),
    ("ethiopian", "Timkat (Epiphany)", date(2026, 1, 19)),
    ("ethiopian", "Siklet (Good Friday)", date(2025, 4, 18)),
    ("ethiopian", "Fasika (Easter)", date(2026, 4, 12)),
    ("nowruz", "Nowruz", date(2026, 3, 21)),
    ("chinese", "Chinese New Year", date(2025, 1, 29)),
    ("chinese", "Chinese New Year", date(2026, 2, 17)),
    ("chinese", "Mid-Autumn Festival", date(2026, 9, 25)),
    ("country:BE", "National Day", date(2026, 7, 21)),
    ("country:BE", "Easter Monday", date(2027, 3, 29)),
    ("country:ES-CT", "National Day of Catalonia", date(2026, 9, 11)),
    ("country:ER", "Independence Day", date(2026, 5, 24)),
]


def at(month: int, day: int, hour: int) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour))


def names(calendars: list[str], first: date, last: date, language: str = "en") -> list[str]:
    return [feast.name for feast in feasts(calendars, first, last, language)]


def warnings(calendar: str, starts: datetime, hours: float = 2) -> list[PlanWarning]:
    return warnings_for(starts, starts + timedelta(hours=hours), [calendar])


def codes(calendar: str, starts: datetime, hours: float = 2) -> list[str]:
    return [warning.code for warning in warnings(calendar, starts, hours)]


@pytest.mark.parametrize(("calendar", "name", "day"), KNOWN)
def test_a_known_feast_begins_on_its_day_and_nobody_is_nudged_then(calendar: str, name: str, day: date) -> None:
    begins = [feast.day for feast in feasts([calendar], day, day) if feast.name == name and feast.kind == DAY]

    assert begins == [day]
    assert day in feast_days([calendar], day, day)


@pytest.mark.parametrize("calendar", NAMES)
@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2029, 2030])
def test_every_feast_of_ours_is_found_in_every_year_under_the_name_that_the_library_gives_it(
    calendar: str, year: int
) -> None:
    found = {feast.name for feast in feasts([calendar], date(year, 1, 1), date(year, 12, 31))}

    assert found == {row.name for row in module._TABLES[calendar]}


def test_ramadan_is_one_span_of_evenings_from_its_first_day_to_its_last() -> None:
    (ramadan,) = feasts(["islamic"], date(2026, 3, 1), date(2026, 3, 1))

    assert (ramadan.day, ramadan.until, ramadan.kind) == (date(2026, 2, 18), date(2026, 3, 19), EVENINGS)
    assert ramadan.fasting
    assert ramadan.estimated


def test_two_ramadans_of_one_year_are_both_found() -> None:
    found = [feast.day for feast in feasts(["islamic"], date(2030, 1, 1), date(2030, 12, 31)) if feast.fasting]

    assert len(found) == 2


def test_a_span_that_began_last_year_is_found_in_january() -> None:
    assert names(["jewish"], date(2025, 1, 1), date(2025, 1, 1)) == ["Hanukka"]


def test_ramadan_is_no_month_of_silence() -> None:
    days = feast_days(["islamic"], date(2026, 2, 18), date(2026, 3, 22))

    assert days == {date(2026, 3, 20), date(2026, 3, 21), date(2026, 3, 22)}


def test_the_evening_before_a_feast_is_not_yet_a_feast_for_messages() -> None:
    assert feast_days(["jewish"], date(2026, 9, 20), date(2026, 9, 20)) == frozenset()


@pytest.mark.parametrize(
    ("starts", "hours", "expected"),
    [
        (at(3, 2, 18), 2, ["feast_evening"]),
        (at(3, 2, 10), 6, ["fast"]),
        (at(3, 2, 11), 6, ["fast"]),
        (at(3, 2, 11), 6.5, ["feast_evening"]),
        (at(3, 15, 18), 2, ["feast_evening", "feast_eve"]),
        (at(3, 20, 10), 6, ["feast"]),
        (at(3, 24, 18), 2, []),
    ],
)
def test_a_meeting_in_ramadan_is_warned_of_by_the_hour(starts: datetime, hours: float, expected: list[str]) -> None:
    assert codes("islamic", starts, hours) == expected


@pytest.mark.parametrize(
    ("starts", "hours", "expected"),
    [
        (at(9, 20, 10), 6, []),
        (at(9, 20, 10), 7, []),
        (at(9, 20, 16), 2, ["feast_eve"]),
        (at(9, 20, 20), 4, ["feast_eve"]),
        (at(9, 21, 10), 6, ["feast"]),
        (at(9, 20, 10), 32, ["feast_eve", "feast"]),
    ],
)
def test_a_feast_begins_the_evening_before(starts: datetime, hours: float, expected: list[str]) -> None:
    assert codes("jewish", starts, hours) == expected


def test_a_meeting_that_ends_at_midnight_does_not_touch_the_feast_of_the_next_day() -> None:
    assert codes("country:BE", at(7, 20, 20), 4) == []
    assert codes("country:BE", at(7, 20, 20), 4.1) == ["feast"]


def test_a_feast_of_several_days_is_said_once() -> None:
    assert codes("islamic", at(5, 27, 10), 60) == ["feast"]


def test_a_date_that_the_moon_decides_is_said_to_be_an_estimate() -> None:
    (eid,) = warnings("islamic", at(3, 20, 10))
    (easter,) = warnings("orthodox", at(4, 12, 10))

    assert "estimate" in eid.note
    assert easter.note == ""


def test_a_warning_names_the_feast_and_its_day() -> None:
    (warning,) = warnings("islamic", at(3, 20, 10))

    said = warning.in_words(lambda text, values: text.format_map({**values}))

    assert said.startswith(
        "The meeting of 2026-03-20 is on a feast: Eid al-Fitr (end of Ramadan). People who celebrate"
    )
    assert said.endswith("This date is an estimate: it depends on the moon, and may be a day earlier or later.")


def test_our_names_are_texts_to_translate_and_those_of_the_library_are_not() -> None:
    (ours,) = warnings("islamic", at(3, 20, 10))
    (theirs,) = warnings("country:BE", at(7, 21, 10))

    assert (dict(ours.words), "feast" in ours.values) == ({"feast": "Eid al-Fitr (end of Ramadan)"}, False)
    assert (dict(theirs.words), theirs.values["feast"]) == ({}, "National Day")


def test_public_holidays_are_named_in_the_language_of_the_reader_where_the_library_knows_it() -> None:
    day = date(2026, 7, 21)

    said = {language: names(["country:BE"], day, day, language) for language in ("nl", "fr", "uk", "en", "ti")}

    assert said == {
        "nl": ["Nationale feestdag"],
        "fr": ["Fête nationale"],
        "uk": ["Національне свято"],
        "en": ["National Day"],
        "ti": ["National Day"],
    }


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_estimate_of_the_library_is_a_mark_and_not_a_part_of_the_name(language: str) -> None:
    found = feasts(["country:MA"], date(2027, 3, 9), date(2027, 3, 11), language)

    assert found
    assert all(feast.estimated and "(" not in feast.name for feast in found)


def test_a_feast_that_two_countries_share_is_found_once() -> None:
    day = date(2026, 1, 1)

    assert names(["country:BE", "country:FR"], day, day) == ["New Year's Day"]


@pytest.mark.parametrize("calendar", ["", "klingon", "country:", "country:XX", "country:be", "country:BE-XX", "BE"])
def test_a_calendar_that_does_not_exist_is_a_sentence_and_where_it_is_stored_no_harm(calendar: str) -> None:
    (fault,) = faults_of(["islamic", calendar, "country:ES-CT"])

    assert (fault.code, fault.values["calendar"]) == ("no_calendar", calendar)
    assert str(fault.values["known"]).startswith("islamic, orthodox")
    assert feasts([calendar, "country:BE"], date(2026, 7, 21), date(2026, 7, 21))
    assert feast_days([calendar], date(2026, 1, 1), date(2026, 12, 31)) == frozenset()


def test_everything_that_can_be_ticked_is_known() -> None:
    calendars = all_calendars()

    assert faults_of(calendars) == []
    assert calendars["country:BE"] == "Belgium"
    assert list(calendars)[: len(NAMES)] == list(NAMES)


def test_countries_are_called_as_the_reader_calls_them() -> None:
    assert all_calendars("nl")["country:BE"] == "België"
    assert all_calendars("ar")["country:BE"] == "بلجيكا"


@pytest.mark.parametrize(
    ("timezone", "expected"),
    [
        ("Europe/Brussels", ("country:BE",)),
        ("Africa/Asmara", ("country:ER",)),
        ("UTC", ()),
        ("Etc/GMT+3", ()),
        ("nowhere", ()),
    ],
)
def test_the_place_of_a_lab_is_the_country_of_its_time_zone(timezone: str, expected: tuple[str, ...]) -> None:
    assert of_place(timezone) == expected
    assert faults_of(of_place(timezone)) == []


@pytest.mark.parametrize("year", [1, YEARS.start - 1, YEARS.start, YEARS.stop - 1, YEARS.stop, 9999])
def test_a_year_beyond_the_tables_does_no_harm(year: int) -> None:
    feasts(EVERYTHING, date(year, 1, 1), date(year, 12, 31))


def test_asked_again_for_a_year_it_does_not_ask_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    days = feast_days(EVERYTHING, date(2026, 1, 1), date(2026, 12, 31))
    monkeypatch.setitem(sys.modules, "holidays", None)
    monkeypatch.setattr(module, "_hijri_days", None)

    assert feast_days(EVERYTHING, date(2026, 1, 1), date(2026, 12, 31)) == days


@given(
    st.datetimes(datetime.combine(date(2025, 1, 1), time()), datetime.combine(date(2031, 1, 1), time())),
    st.floats(0, 72),
)
def test_a_meeting_on_a_day_without_nudges_is_always_warned_of(starts: datetime, hours: float) -> None:
    ends = starts + timedelta(hours=hours)

    found = warnings_for(starts, ends, EVERYTHING)

    on = feast_days(EVERYTHING, starts.date(), (max(ends, starts + datetime.resolution) - datetime.resolution).date())
    assert bool(on) == any(warning.code == "feast" for warning in found)
    for warning in found:
        placeholders = {name for _, name, _, _ in Formatter().parse(warning.rule) if name}
        assert placeholders == {*warning.values, *warning.words}


def test_the_eves_are_evenings_of_one_day() -> None:
    for feast in feasts(EVERYTHING, date(2025, 1, 1), date(2027, 12, 31)):
        assert feast.day <= feast.until
        assert feast.kind != EVE or feast.day == feast.until
