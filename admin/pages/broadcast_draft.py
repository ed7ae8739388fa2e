"""A draft of a message to many: changed, thrown away, and what to do about words that are missing."""

from dataclasses import replace

from aiohttp import web

from admin.broadcast_form import choices_of, fields_in_words, typed_of
from admin.broadcast_missing import within_reach
from admin.clash import READ_AGAIN, clash, is_stale
from admin.log import note
from admin.lost import comes_too_late
from admin.pages.broadcast import ONE, broadcast_or_404, page_of
from admin.pages.broadcasts import form, judged
from admin.routes import TEAM, get, post
from admin.tongues import typed
from admin.visit import Visit
from bot.broadcasts import ask_mediators, completed, look
from lab.broadcasts import OPEN_TO_CHANGES, Broadcast
from locales import N_
from store.broadcasts import change_broadcast, drop_draft, forget_translations, settle_second
from store.mediators import mediators

NO_DRAFT = N_("This message was sent already: what people have read stays as it is.")


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        stored, lab = await broadcast_or_404(visit, connection)
        one = await completed(connection, stored)
    if one.state not in OPEN_TO_CHANGES:
        return await page_of(visit, [visit.say(NO_DRAFT)])
    return await form(visit, lab, one, typed_of(one))


async def change(visit: Visit) -> web.Response:
    """Somebody may have sent it meanwhile, or changed it: then she sees both."""
    async with visit.desk.database.write() as connection:
        stored, lab = await broadcast_or_404(visit, connection, lock=True)
        before = await completed(connection, stored)
        choices = await choices_of(visit, connection, lab, before.id)
        wanted, problems = await judged(visit, connection, lab, before)
        theirs, hers = (fields_in_words(visit, one, choices) for one in (before, wanted))
        differs = await clash(visit, theirs, hers) if before.state in OPEN_TO_CHANGES else None
        done = not problems and differs is None and await change_broadcast(connection, wanted)
        if done:
            await settle_second(connection, before, visit.member.id, visit.now)
            await note(visit, connection)
            if dict(wanted.words) != dict(before.words):
                await forget_translations(connection, before)
    if differs is not None:
        return differs
    if problems and before.state in OPEN_TO_CHANGES:
        return await form(visit, lab, before, typed(visit), problems)
    back = f"/admin/broadcasts/{before.id}"
    if not done:
        return await comes_too_late(visit, NO_DRAFT, back) or await page_of(visit, [visit.say(NO_DRAFT)])
    return visit.go(f"{back}?said={'stale' if is_lopsided(before, wanted) else 'saved'}")


def is_lopsided(before: Broadcast, wanted: Broadcast) -> bool:
    """Words in one language changed, and in another one they did not."""
    both = [code for code in before.words if code in wanted.words]
    changed = [code for code in both if before.words[code] != wanted.words[code]]
    return bool(changed) and len(changed) < len(both)


async def drop(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        one, lab = await broadcast_or_404(visit, connection, lock=True)
        choices = await choices_of(visit, connection, lab, one.id)
        stale = is_stale(visit, fields_in_words(visit, await completed(connection, one), choices))
        gone = not stale and await drop_draft(connection, one)
        if gone:
            await settle_second(connection, one, visit.member.id, visit.now)
            await note(visit, connection)
    if stale and one.state in OPEN_TO_CHANGES:
        return await page_of(visit, [visit.say(READ_AGAIN)])
    if not gone:
        return await page_of(visit, [visit.say(NO_DRAFT)])
    return visit.go(f"/admin/labs/{lab.id}/broadcasts?said=dropped")


async def missing(visit: Visit) -> web.Response:
    """Ask mediators for the languages that are missing, or say of which ones people get nothing."""
    async with visit.desk.database.write() as connection:
        stored, lab = await broadcast_or_404(visit, connection, lock=True)
        one = await completed(connection, stored)
        lacking, said = (await look(connection, one, visit.desk.catalogues.languages)).lacking(), "saved"
        if one.state not in OPEN_TO_CHANGES:
            lacking = {}
        elif visit.form.has("ask"):
            known = {code for code in lacking if code in visit.desk.catalogues.languages}
            source, wanted = visit.form.text("source"), known - set(one.segment.without)
            await ask_mediators(connection, one, source, wanted, visit.now)
            able = await mediators(connection, one.lab_id, (), visit.now)
            said = "asked" if within_reach(able, one, source, wanted) else "nobody"
        else:
            without = visit.form.chosen("without", sorted(lacking))
            changed = replace(one, segment=replace(one.segment, without=without))
            choices = await choices_of(visit, connection, lab, one.id)
            if both := await clash(visit, *(fields_in_words(visit, each, choices) for each in (one, changed))):
                return both
            await change_broadcast(connection, changed)
            await note(visit, connection)
    return visit.go(f"/admin/broadcasts/{one.id}?said={said}#missing")


ROUTES = (
    get(f"{ONE}/change", show, TEAM),
    post(f"{ONE}/change", change, TEAM),
    post(f"{ONE}/drop", drop, TEAM),
    post(f"{ONE}/missing", missing, TEAM),
)
