"""The groups of a lab: how many seats each has, and how many are short. And in which of them somebody is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any

import sqlalchemy
from aiohttp import web

from admin.clash import TICKED, clash, seen_as
from admin.group_names import USUAL, group_name, has_names, name_in_field, written_name
from admin.labs import lab_or_404, tongues
from admin.log import note
from admin.pages.person import page_of, person_or_404
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.task_kinds import SHORT
from admin.visit import Visit
from locales import N_
from store.contacts import lock_lab
from store.desk_changes import hold
from store.desk_planning import save_quotas
from store.groups import Quota, add_quota, groups_in, groups_of, put_in_groups, quotas
from store.labs import Lab

KINDS = {
    **USUAL,
    "own": N_("A group of our own"),
}
OWN = "own-"
"""How the key of a group begins that only this lab has. The usual ones have names in all languages."""
MOST_SEATS = 1000
NO_NAME = N_("Each group needs a name.")
NO_SEATS = N_("Write for each group how many seats it has: a number from 0 to 1000.")
PEOPLE_IN_IT = N_(
    "People in “{name}”: {count}. They stay, but nobody will know that they were in it. "
    "To take it away, save once more."
)
TWICE = N_("There is a group “{kind}” already. Change that one, or choose “a group of our own”.")


NOT_THERE = N_("A group that you ticked is not there any more. Nothing was changed: look at the groups again.")


@dataclass(frozen=True, slots=True)
class Row:
    """One group as it stands in the form. `names`: by language, where it may have any. `goes`: to be removed."""

    quota: Quota
    name: str
    seats: str
    names: Mapping[str, str]
    goes: bool = False


async def show(visit: Visit) -> web.Response:
    return await _page(visit, await lab_or_404(visit))


async def _page(
    visit: Visit, lab: Lab, problems: tuple[str, ...] = (), *, gone: Iterable[tuple[str, str]] = (), saved: bool = False
) -> web.Response:
    """`gone`: name and seats of groups that a colleague deleted while she wrote."""
    async with visit.desk.database.read() as connection:
        known = await quotas(connection, lab.id)
    return await visit.show(
        "groups.html",
        422 if problems else 200,
        at="groups",
        lab=lab,
        rows=[_row(visit, lab, one, bool(problems)) for one in known],
        languages=visit.desk.catalogues.languages,
        picture=[_bar(visit, one) for one in known],
        kinds=KINDS,
        called=partial(group_name, visit),
        typed={name: visit.form.text(name, 100) for name in ("kind", "name", "seats")} if problems else {},
        as_shown=seen_as(visit, _compared(visit, known)),
        problems=problems,
        gone=[(visit.name(name), seats) for name, seats in gone],
        saved=saved or visit.query("saved") == "1",
    )


def _row(visit: Visit, lab: Lab, one: Quota, again: bool) -> Row:
    offered = tongues(visit, lab, (), one.names) if has_names(one) else {}
    if not again:
        return Row(one, name_in_field(visit, one), str(one.seats), {code: one.names.get(code, "") for code in offered})
    names = {code: visit.form.text(f"name_{one.id}_{code}", 100) for code in offered}
    goes = visit.form.has(f"remove_{one.id}")
    return Row(one, visit.form.text(f"name_{one.id}", 100), visit.form.text(f"seats_{one.id}", 10), names, goes)


def _bar(visit: Visit, one: Quota) -> tuple[str, int, int, str]:
    """What a bar shows: its name, the seats filled, the seats wanted, and how many are short."""
    name = group_name(visit, one)
    return name, one.filled, one.seats, visit.say(SHORT, count=str(one.short)) if one.short else ""


def _compared(visit: Visit, known: Iterable[Quota]) -> dict[str, str]:
    """For two who change the groups of one lab."""
    return {
        name_in_field(visit, one): " · ".join([str(one.seats), *(one.names[code] for code in sorted(one.names))])
        for one in known
    }


def _yours(visit: Visit, known: Iterable[Quota]) -> dict[str, str]:
    shown = [one for one in known if not visit.form.has(f"remove_{one.id}")]
    return {_name_as_read(visit, one): _beside_name(visit, one.id) for one in shown}


def _name_as_read(visit: Visit, one: Quota) -> str:
    """Where she left the name alone it is what stands in the field now, whatever language she read it in."""
    written = visit.form.text(f"name_{one.id}", 100)
    return name_in_field(visit, one) if written_name(visit, one, written) == one.name else written


def _beside_name(visit: Visit, quota_id: int) -> str:
    return " · ".join([visit.form.text(f"seats_{quota_id}", 10), *_names(visit, quota_id).values()])


def _names(visit: Visit, quota_id: int) -> dict[str, str]:
    """What stands in the fields for other languages."""
    found = {code: visit.form.text(f"name_{quota_id}_{code}", 100) for code in sorted(visit.desk.catalogues.languages)}
    return {code: name for code, name in found.items() if name}


def _gone(visit: Visit, known: Iterable[Quota]) -> dict[str, str]:
    """What she wrote of groups that a colleague deleted meanwhile."""
    named = (re.fullmatch(r"name_([0-9]{1,18})", field) for field in visit.form.fields)
    lost = {int(found[1]) for found in named if found} - {one.id for one in known}
    staying = sorted(one for one in lost if not visit.form.has(f"remove_{one}"))
    return {visit.form.text(f"name_{one}", 100): _beside_name(visit, one) for one in staying}


async def save(visit: Visit) -> web.Response:
    """A group that came after her page was made is not touched by it; of one that is gone she sees what she wrote."""
    lab = await lab_or_404(visit)
    async with visit.desk.database.write() as connection:
        await lock_lab(connection, lab.id)
        everything = await quotas(connection, lab.id)
        known = [one for one in everything if visit.form.has(f"name_{one.id}")]
        problems, gone = _problems(visit, known), _gone(visit, everything)
        if not problems:
            yours = _yours(visit, known) | gone
            if both := await clash(visit, _compared(visit, everything), yours, back=_page_of(lab)):
                return both
            removed = [one.id for one in known if visit.form.has(f"remove_{one.id}")]
            kept = {one.id: _kept(visit, one) for one in known if one.id not in removed}
            await save_quotas(connection, lab.id, kept, removed)
            await note(visit, connection)
            if _is_new(visit):
                await add_quota(connection, lab.id, _key(visit), *_wanted(visit, ""))
    if problems or gone:
        return await _page(visit, lab, problems, gone=gone.items(), saved=not problems)
    return visit.go(f"{_page_of(lab)}?saved=1")


def _page_of(lab: Lab) -> str:
    return f"/admin/labs/{lab.id}/groups"


def _wanted(visit: Visit, which: str) -> tuple[str, int]:
    return visit.form.text(f"name{which}", 100), visit.form.number(f"seats{which}") or 0


def _kept(visit: Visit, one: Quota) -> dict[str, Any]:
    name, seats = _wanted(visit, f"_{one.id}")
    return {"name": written_name(visit, one, name), "seats": seats, "names": _names(visit, one.id)}


def _is_new(visit: Visit) -> bool:
    return bool(visit.form.text("name") or visit.form.text("seats"))


def _key(visit: Visit) -> str:
    kind = visit.form.text("kind")
    return kind if kind in KINDS and kind != "own" else f"{OWN}{token_hex(4)}"


def _problems(visit: Visit, known: list[Quota]) -> tuple[str, ...]:
    staying = [one for one in known if not visit.form.has(f"remove_{one.id}")]
    asked = [f"_{one.id}" for one in staying] + ([""] if _is_new(visit) else [])
    seats = [visit.form.number(f"seats{which}") for which in asked]
    kind = visit.form.text("kind")
    checks = (
        (all(visit.form.text(f"name{which}") for which in asked), visit.say(NO_NAME)),
        (all(many is not None and 0 <= many <= MOST_SEATS for many in seats), visit.say(NO_SEATS)),
        (
            not _is_new(visit) or all(one.key != kind for one in staying),
            visit.say(TWICE, kind=visit.say(KINDS.get(kind, kind))),
        ),
    )
    return tuple(sentence for fine, sentence in checks if not fine) + _asked_once(visit, known)


def _asked_once(visit: Visit, known: Iterable[Quota]) -> tuple[str, ...]:
    """Who takes a group with people away presses twice: in which group they were does not come back."""
    goes = [one for one in known if visit.form.has(f"remove_{one.id}") and not visit.form.has(f"sure_{one.id}")]
    names = [(group_name(visit, one), one.filled) for one in goes if one.filled]
    return tuple(visit.say(PEOPLE_IN_IT, name=visit.name(name), count=str(count)) for name, count in names)


async def put(visit: Visit) -> web.Response:
    """Somebody is in the groups that are ticked, of her own lab."""
    who = await person_or_404(visit)
    async with visit.desk.database.write() as connection:
        await hold(connection, who.id)
        known = await groups_in(connection, who.lab_id or 0)
        wanted = visit.form.numbers("group")
        if not {one.id for one in known}.issuperset(wanted):
            return await _not_there(visit, who)
        keys = (await groups_of(connection, [who.id])).get(who.id, frozenset())
        now = {one.name: TICKED for one in known if one.key in keys}
        yours = {one.name: TICKED for one in known if one.id in wanted}
        if both := await clash(visit, now, yours, back=f"/admin/people/{who.id}"):
            return both
        await put_in_groups(connection, who.id, wanted)
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said=saved")


async def _not_there(visit: Visit, who: sqlalchemy.Row[Any]) -> web.Response:
    """A colleague deleted it, or it was never hers: nobody learns which."""
    page = await page_of(visit, who, amiss=NOT_THERE)
    page.set_status(400)
    return page


TAB = Tab("groups", "people", "/labs/{lab}/groups", N_("Groups"), TEAM, 20)

ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/groups", show, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/groups", save, TEAM),
    post("/people/{id:[0-9]{1,18}}/groups", put, TEAM),
)
