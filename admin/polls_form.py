"""The form of a poll: its words and options in each language, its settings, and when it is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from admin.forms import Form
from admin.tongues import in_fields, typed, written
from admin.visit import Visit
from flows.techniques.model import Technique
from lab.meetings import Meeting
from lab.pilots import Pilot
from lab.poll_options import merged, options_of
from lab.polls import BETWEEN, CHECK_IN, CHECK_OUT, MINUTES, MOMENTS, MOST_MINUTES, MOST_OPTIONS, NOW, Choice, Poll
from lab.wall_time import moment_of, zone_of
from locales import N_
from store.labs import Lab
from store.poll_desk import Idea

MOMENT_NAMES = {
    NOW: N_("Now"),
    CHECK_IN: N_("When a meeting begins"),
    CHECK_OUT: N_("After a meeting"),
    BETWEEN: N_("Between meetings, when it suits each person"),
}
NUMBER = N_("“{setting}” must be a number from {least} to {most}.")
TOO_MANY = N_("Options: {count}. This way of asking takes {least} to {most}.")
NO_MOMENT = N_("This day or time cannot be read. Choose it from the calendar.")
ROUND_MINUTES = N_("How many minutes a round takes")
LONGEST_LIST = 8000
"""Letters of all options in one language."""


def typed_of(poll: Poll, zone: str) -> dict[str, str]:
    """What stands in the form of a poll that is stored."""
    values = {"moment": poll.moment, "meeting": str(poll.meeting_id or ""), "pilot": str(poll.pilot_id or "")}
    values |= in_fields("question", poll.words) | in_fields("options", _lines_of(poll.options))
    for key, value in poll.settings.items():
        values |= in_fields(f"set_{key}", value) if isinstance(value, dict) else {f"set_{key}": str(value)}
    if poll.closes_at:
        values["closes_at"] = f"{poll.closes_at.astimezone(zone_of(zone)):%Y-%m-%dT%H:%M}"
    return values


def _lines_of(options: Sequence[Choice]) -> dict[str, str]:
    codes = dict.fromkeys(code for one in options for code in one.words)
    return {code: "\n".join(one.words.get(code, "") for one in options) for code in codes}


def typed_again(visit: Visit) -> dict[str, str]:
    """All that stood in the form, blank lines of options too: each stands for a place."""
    lists = {name: value for name, value in visit.form.fields.items() if name.startswith("options_")}
    return typed(visit) | {name: value[0][:LONGEST_LIST] for name, value in lists.items()}


def poll_in(
    visit: Visit,
    before: Poll,
    technique: Technique,
    lab: Lab,
    meetings: Iterable[Meeting],
    pilots: Iterable[Pilot],
    ideas: Sequence[Idea],
) -> tuple[Poll, list[str]]:
    """The poll as the form wants it, and what cannot be stored at all. What cannot be opened yet is no problem here."""
    form, problems = visit.form, []
    options = _with_ideas(_options(visit, before), form, ideas)
    if len(options) > MOST_OPTIONS:
        least, most = technique.options
        problems.append(visit.say(TOO_MANY, count=str(len(options)), least=str(least), most=str(most)))
    settings, wrong = _settings(visit, technique)
    closing, unclear = closes_at(form, zone_of(lab.timezone))
    problems += wrong + ([visit.say(NO_MOMENT)] if unclear else [])
    moment = form.text("moment")
    wanted = replace(
        before,
        words=written(visit, "question"),
        options=options if technique.options[1] else (),
        settings=settings,
        moment=moment if moment in MOMENTS else BETWEEN,
        meeting_id=_one_of(form.number("meeting"), [one.id for one in meetings]),
        pilot_id=_one_of(form.number("pilot"), [one.id for one in pilots]),
        closes_at=closing,
    )
    return wanted, problems


def _one_of(number: int | None, known: Sequence[int]) -> int | None:
    return number if number in known else None


def _options(visit: Visit, before: Poll) -> tuple[Choice, ...]:
    """One line each; the first lines of all languages are one option. It keeps the ideas that it was made of."""
    lines = {code: _lines(visit.form, f"options_{code}") for code in visit.desk.catalogues.languages}
    most = max(map(len, lines.values()), default=0)
    rows = [
        {code: said[place] for code, said in lines.items() if place < len(said) and said[place]}
        for place in range(most)
    ]
    said = [words for words in rows if words]
    return tuple(Choice(f"o{place}", words, _sources(words, before)) for place, words in enumerate(said, start=1))


def _lines(form: Form, name: str) -> list[str]:
    text = form.exactly(name).replace("\r\n", "\n")[:LONGEST_LIST].rstrip()
    return [line.strip() for line in text.split("\n")]


def _sources(words: Mapping[str, str], before: Poll) -> tuple[str, ...]:
    same = (one.sources for one in before.options if any(one.words.get(code) == said for code, said in words.items()))
    return next(same, ())


def _with_ideas(options: Sequence[Choice], form: Form, ideas: Sequence[Idea]) -> tuple[Choice, ...]:
    """What is ticked of earlier ideas becomes options, after those that are written."""
    ticked = form.chosen("idea", [one.id for one in ideas])
    known = {source for one in options for source in one.sources}
    chosen = [one for one in ideas if one.id in ticked and one.id not in known]
    made = options_of((one.id, {one.language: " ".join(one.text.split())}) for one in chosen)
    return tuple(replace(one, id=f"o{place}") for place, one in enumerate((*options, *made), start=1))


def _settings(visit: Visit, technique: Technique) -> tuple[dict[str, Any], list[str]]:
    """What is left empty is as usual."""
    found: dict[str, Any] = {}
    problems = []
    for key, label, least, most in numbers_of(technique):
        text, number = visit.form.text(f"set_{key}"), visit.form.number(f"set_{key}")
        if text and (number is None or not least <= number <= most):
            problems.append(visit.say(NUMBER, setting=visit.say(label), least=str(least), most=str(most)))
        elif number is not None:
            found[key] = number
    for one in (setting for setting in technique.settings if setting.kind == "words"):
        if words := written(visit, f"set_{one.key}"):
            found[one.key] = words
    return found, problems


def numbers_of(technique: Technique) -> Iterator[tuple[str, str, int, int]]:
    """Key, label, least and most of each setting that is a number."""
    for one in technique.settings:
        if one.kind == "number":
            yield one.key, one.label, one.least, one.most
    if technique.rounds > 1:
        yield MINUTES, ROUND_MINUTES, 1, MOST_MINUTES


def closes_at(form: Form, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """The moment, and whether what stands there is none."""
    text = form.text("closes_at", 30)
    try:
        return (moment_of(datetime.fromisoformat(text).replace(tzinfo=None), zone), False) if text else (None, False)
    except (ValueError, OverflowError):
        return None, True


def joined(poll: Poll, ticked: Sequence[str]) -> Poll:
    """The ticked options are one, in the words of the first of them."""
    if len(ticked) < 2:
        return poll
    left = merged(poll.options, ticked[0], ticked[1:])
    return replace(poll, options=tuple(replace(one, id=f"o{place}") for place, one in enumerate(left, start=1)))
