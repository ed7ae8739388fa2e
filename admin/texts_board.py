"""Every text of the bot: where it is said, in which words, who read it, and what a lab changed about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.lab_texts import key_of, version_of
from flows.places import Place, all_places
from flows.registry import all_flows
from locales import N_
from locales.catalogue import SOURCE, Catalogues
from store.crypto import fingerprint
from store.reviews import all_reviews
from store.spoken import spoken_in
from store.wordings import wordings_of

FLOW, CHAT, PAGES, DESK = "flow:", "chat", "pages", "desk"
GROUPS = {
    CHAT: N_("Elsewhere in the chat"),
    PAGES: N_("Pages around the chat"),
    DESK: N_("The coordinators’ desk"),
}
"""Beside the flows."""
ON_PAGES = ("bot/page_texts", "bot/templates", "bot/channels", "bot/web", "bot/screen", "bot/static")
ONLY_OURS = (PAGES, DESK)
"""Read by people of no lab, or of several: a lab cannot change these."""
UNREAD, STALE, CHANGED, SPOKEN = "unread", "stale", "changed", "spoken"
STATES = {
    UNREAD: N_("Not read by a native speaker"),
    STALE: N_("To look at again"),
    CHANGED: N_("In our own words"),
    SPOKEN: N_("Read aloud"),
}

Kept = Mapping[tuple[str, str], Row[Any]]
"""By key of the text and language."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored about texts: reviews of everybody, wordings and recordings of one lab."""

    reviews: Kept
    wordings: Kept
    recordings: Kept


@dataclass(frozen=True, slots=True)
class Line:
    """One text in one language. `ours`: the words of the catalogue; `said`: those that people of the lab read.

    `also`: the other flows that say it, as groups.
    """

    key: str
    source: str
    ours: str
    said: str
    group: str
    also: tuple[str, ...]
    states: frozenset[str]


async def known_of(connection: AsyncConnection, lab_id: int) -> Known:
    return Known(
        _kept(await all_reviews(connection)),
        _kept(await wordings_of(connection, lab_id)),
        _kept(await spoken_in(connection, lab_id)),
    )


def _kept(rows: Iterable[Row[Any]]) -> Kept:
    return {(row.text_key, row.language): row for row in rows}


@cache
def places() -> Mapping[str, tuple[Place, ...]]:
    flows = all_flows()
    return all_places({name: flows[name] for name in sorted(flows)})


def lines(catalogues: Catalogues, language: str, known: Known) -> list[Line]:
    """In the order of the flows, then what is said elsewhere."""
    texts = sorted(catalogues.source, key=lambda text: _order_of(text, catalogues.places.get(text, ())))
    return [line_of(catalogues, text, language, known) for text in texts]


def line_of(catalogues: Catalogues, text: str, language: str, known: Known) -> Line:
    key, chosen = key_of(text), catalogues.languages[language]
    ours, own = chosen.texts.get(text, ""), known.wordings.get((key, language))
    said = own.words if own else ours
    return Line(
        key,
        text,
        ours,
        said,
        group_of(text, catalogues.places.get(text, ())),
        _flows_of(text)[1:],
        frozenset(_states(catalogues, text, language, key, known)),
    )


def _states(catalogues: Catalogues, text: str, language: str, key: str, known: Known) -> Iterator[str]:
    now = version_of(catalogues, language, text)
    own, sound = known.wordings.get((key, language)), known.recordings.get((key, language))
    read = known.reviews.get((key, language))
    if language != SOURCE and not (read and read.version == now) and text in catalogues.languages[language].unread:
        yield UNREAD
    if own:
        yield CHANGED
    if sound:
        yield SPOKEN
    said = fingerprint(own.words) if own else now
    old = (own and own.source_version != now, read and read.version != now, sound and sound.version != said)
    if any(old):
        yield STALE


def gone(catalogues: Catalogues, known: Known) -> list[Row[Any]]:
    """Wordings of texts that Brug does not say any more."""
    keys = {key_of(text) for text in catalogues.source}
    return [row for (key, _), row in known.wordings.items() if key not in keys]


@lru_cache(maxsize=8192)
def group_of(text: str, files: tuple[str, ...]) -> str:
    """The flow that says it first, or where else it stands."""
    if found := _flows_of(text):
        return found[0]
    if files and all(file.startswith("admin/") for file in files):
        return DESK
    if text in _titles() and all(file.startswith(("admin/", "flows/")) for file in files):
        return DESK  # only the team reads it
    chat = [file for file in files if not file.startswith(("admin/", *ON_PAGES))]
    return PAGES if files and not chat else CHAT


@cache
def _titles() -> frozenset[str]:
    return frozenset(flow.title for flow in all_flows().values() if flow.title)


@lru_cache(maxsize=8192)
def _flows_of(text: str) -> tuple[str, ...]:
    """As groups; none for what stands elsewhere."""
    return tuple(dict.fromkeys(FLOW + place.flow for place in places().get(text, ())))


def changeable(line: Line) -> bool:
    return line.group not in ONLY_OURS


@lru_cache(maxsize=8192)
def _order_of(text: str, files: tuple[str, ...]) -> tuple[tuple[int, str], int, str]:
    """What the program says does not change while it runs, nor where it stands."""
    return _rank(group_of(text, files)), _first(text), text.casefold()


def _rank(group: str) -> tuple[int, str]:
    return (list(GROUPS).index(group) + 1, "") if group in GROUPS else (0, group)


def _first(text: str) -> int:
    """Its place in its flow."""
    return _order().get(text, 0)


@cache
def _order() -> Mapping[str, int]:
    return {text: number for number, text in enumerate(places())}


@cache
def first_text(flow: str) -> str:
    """What it says first, of what no other flow says; "" where there is no such flow."""
    said = [text for step in all_flows()[flow].steps for text in step.say if text] if flow in all_flows() else []
    return next((text for text in said if len(_flows_of(text)) == 1), next(iter(said), ""))


def fitting(found: Iterable[Line], *, group: str, state: str, words: str) -> list[Line]:
    """Those that somebody looks for. `words`: a part of the text, in English or in the language."""
    wanted = words.casefold()
    return [
        one
        for one in found
        if (not group or group in (one.group, *one.also))
        and (not state or state in one.states)
        and (not wanted or any(wanted in text.casefold() for text in (one.source, one.ours, one.said)))
    ]


def as_po(catalogues: Catalogues, language: str, known: Known) -> str:
    """The lab's wordings in one language, as entries of a catalogue, so that they can come back to everybody."""
    texts = {key_of(text): text for text in catalogues.source}
    own = [(texts[key], row) for (key, code), row in known.wordings.items() if code == language and key in texts]
    entries = [
        f"#: {' '.join(catalogues.places.get(text, ()))}\n# ours: {_quoted(catalogues, language, text)}\n"
        f"msgid {_string(text)}\nmsgstr {_string(row.words)}\n"
        for text, row in sorted(own, key=lambda one: one[0])
    ]
    header = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return "\n".join([header, *entries])


def _quoted(catalogues: Catalogues, language: str, text: str) -> str:
    return _string(catalogues.languages[language].texts.get(text, ""))


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
