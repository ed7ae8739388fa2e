"""The day of a meeting as a picture: a line for each session, with its time, an icon and its name, in large type."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

from babel import Locale

from bot.meeting_files.calendar import title_of
from bot.meeting_files.drawing import draw, shown
from bot.meeting_files.plain_text import joined, one_line
from lab.meetings import CANCELLED, Meeting, Offer, Session
from locales import N_
from locales.catalogue import Catalogues, MissingText, day_in_words, isolated, listed
from locales.digits import in_its_digits

SESSION_NAMES = {
    "welcome": N_("Welcome to everybody"),
    "check_in": N_("How is everybody?"),
    "introduction": N_("We get to know each other"),
    "plenary": N_("All together"),
    "small_groups": N_("In small groups"),
    "presentation": N_("Somebody explains something"),
    "vote": N_("We choose together"),
    "play": N_("We play a game"),
    "break": N_("A short break"),
    "meal": N_("We eat together"),
    "prayer": N_("Time to pray"),
    "check_out": N_("How was it for you?"),
    "end": N_("We go home"),
}
"""By kind, as in `SESSION_KINDS`; the icon of a kind is icons/KIND.svg."""

OFFERED = N_("There for you")
INTERPRETERS = N_("Interpreters: {languages}")
CHILDCARE = N_("Somebody looks after your children")
FOOD = N_("Food and drinks")
TRAVEL_COSTS = N_("We pay your travel costs")

LATIN_FIRST = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic")
ARABIC_FIRST = ("Noto Sans Arabic", "Noto Sans", "Noto Sans Ethiopic")  # joiners between letters stay with the letters


def agenda_picture(meeting: Meeting, language: str, catalogues: Catalogues, lab_name: str) -> bytes | None:
    """A PNG, 1080 pixels wide unless it would be too tall to send. Takes a moment: call it in a thread.

    None: there are no pictures here (the extra `pictures` is not installed), our fonts lack a letter, or the meeting
    is cancelled. Raises `MissingText`.
    """
    if language not in catalogues.languages:
        raise MissingText(f"no catalogue for {language!r}")
    page = {
        "lang": language.partition("_")[0],
        "rtl": catalogues.direction(language) == "rtl",
        "fonts": ARABIC_FIRST if catalogues.direction(language) == "rtl" else LATIN_FIRST,
        "heading": _heading(meeting, language, catalogues, lab_name),
        "facts": list(_facts(meeting, language, catalogues)),
        "rows": list(_rows(meeting, language, catalogues)),
        "offered": catalogues(language, OFFERED),
        "offers": list(_offers(meeting.offer, language, catalogues)),
    }
    return None if meeting.state == CANCELLED else draw(page)


def _heading(meeting: Meeting, language: str, catalogues: Catalogues, lab_name: str) -> list[str]:
    lab = isolated(shown(one_line(lab_name)), rtl=catalogues.direction(language) == "rtl")
    return [part for part in (lab, shown(one_line(title_of(meeting.title, language)))) if part]


def _facts(meeting: Meeting, language: str, catalogues: Catalogues) -> Iterator[dict[str, str]]:
    """When and where."""
    starts, ends = meeting.starts, meeting.ends
    if starts.date() == ends.date():
        yield {"icon": "day", "title": day_in_words(language, starts.date()), "below": ""}
        yield {"icon": "clock", "title": in_its_digits(language, f"{starts:%H:%M} – {ends:%H:%M}"), "below": ""}
    else:
        days = f"{day_in_words(language, starts)}\N{NO-BREAK SPACE}– {day_in_words(language, ends)}"
        yield {"icon": "day", "title": days, "below": ""}
    rtl = catalogues.direction(language) == "rtl"
    name, address = (isolated(shown(joined(text)), rtl=rtl) for text in (meeting.place.name, meeting.place.address))
    yield {"icon": "place", "title": name, "below": address}


def _rows(meeting: Meeting, language: str, catalogues: Catalogues) -> Iterator[dict[str, str]]:
    """Sessions in their order. Where the clock goes back the next day has begun, and is named."""
    day, before = meeting.starts.date(), time.min
    for session in meeting.sessions:
        if session.starts < before and day < meeting.ends.date():
            day += timedelta(days=1)
            yield {"icon": "", "time": "", "title": day_in_words(language, day)}
        before = session.starts
        title = _name(session, language, catalogues)
        yield {"icon": session.kind, "time": in_its_digits(language, f"{session.starts:%H:%M}"), "title": title}


def _name(session: Session, language: str, catalogues: Catalogues) -> str:
    """Its own title, or what its kind is called."""
    title = shown(one_line(title_of(session.title, language)))
    return title or catalogues(language, SESSION_NAMES[session.kind])


def _offers(offer: Offer, language: str, catalogues: Catalogues) -> Iterator[dict[str, Any]]:
    if offer.interpreters:
        names = [_language_name(code, language, catalogues) for code in offer.interpreters]
        told = {"languages": listed(language, names)}
        yield {"icon": "interpreter", "title": catalogues.render(language, INTERPRETERS, told)}
    for icon, given, text in (
        ("childcare", offer.childcare, CHILDCARE),
        ("food", offer.food, FOOD),
        ("travel", offer.travel_costs, TRAVEL_COSTS),
    ):
        if given:
            yield {"icon": icon, "title": catalogues(language, text)}


def _language_name(code: str, language: str, catalogues: Catalogues) -> str:
    """What `language` calls the language `code`, or else what that calls itself. Raises `MissingText`."""
    named = Locale.parse(language).languages.get(code)
    if named:
        return str(named)
    if code in catalogues.languages:
        return catalogues.languages[code].autonym
    raise MissingText(f"no name in {language} for the language {code!r}")
