"""When a lab writes: how often at most and at least, and which messages follow from each meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin import cadence_compared as compared
from admin.cadence_form import (
    CLOCKS,
    LONGEST_WORDS,
    NUMBERS,
    WEEKDAYS,
    Problem,
    Step,
    policy_of,
    step_of,
    typed_policy,
    typed_step,
)
from admin.clash import as_shown, clash, seen_as
from admin.labs import lab_or_404, locked_lab_or_404, tongues
from admin.log import note
from admin.meeting_form import typed
from admin.meeting_touchpoints import AUDIENCES
from admin.meeting_words import kind_of_contact, said
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.tried import Tried
from admin.visit import Visit
from lab import plan_faults, policy
from lab.meetings import CANCELLED
from lab.own_words import placeholders_of
from lab.touchpoints import Touchpoint
from locales import N_
from store.desk_meetings import languages_of
from store.desk_planning import replan, save_plan, save_policy
from store.labs import Lab
from store.meetings import meetings


async def show(visit: Visit) -> web.Response:
    return await page(visit, await lab_or_404(visit))


async def page(
    visit: Visit,
    lab: Lab,
    *,
    rules: Mapping[str, str] | None = None,
    steps: Mapping[str, Mapping[str, str]] | None = None,
    problems: Sequence[str] = (),
    tried: Tried | None = None,
) -> web.Response:
    """The page; `rules` and `steps` are what stood in the form that could not be saved, or was only `tried`."""
    async with visit.desk.database.read() as connection:
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    again = steps or {}
    return await visit.show(
        "cadence.html",
        422 if problems else 200,
        at="policy",
        lab=lab,
        rules=rules or typed_policy(lab.policy),
        as_shown=_marks(visit, lab, "rules" if rules else next(iter(again), "")),
        numbers=NUMBERS,
        clocks=CLOCKS,
        weekdays=WEEKDAYS,
        steps=[_step(visit, one, again) for one in lab.plan],
        codes=tongues(visit, lab, spoken, *(one.texts for one in lab.plan)),
        people=spoken,
        longest=LONGEST_WORDS,
        problems=problems,
        amiss="" if not problems else next(iter(again), "rules"),
        tried=tried,
        tried_step=next(iter(again), ""),
        saved=visit.query("saved") == "1",
    )


def _step(visit: Visit, one: Touchpoint, again: Mapping[str, Mapping[str, str]]) -> Step:
    return Step(
        one.kind,
        kind_of_contact(visit, one.kind),
        visit.say(AUDIENCES.get(one.audience, one.audience)),
        again.get(one.kind) or typed_step(one),
        after=one.anchor == "end",
        opened=one.kind in again,
        filled=tuple(f"{{{name}}}" for name in placeholders_of(one.kind)),
    )


def _marks(visit: Visit, lab: Lab, amiss: str) -> dict[str, str]:
    """What each form shows; of the one that could not be saved, what she saw when she began."""
    marks = {"rules": compared.rules(visit, typed_policy(lab.policy))}
    marks |= {one.kind: compared.step(visit, one, typed_step(one)) for one in lab.plan}
    return {key: seen_as(visit, values) if key == amiss else as_shown(values) for key, values in marks.items()}


async def save_rules(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        lab = await locked_lab_or_404(visit, connection)
        now, yours = typed_policy(lab.policy), typed(visit.form)
        if both := await clash(visit, compared.rules(visit, now), compared.rules(visit, yours)):
            return both
        wanted, problems = read_rules(visit, lab)
        if not problems:
            await save_policy(connection, lab.id, wanted)
            await note(visit, connection)
    if problems:
        return await page(visit, lab, rules=yours, problems=problems)
    return visit.go(f"/admin/labs/{lab.id}/cadence?saved=1")


def read_rules(visit: Visit, lab: Lab) -> tuple[policy.Policy, list[str]]:
    """As the form wants them, and what is wrong with that. With problems they are not to be used."""
    wanted, unread = policy_of(visit.form, lab.policy)
    faults = [] if unread else [*policy.faults_of(wanted), *plan_faults.faults_of(lab.plan, wanted)]
    return wanted, [*_said(visit, unread), *(said(visit, fault) for fault in faults)]


def read_step(visit: Visit, lab: Lab, before: Touchpoint) -> tuple[Touchpoint, tuple[Touchpoint, ...], list[str]]:
    """The kind of message as the form wants it, the plan with it, and what is wrong with that."""
    wanted, unread = step_of(visit.form, before, tongues(visit, lab, visit.desk.catalogues.languages))
    plan = tuple(wanted if one is before else one for one in lab.plan)
    faults = [] if unread else plan_faults.faults_of(plan, lab.policy)
    return wanted, plan, [*_said(visit, unread), *(said(visit, fault) for fault in faults)]


def _said(visit: Visit, problems: Sequence[Problem]) -> list[str]:
    return [visit.say(text, field=visit.say(field)) if field else visit.say(text) for text, field in problems]


async def save_step(visit: Visit) -> web.Response:
    """One kind of message. What is unsent of it goes along, for all meetings ahead."""
    async with visit.desk.database.write() as connection:
        lab = await locked_lab_or_404(visit, connection)
        before, yours = step_or_404(visit, lab), typed(visit.form)
        if both := await clash(visit, *(compared.step(visit, before, one) for one in (typed_step(before), yours))):
            return both
        wanted, plan, problems = read_step(visit, lab, before)
        if not problems:
            await _keep(visit, connection, replace(lab, plan=plan), wanted)
            await note(visit, connection)
    if problems:
        return await page(visit, lab, steps={before.kind: yours}, problems=problems)
    return visit.go(f"/admin/labs/{lab.id}/cadence?saved=1#plan")


def step_or_404(visit: Visit, lab: Lab) -> Touchpoint:
    """The kind of message that the address names."""
    kind = visit.request.match_info["kind"]
    found = next((one for one in lab.plan if one.kind == kind), None)
    if found is None:
        raise web.HTTPNotFound
    return found


async def _keep(visit: Visit, connection: AsyncConnection, lab: Lab, changed: Touchpoint) -> None:
    await save_plan(connection, lab.id, lab.plan)
    for meeting in await meetings(connection, lab_id=lab.id):
        if meeting.state != CANCELLED:
            await replan(connection, meeting, changed, visit.now)


TAB = Tab("policy", "messages", "/labs/{lab}/cadence", N_("Rules and plan"), TEAM, 50)

ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/cadence", show, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/cadence", save_rules, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/plan/{kind:[a-z_]{1,20}}", save_step, TEAM),
)
