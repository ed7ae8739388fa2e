"""One text of the bot in all languages: said in a lab's own words, read by somebody who speaks them, read aloud."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin import texts_board as board
from admin.clash import READ_AGAIN, as_shown, clash, is_stale, seen_as
from admin.labs import lab_or_404
from admin.log import note
from admin.pages.texts import group_name
from admin.routes import TEAM, get, post
from admin.text_card import ROLES, About, Card, card_of, to_read_aloud
from admin.visit import Visit
from bot.lab_texts import keyed, version_of
from bot.messages import File
from bot.uploads import NotTaken, accept, served
from flows.wording_faults import faults_of
from locales import N_
from store.contacts import lock_lab
from store.crypto import fingerprint
from store.labs import Lab
from store.reviews import keep_review
from store.spoken import keep_spoken, sound_of
from store.staff import colleagues
from store.tables import staff
from store.wordings import keep_wording

LONGEST = 2000
LONGEST_SOUND = 3 * 1024 * 1024
NO_FILE = N_("Choose a recording first.")
NO_SOUND = N_("This is no recording that phones can play. Please send an OGG, MP3, M4A or WebM file.")
TOO_BIG = N_("This recording is too long. Three megabytes fit: that is several minutes.")
NOT_YET = N_("There are no words of ours in this language yet.")
SAID = {
    "words": N_("Saved. People of this lab read it so from now on."),
    "ours": N_("Saved. People of this lab read our words again."),
    "read": N_("Saved."),
    "heard": N_("Saved. “Read it to me” plays it from now on."),
    "silent": N_("Saved."),
}


async def show(visit: Visit) -> web.Response:
    return await _page(visit, await lab_or_404(visit), _text_or_404(visit))


def _text_or_404(visit: Visit) -> str:
    found = keyed(visit.desk.catalogues).get(visit.request.match_info["text"])
    if found is None:
        raise web.HTTPNotFound
    return found


def _language_or_404(visit: Visit) -> str:
    code = visit.form.text("language", 12)
    if code not in visit.desk.catalogues.languages:
        raise web.HTTPNotFound
    return code


async def _page(
    visit: Visit, lab: Lab, text: str, *, problems: Sequence[str] = (), code: str = "", typed: str | None = None
) -> web.Response:
    """`code`: the language of the form that could not be saved, with what was `typed` there."""
    async with visit.desk.database.read() as connection:
        about = await _about(visit, connection, lab, text)
    line = board.line_of(visit.desk.catalogues, text, visit.language, about.known)
    first = code or visit.query("language")
    cards = [_card(visit, about, one, first, code, typed, problems) for one in _codes(visit, lab, first)]
    return await visit.show(
        "text.html",
        422 if problems else 200,
        at="texts",
        lab=lab,
        text=text,
        line=line,
        group=group_name(visit, line.group),
        also=dict.fromkeys(group_name(visit, one) for one in line.also),
        changeable=board.changeable(line),
        cards=cards,
        marks={one.language.code: _mark(visit, one, code) for one in cards},
        roles=ROLES,
        said=SAID.get(visit.query("said"), ""),
        longest=LONGEST,
    )


def _card(
    visit: Visit, about: About, one: str, first: str, code: str, typed: str | None, problems: Sequence[str]
) -> Card:
    card = card_of(visit, about, one, opened=one == first)
    if one != code:
        return card
    return replace(card, typed=card.typed if typed is None else typed, problems=tuple(problems))


def _mark(visit: Visit, card: Card, code: str) -> str:
    values = _compared(visit, card.said)
    back = card.language.code == code and visit.request.path.endswith("/words")
    return seen_as(visit, values) if back else as_shown(values)


def _compared(visit: Visit, words: str) -> dict[str, str]:
    """For two who word one text."""
    return {visit.say(N_("Words")): words}


def _codes(visit: Visit, lab: Lab, first: str) -> list[str]:
    """The one that was asked for, those of the lab, all others."""
    known = visit.desk.catalogues.languages
    return [code for code in dict.fromkeys((first, *lab.languages, *known)) if code in known]


async def _about(visit: Visit, connection: AsyncConnection, lab: Lab, text: str) -> About:
    known, key = await board.known_of(connection, lab.id), fingerprint(text)
    rows = [
        row
        for kept in (known.reviews, known.wordings, known.recordings)
        for (text_key, _), row in kept.items()
        if text_key == key
    ]
    team = await colleagues(connection, staff.c.id.in_({row.staff_id for row in rows})) if rows else []
    return About(text, known, {one.id: visit.name(one.name) for one in team})


async def save_words(visit: Visit) -> web.Response:
    """In one language. Without words, or in ours, the lab says it as everybody does."""
    lab, code, key = await lab_or_404(visit), _language_or_404(visit), visit.request.match_info["text"]
    words = "" if visit.form.has("ours") else visit.form.text("words", LONGEST + 1)
    text = keyed(visit.desk.catalogues).get(key)
    if text is None:
        return await _forget(visit, lab, key, code)
    ours = visit.desk.catalogues.languages[code].texts.get(text, "")
    if problems := _problems(visit, text, ours, words, code) if words and words != ours else []:
        return await _page(visit, lab, text, problems=problems, code=code, typed=words)
    async with visit.desk.database.write() as connection:
        await lock_lab(connection, lab.id)
        own = (await board.known_of(connection, lab.id)).wordings.get((key, code))
        now, yours = own.words if own else ours, words or ours
        if both := await clash(visit, _compared(visit, now), _compared(visit, yours)):
            return both
        await _keep(visit, connection, lab, key, code, "" if words == ours else words)
    return _back(visit, lab, key, code, "words" if words and words != ours else "ours")


def _problems(visit: Visit, text: str, ours: str, words: str, code: str) -> list[str]:
    catalogues = visit.desk.catalogues
    line = board.line_of(catalogues, text, code, board.Known({}, {}, {}))
    if not board.changeable(line):
        raise web.HTTPNotFound
    if not ours:
        return [visit.say(NOT_YET)]
    found = faults_of(text, words, board.places().get(text, ()), catalogues.languages[code].texts)
    return [visit.say(sentence, **values) for sentence, values in found]


async def _keep(visit: Visit, connection: AsyncConnection, lab: Lab, key: str, code: str, words: str) -> None:
    text = keyed(visit.desk.catalogues).get(key, "")
    version, staff_id = version_of(visit.desk.catalogues, code, text), visit.member.id
    await keep_wording(connection, lab.id, key, code, words, source_version=version, staff_id=staff_id, now=visit.now)
    await note(visit, connection)


async def _forget(visit: Visit, lab: Lab, key: str, code: str) -> web.Response:
    """Words for a text that is not said any more. They can only be taken away."""
    async with visit.desk.database.write() as connection:
        await lock_lab(connection, lab.id)
        if (key, code) not in (await board.known_of(connection, lab.id)).wordings:
            raise web.HTTPNotFound
        await _keep(visit, connection, lab, key, code, "")
    return visit.go(f"/admin/texts?lab={lab.id}&state={board.STALE}")


async def review(visit: Visit) -> web.Response:
    """Our words in one language are right, says somebody who speaks it. Pressed again it is taken back."""
    lab, text, code = await lab_or_404(visit), _text_or_404(visit), _language_or_404(visit)
    role = next(iter(visit.form.chosen("role", ROLES)), "")
    version = version_of(visit.desk.catalogues, code, text)
    if not version:
        return await _page(visit, lab, text, problems=[visit.say(NOT_YET)], code=code)
    async with visit.desk.database.write() as connection:
        await keep_review(connection, fingerprint(text), code, version, role, visit.member.id, visit.now)
        await note(visit, connection)
    return _back(visit, lab, fingerprint(text), code, "read")


async def record(visit: Visit) -> web.Response:
    """What is heard after “Read it to me”, unless a colleague changed the words meanwhile. No file: taken away."""
    lab, text, code = await lab_or_404(visit), _text_or_404(visit), _language_or_404(visit)
    key, file = fingerprint(text), None
    if not visit.form.has("remove"):
        file, problem = await _sound(visit.form.files.get("sound", b""))
        if file is None:
            return await _page(visit, lab, text, problems=[visit.say(problem)], code=code)
    async with visit.desk.database.write() as connection:
        await lock_lab(connection, lab.id)
        known = await board.known_of(connection, lab.id)
        own = known.wordings.get((key, code))
        words = own.words if own else visit.desk.catalogues.languages[code].texts.get(text, "")
        stale = is_stale(visit, to_read_aloud(words, known.recordings.get((key, code))))
        if not stale:
            version = fingerprint(own.words) if own else version_of(visit.desk.catalogues, code, text)
            staff_id, now = visit.member.id, visit.now
            await keep_spoken(connection, lab.id, key, code, file, version=version, staff_id=staff_id, now=now)
            await note(visit, connection)
    if stale:
        return await _page(visit, lab, text, problems=[visit.say(READ_AGAIN)], code=code)
    return _back(visit, lab, key, code, "heard" if file else "silent")


async def _sound(data: bytes) -> tuple[File | None, str]:
    if not data:
        return None, NO_FILE
    if len(data) > LONGEST_SOUND:
        return None, TOO_BIG
    try:
        kind, mime, clean = await asyncio.to_thread(accept, data)
    except NotTaken:
        return None, NO_SOUND
    return (File(clean, mime), "") if kind == "voice" else (None, NO_SOUND)


async def hear(visit: Visit) -> web.Response:
    lab, text, code = await lab_or_404(visit), _text_or_404(visit), visit.request.match_info["language"]
    async with visit.desk.database.read() as connection:
        file = await sound_of(connection, lab.id, fingerprint(text), code)
    if file is None:
        raise web.HTTPNotFound
    return served(visit.request, file)


def _back(visit: Visit, lab: Lab, key: str, code: str, said: str) -> web.Response:
    return visit.go(f"/admin/labs/{lab.id}/texts/{key}?language={code}&said={said}#{code}")


_ONE = "/labs/{lab:[0-9]{1,18}}/texts/{text:[0-9a-f]{1,40}}"

ROUTES = (
    get(_ONE, show, TEAM),
    post(f"{_ONE}/words", save_words, TEAM),
    post(f"{_ONE}/review", review, TEAM),
    post(f"{_ONE}/sound", record, TEAM),
    get(f"{_ONE}/sound/{{language:[A-Za-z_0-9]{{1,12}}}}", hear, TEAM),
)
