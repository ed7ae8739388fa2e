"""A route of the desk, and who may take it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from admin.visit import Visit
from lab.people import DESK_ROLES, READER, ROLES

Page = Callable[[Visit], Awaitable[web.StreamResponse]]

ANYBODY = frozenset({"anybody"})
"""Also somebody who is not logged in: the door itself, nothing else."""
STAFF = ROLES
TEAM = DESK_ROLES
"""Coordinators and administrators: everything of their labs."""
ADMINISTRATORS = frozenset({"administrator"})
GUIDES = TEAM | {"facilitator"}
"""What belongs to meetings and polls, without chats."""
READERS = GUIDES | {READER}
"""Results: numbers and words that may be shown, no chats."""
OUTREACH = TEAM | {"outreach_worker"}
AT_DESK = READERS | OUTREACH
"""Whoever finds a page of her own here."""
ANY_OF_THESE = (ANYBODY, STAFF, TEAM, ADMINISTRATORS, GUIDES, READERS, OUTREACH, AT_DESK)


_PATTERN = re.compile(r":(?:[^{}]|\{[^}]*\})*(?=\})")
"""What a placeholder may hold: "{id:[0-9]{1,18}}"."""


@dataclass(frozen=True, slots=True)
class Route:
    """`roles` has no default: who may come in is said of every route. `path` is below /admin.

    `words`: it shows what somebody said, so that looking is written down too. `passing`: a sign of an open page that
    changes nothing of anybody, and is not written down. `by_itself`: the page sends it, nobody has to sit there, so it
    keeps no session alive.
    """

    method: str
    path: str
    page: Page
    roles: frozenset[str]
    words: bool = False
    passing: bool = False
    by_itself: bool = False

    @property
    def open(self) -> bool:
        return self.roles == ANYBODY

    @property
    def name(self) -> str:
        """How the log calls it: "POST /people/{id}/answer"."""
        return f"{self.method} {_PATTERN.sub('', self.path)}"


def get(path: str, page: Page, roles: frozenset[str], *, words: bool = False) -> Route:
    return Route("GET", path, page, roles, words)


def post(path: str, page: Page, roles: frozenset[str]) -> Route:
    """Everything that changes something."""
    return Route("POST", path, page, roles)
