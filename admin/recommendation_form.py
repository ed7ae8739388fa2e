"""The form of a recommendation: its words, and what it grew from."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.forms import Form
from admin.tongues import any_of
from admin.visit import Visit
from flows.registry import all_techniques
from lab.recommendations import is_source
from locales import N_
from store import recommendation_sources as stored
from store.labs import Lab

KINDS = {"task": N_("Questions and ideas"), "poll": N_("Polls"), "pilot": N_("Pilots")}
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a recommendation may have grown from. `lang` is the language of its label, where it is known."""

    reference: str
    label: str
    lang: str = ""


async def choices(
    visit: Visit, connection: AsyncConnection, lab: Lab, ticked: Iterable[str]
) -> dict[str, list[Choice]]:
    """By kind. What was ticked before stays there, also where it is old."""
    ticked = list(ticked)
    old = [int(one.partition(":")[2]) for one in ticked if one.startswith("task:")]
    found = {
        "task": [
            Choice(f"task:{one.id}", one.words[:LONGEST_LABEL], one.language)
            for one in await stored.contributions(connection, lab.id, old)
        ],
        "poll": [
            Choice(
                f"poll:{row.id}", any_of(visit, row.words.get("question", {}), lab) or _technique(visit, row.technique)
            )
            for row in await stored.polls(connection, lab.id)
        ],
        "pilot": [
            Choice(f"pilot:{row.id}", any_of(visit, row.name, lab)) for row in await stored.pilots(connection, lab.id)
        ],
    }
    known = {one.reference for ones in found.values() for one in ones}
    for reference in (one for one in ticked if one not in known):
        found[reference.partition(":")[0]].append(Choice(reference, reference))
    return found


def _technique(visit: Visit, key: str) -> str:
    known = all_techniques().get(key)
    return visit.say(known.prompt or known.name) if known else key


def sources_of(form: Form) -> tuple[str, ...]:
    """What is ticked; anything else that somebody may have sent is left out."""
    return tuple(dict.fromkeys(one for one in form.fields.get("source", ()) if is_source(one)))
