"""The report: one page for councillors, to print or as a PDF, and the words on it that a coordinator writes."""

import asyncio

from aiohttp import web

from admin.clash import as_shown, clash
from admin.labs import lab_or_404, tongues
from admin.log import note
from admin.report_sheet import Facts, Telling, facts_of
from admin.routes import READERS, TEAM, get, post
from admin.tabs import Tab
from admin.visit import Visit
from bot.meeting_files.drawing import can_draw
from bot.report_files.sheet import sheet_pdf
from lab import report
from lab.report import LONGEST, Words, with_words
from locales import N_
from store.labs import Lab
from store.look import logo_of, look_of
from store.report import save_words, words_of

TOO_LONG = N_("“{field}” is too long for one page. Write {most} letters at most.")
FIELDS = {"asked": report.ASKED, "wanted": report.WANTED}
MOST_KEPT = 20_000
"""What is too long comes back whole, to be shortened."""
PATH = "/labs/{lab:[0-9]{1,18}}/report"


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    language = _language(visit, lab, visit.query("lang"))
    facts = await _facts(visit, lab)
    return await _page(visit, lab, facts, language, _texts(facts.words, language))


async def _facts(visit: Visit, lab: Lab) -> Facts:
    async with visit.desk.database.read() as connection:
        return await facts_of(visit, connection, lab)


def _language(visit: Visit, lab: Lab, wanted: str) -> str:
    """One of the city's: that which is asked for, else the reader's own, else the first."""
    offered = tongues(visit, lab)
    return next((code for code in (wanted, visit.language) if code in offered), next(iter(offered)))


def _texts(words: Words, language: str) -> dict[str, str]:
    return {"asked": words.asked.get(language, ""), "wanted": words.wanted.get(language, "")}


async def _page(
    visit: Visit, lab: Lab, facts: Facts, language: str, typed: dict[str, str], problems: tuple[str, ...] = ()
) -> web.Response:
    telling = Telling(visit, lab, facts, language)
    return await visit.show(
        "report.html",
        422 if problems else 200,
        at="report",
        lab=lab,
        offered=tongues(visit, lab),
        language=language,
        sheet=telling.sheet,
        missing=telling.missing,
        too_much=telling.is_too_much,
        most=report.MOST_LINES,
        fields=FIELDS,
        typed=typed,
        as_shown=visit.form.text("as_shown") or as_shown(_labelled(visit, _texts(facts.words, language))),
        longest=LONGEST,
        can_draw=can_draw(),
        no_letters=visit.query("said") == "letters",
        problems=problems,
        saved=visit.query("said") == "saved",
        may_write=visit.member.role in TEAM,
    )


def _labelled(visit: Visit, texts: dict[str, str]) -> dict[str, str]:
    return {visit.say(FIELDS[name]): text for name, text in texts.items()}


async def save(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    language = _language(visit, lab, visit.form.text("lang"))
    typed = {name: visit.form.text(name, MOST_KEPT) for name in FIELDS}
    if problems := _problems(visit, typed):
        return await _page(visit, lab, await _facts(visit, lab), language, typed, problems)
    async with visit.desk.database.write() as connection:
        before = await words_of(connection, lab.id, lock=True)
        found = _labelled(visit, _texts(before, language))
        differs = await clash(visit, now=found, yours=_labelled(visit, typed))
        if differs is None:
            await save_words(connection, lab.id, with_words(before, language, **typed))
            await note(visit, connection)
    return differs or visit.go(f"/admin/labs/{lab.id}/report?lang={language}&said=saved")


def _problems(visit: Visit, typed: dict[str, str]) -> tuple[str, ...]:
    long = [name for name, text in typed.items() if len(text) > LONGEST]
    return tuple(visit.say(TOO_LONG, field=visit.say(FIELDS[name]), most=str(LONGEST)) for name in long)


async def pdf(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    language = _language(visit, lab, visit.query("lang"))
    telling = Telling(visit, lab, await _facts(visit, lab), language)
    async with visit.desk.database.read() as connection:
        look, logo = await look_of(connection, lab.id), await logo_of(connection, lab.id)
    made = await asyncio.to_thread(sheet_pdf, telling.sheet, look.colour, logo)
    if made is None:
        return visit.go(f"/admin/labs/{lab.id}/report?lang={language}&said=letters")
    headers = {"Content-Disposition": f'attachment; filename="report-{lab.id}-{language}.pdf"'}
    return web.Response(body=made, content_type="application/pdf", headers=headers)


TAB = Tab("report", "voices", "/labs/{lab}/report", N_("Report"), READERS, 50)

ROUTES = (
    get(PATH, show, READERS),
    post(PATH, save, TEAM),
    get(f"{PATH}/pdf", pdf, READERS),
)
