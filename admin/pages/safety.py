"""Help in danger: whom people of a lab can call, and whether Brug listens for words that mean danger."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aiohttp import web

from admin.clash import TICKED, clash, labelled, seen_as
from admin.labs import lab_or_404, locked_lab_or_404, tongues
from admin.log import note
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.task_kinds import TOPICS
from admin.tongues import in_fields
from admin.visit import Visit
from flows.lexicon import rows
from lab.safety import LONGEST, Safety
from locales import N_
from locales.catalogue import listed
from store.desk_meetings import languages_of
from store.labs import Lab
from store.rules import change_safety
from store.staff import colleagues
from store.tables import staff

NUMBERS, LISTEN = N_("Help numbers, as people read them"), N_("Listen for words that mean danger")
NO_NUMBERS = N_("Write the help numbers in these languages first: {languages}.")
NO_REVIEW = N_("Somebody who knows about safety must read the words and the numbers first. Tick that it was done.")
TOO_LONG = N_("The help numbers are too long. Each language has room for {count} characters.")


@dataclass(frozen=True, slots=True)
class Word:
    """One line of the list, for whoever reviews it."""

    phrase: str
    topic: str
    certain: bool


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    return await _page(visit, lab, lab.safety)


async def _page(visit: Visit, lab: Lab, shown: Safety, problems: tuple[str, ...] = ()) -> web.Response:
    async with visit.desk.database.read() as connection:
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
        by = await colleagues(connection, staff.c.id == lab.safety.reviewed_by)
    languages = tongues(visit, lab, spoken, shown.numbers)
    return await visit.show(
        "safety.html",
        422 if problems else 200,
        at="safety",
        lab=lab,
        shown=shown,
        as_shown=seen_as(visit, _compared(visit, lab.safety)),
        languages=languages,
        words={code: words_of_danger()[code] for code in languages if code in words_of_danger()},
        topics=TOPICS,
        reviewed_by=visit.name(by[0].name) if by else "",
        longest=LONGEST,
        problems=problems,
        saved=visit.query("saved") == "1",
    )


async def save(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        lab = await locked_lab_or_404(visit, connection)
        wanted = _wanted(visit, lab)
        if both := await clash(visit, _compared(visit, lab.safety), _compared(visit, wanted)):
            return both
        problems = _problems(visit, lab, wanted)
        if not problems:
            await change_safety(connection, lab.id, wanted)
            await note(visit, connection)
    if problems:
        return await _page(visit, lab, wanted, problems)
    return visit.go(f"/admin/labs/{lab.id}/safety?saved=1")


def _wanted(visit: Visit, lab: Lab) -> Safety:
    """A review counts for the numbers that were read: others have to be read again, by whoever ticks it then."""
    typed = {code: visit.form.text(f"number_{code}", LONGEST + 1) for code in visit.desk.catalogues.languages}
    numbers = {code: words for code, words in typed.items() if words}
    on, before = visit.form.has("on"), lab.safety
    if not visit.form.has("reviewed"):
        return Safety(on, numbers)
    if before.reviewed_on and numbers == dict(before.numbers):
        return Safety(on, numbers, before.reviewed_by, before.reviewed_on)
    return Safety(on, numbers, visit.member.id, visit.dates(lab.timezone).today)


def _compared(visit: Visit, safety: Safety) -> dict[str, str]:
    """For two who change the help of one lab."""
    numbers = labelled(visit, in_fields("number", safety.numbers), {"number": NUMBERS})
    return numbers | {visit.say(LISTEN): TICKED if safety.on else ""}


def _problems(visit: Visit, lab: Lab, wanted: Safety) -> tuple[str, ...]:
    names = tongues(visit, lab)
    missing = listed(visit.language, [names.get(code, code) for code in wanted.missing(lab.languages)])
    checks = (
        (all(len(words) <= LONGEST for words in wanted.numbers.values()), visit.say(TOO_LONG, count=str(LONGEST))),
        (not (wanted.on and missing), visit.say(NO_NUMBERS, languages=missing)),
        (not wanted.on or wanted.reviewed_on is not None, visit.say(NO_REVIEW)),
    )
    return tuple(sentence for fine, sentence in checks if not fine)


@cache
def words_of_danger() -> Mapping[str, tuple[Word, ...]]:
    """What Brug listens for, by language."""
    found: dict[str, list[Word]] = {}
    for row in rows(files("locales").joinpath("lexicon"), "danger.tsv"):
        if not row["note"].startswith("[never-alarm]"):
            found.setdefault(row["language"], []).append(Word(row["phrase"], row["topic"], row["kind"] == "clear"))
    return {language: tuple(words) for language, words in found.items()}


TAB = Tab("safety", "set_up", "/labs/{lab}/safety", N_("Help in danger"), TEAM, 40)

ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/safety", show, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/safety", save, TEAM),
)
