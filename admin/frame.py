"""What stands around every page: the menu, the labs to choose from, and the lab's own look."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from admin.tabs import Menu, all_tabs
from store.labs import Lab
from store.look import Look

LAST_LAB = "brug_lab"
"""A cookie with the number of the lab that was looked at last."""
IN_THE_BAR = 4
"""So many words of the menu stand in the bar of a phone, the rest under "More"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`others`: each lab within reach, with the address of this page there. Empty for who has one."""

    lab: Lab | None
    look: Look
    others: tuple[tuple[Lab, str], ...]
    bar: int = IN_THE_BAR


def frame(near: Mapping[int, Lab], chosen: Lab | None, look: Look, menu: Menu) -> Frame:
    others = tuple((lab, in_lab(lab.id, menu)) for lab in near.values()) if len(near) > 1 else ()
    return Frame(chosen, look, others)


def in_lab(lab_id: int, menu: Menu) -> str:
    """The same page of another lab; from a page without a place in the menu, the first of its section."""
    here = next((tab for tab, _ in menu.tabs if tab.key == menu.here), menu.tabs[0][0] if menu.tabs else None)
    here = here or next(iter(all_tabs()))
    return f"/admin{here.path.format(lab=lab_id)}?lab={lab_id}"


def remember(request: web.Request, response: web.StreamResponse, around: Frame, *, secure: bool) -> None:
    """For pages whose address names no lab. A wish like a language: it opens nothing."""
    if around.lab and around.others and request.cookies.get(LAST_LAB) != str(around.lab.id):
        response.set_cookie(
            LAST_LAB,
            str(around.lab.id),
            path="/admin",
            httponly=True,
            samesite="Lax",
            secure=secure,
            max_age=365 * 86400,
        )
