"""What she told us for meetings and of how we may write to her, said back with "my data"."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.turn import Turn
from flows.meeting import NEED_OPTIONS
from flows.preparation import CAPACITIES
from flows.wishes import DAYS, HOURS, OFTEN
from locales import N_
from locales.catalogue import listed

LABELS = {one.id: one.label for one in (*NEED_OPTIONS, *CAPACITIES, *HOURS, *DAYS, *OFTEN)}


def own_facts(turn: Turn) -> dict[str, str]:
    """By label; "" where she said nothing."""
    facts = turn.person["facts"] or {}
    return {
        N_("Needs at a meeting"): _listed(turn, *_needs(turn, facts.get("needs") or {})),
        N_("Takes part"): _listed(turn, facts.get("capacity") or ""),
        N_("Best times for messages"): _listed(turn, *facts.get("hours") or ()),
        N_("Days without messages"): _listed(turn, *map(str, facts.get("days_off") or ())),
        N_("How often we write"): _listed(turn, "less" if facts.get("less_often") else ""),
    }


def _needs(turn: Turn, needs: Mapping[str, Any]) -> Iterator[str]:
    """What she tapped, for which language and how many children, and her own words."""
    known = turn.catalogues.languages
    code, children = needs.get("language", ""), needs.get("children")
    yield from needs.get("options") or ()
    yield known[code].autonym if code in known else str(code)
    yield f"{turn.catalogues(turn.person['language'], N_('Children'))}: {children}" if children else ""
    yield str(needs.get("words") or "")


def _listed(turn: Turn, *said: str) -> str:
    language = turn.person["language"]
    words = (turn.catalogues(language, LABELS[one]) if one in LABELS else one for one in said)
    return listed(language, [word for word in words if word])
