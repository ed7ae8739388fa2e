"""Who of the team may change whom, and what a form about somebody of the team says."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.visit import Visit
from lab.people import CHAT_ROLES, ROLES, is_email, may_manage
from locales import N_
from store.desk import works_within
from store.desk_meetings import labs_within
from store.labs import Lab
from store.staff import Member, colleagues
from store.tables import staff

NO_NAME = N_("Please write a name.")
NO_EMAIL = N_("This is not an e-mail address. Write it like els@example.org.")
NEEDS_EMAIL = N_("This role works at the desk: please write an e-mail address.")
NO_ROLE = N_("Choose a role.")
NO_LAB = N_("Choose one lab at least.")
NOT_ABOVE = N_("You cannot give or change a role above your own.")
NOT_YOURSELF = N_("You cannot do this with your own account. Ask somebody else of the team.")
ELSEWHERE = N_("This person works for a lab that is not yours too. An administrator can change this.")
LAST_ONE = N_("This is the last administrator. Make somebody else an administrator first.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says. `labs`: those of the ones within reach that are ticked."""

    name: str
    email: str
    role: str
    labs: frozenset[int]

    def problems(self) -> list[str]:
        checks = (
            (self.name, NO_NAME),
            (not self.email or is_email(self.email), NO_EMAIL),
            (self.role in ROLES, NO_ROLE),
            (self.email or self.role not in ROLES - CHAT_ROLES, NEEDS_EMAIL),
            (self.labs or self.role == "administrator", NO_LAB),
        )
        return [text for fine, text in checks if not fine]


def wanted_in(visit: Visit, labs: Mapping[int, Lab]) -> Wanted:
    """A coordinator of one lab does not have to say which. An administrator works for all of them."""
    form, role = visit.form, visit.form.text("role")
    ticked = frozenset(form.numbers("lab")) & labs.keys()
    chosen = frozenset(labs) if len(labs) == 1 else ticked
    labs_of_hers = frozenset[int]() if role == "administrator" else chosen
    return Wanted(form.text("name", 100), form.text("email"), role, labs_of_hers)


async def labs_here(visit: Visit, connection: AsyncConnection) -> dict[int, Lab]:
    return dict(await labs_within(connection, visit.reach))


async def colleague_or_404(visit: Visit, connection: AsyncConnection) -> Member:
    """Somebody who works for a lab within reach."""
    found = await colleagues(connection, staff.c.id == visit.number("staff"), works_within(visit.reach))
    if not found:
        raise web.HTTPNotFound
    return found[0]


def in_the_way(visit: Visit, whom: Member) -> str:
    """Why her role, her way in or her last day are not for this visitor to change, or ""."""
    me = visit.member
    if whom.id == me.id:
        return NOT_YOURSELF
    if not may_manage(me.role, whom.role):
        return NOT_ABOVE
    return "" if all(map(visit.reach.holds, whom.labs)) else ELSEWHERE


def offered_roles(visit: Visit, words: Mapping[str, str]) -> dict[str, str]:
    return {role: words[role] for role in words if role in ROLES and may_manage(visit.member.role, role)}
