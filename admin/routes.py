"""A route of the desk, and who may take it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from admin.visit import Visit
from lab.people import DESK_ROLES, ROLES

Page = Callable[[Visit], Awaitable[web.StreamResponse]]

ANYBODY = frozenset({"anybody"})
"""Also somebody who is not logged in: the door itself, nothing else."""
STAFF = ROLES
TEAM = DESK_ROLES


@dataclass(frozen=True, slots=True)
class Route:
    """`roles` has no default: who may come in is said of every route. `path` is below /admin."""

    method: str
    path: str
    page: Page
    roles: frozenset[str]

    @property
    def open(self) -> bool:
        return self.roles == ANYBODY


def get(path: str, page: Page, roles: frozenset[str]) -> Route:
    return Route("GET", path, page, roles)


def post(path: str, page: Page, roles: frozenset[str]) -> Route:
    """Everything that changes something."""
    return Route("POST", path, page, roles)
