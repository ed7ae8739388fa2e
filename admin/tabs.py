"""What stands in the menu: seven words, and below each the pages that belong to it. A page declares its own `TAB`."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from locales import N_


@dataclass(frozen=True, slots=True)
class Tab:
    """A page in the menu. `key` is what the page says it is (`at`); `path` is below /admin and may hold "{lab}".

    `roles`: who sees it, the same as its route says. `place`: its order below `section`.
    """

    key: str
    section: str
    path: str
    word: str
    roles: frozenset[str]
    place: int = 50


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    word: str
    icon: str


SECTIONS = (
    Section("today", N_("Today"), "today"),
    Section("people", N_("People"), "people"),
    Section("meetings", N_("Meetings"), "meetings"),
    Section("messages", N_("Messages"), "polls"),
    Section("voices", N_("Voices"), "pilots"),
    Section("texts", N_("Texts"), "texts"),
    Section("set_up", N_("Set-up"), "set-up"),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """What one person sees of it on one page. Addresses by key; `here` is the tab of this page, if it has one.

    `start`: where her work begins: at the first word whose own page is hers, if there is one. "": she sees nothing.
    """

    sections: tuple[Section, ...]
    first: Mapping[str, str]
    start: str
    tabs: tuple[tuple[Tab, str], ...]
    here: str
    section: str


def menu(role: str, lab_id: int, at: str) -> Menu:
    """`lab_id` 0: no lab is within reach, and what needs one is left out."""
    seen = [tab for tab in all_tabs() if role in tab.roles and (lab_id or "{lab}" not in tab.path)]
    addresses = {tab.key: "/admin" + tab.path.format(lab=lab_id) for tab in seen}
    first: dict[str, str] = {}
    for tab in seen:
        first.setdefault(tab.section, addresses[tab.key])
    section = next((tab.section for tab in all_tabs() if tab.key == at), "")
    sections = tuple(one for one in SECTIONS if one.key in first)
    whole = [first[one.key] for one in sections if _main_page(one) in addresses]
    return Menu(
        sections=sections,
        first=first,
        start=next(iter([*whole, *(first[one.key] for one in sections)]), ""),
        tabs=tuple((tab, addresses[tab.key]) for tab in seen if tab.section == section),
        here=at,
        section=section,
    )


def _main_page(section: Section) -> str:
    return next(tab.key for tab in all_tabs() if tab.section == section.key)


@cache
def all_tabs() -> tuple[Tab, ...]:
    """Of all pages, in their order. Read late: pages know this module."""
    from admin import pages

    modules = (importlib.import_module(f"{pages.__name__}.{one.name}") for one in pkgutil.iter_modules(pages.__path__))
    found = [module.TAB for module in modules if hasattr(module, "TAB")]
    return tuple(sorted(found, key=lambda tab: (tab.place, tab.key)))
