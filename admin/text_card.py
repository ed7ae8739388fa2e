"""One text in one language, as its page shows it: our words, the lab's, who read them, who read them aloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from admin.clash import as_shown
from admin.texts_board import Known, places
from admin.visit import Visit
from bot.lab_texts import version_of
from flows.wording_faults import room_for
from locales import N_
from locales.catalogue import SOURCE, Language
from store.crypto import fingerprint

ROLES = {
    "native": N_("Native speaker"),
    "translator": N_("Translator"),
    "mediator": N_("Mediator"),
    "team": N_("Somebody of the team"),
}
"""As whom somebody read a translation."""
READ_BY = N_("Read by {name} ({role}), {day}")
READ_BEFORE = N_("It was read by {name} ({role}), {day}. The words changed since then.")
READ_FILE = N_("Read by a native speaker")
CHANGED_BY = N_("Changed by {name}, {day}")
OURS_CHANGED = N_("Our own words changed since then: see if yours still fit.")
SOUND_BY = N_("Read aloud by {name}, {day}")
SOUND_OLD = N_("The words changed since then: this recording is not played. Please record it anew.")


@dataclass(frozen=True, slots=True)
class Card:
    """`ours`: the words of the catalogue, `words` those of the lab or "". `read`, `changed` and `heard` are sentences;
    `again` those of them that ask to look again. `unread`: no native speaker read our words."""

    language: Language
    ours: str
    words: str
    typed: str
    room: int
    read: str
    unread: bool
    changed: str
    heard: str
    again: tuple[str, ...]
    sound_shown: str = ""
    problems: tuple[str, ...] = ()
    opened: bool = False

    @property
    def said(self) -> str:
        return self.words or self.ours


@dataclass(frozen=True, slots=True)
class About:
    """The text, what is known of it, and how those are called who did something about it."""

    text: str
    known: Known
    names: Mapping[int, str]

    @property
    def key(self) -> str:
        return fingerprint(self.text)


def card_of(visit: Visit, about: About, code: str, *, opened: bool) -> Card:
    catalogues = visit.desk.catalogues
    language, now = catalogues.languages[code], version_of(catalogues, code, about.text)
    ours, place = language.texts.get(about.text, ""), (about.key, code)
    own, read, sound = (kept.get(place) for kept in (about.known.wordings, about.known.reviews, about.known.recordings))
    fresh = bool(read and read.version == now)
    said = fingerprint(own.words) if own else now
    again = []
    again += [OURS_CHANGED] if own and own.source_version != now else []
    again += [SOUND_OLD] if sound and sound.version != said else []
    return Card(
        language,
        ours,
        own.words if own else "",
        own.words if own else ours,
        room_for(places().get(about.text, ())),
        _read(visit, about, read, fresh=fresh, native=about.text not in language.unread and code != SOURCE),
        unread=code != SOURCE and about.text in language.unread and not fresh,
        changed=_by(visit, CHANGED_BY, about, own),
        heard=_by(visit, SOUND_BY, about, sound),
        again=tuple(visit.say(sentence) for sentence in again),
        sound_shown=as_shown(to_read_aloud(own.words if own else ours, sound)),
        opened=opened,
    )


def to_read_aloud(words: str, sound: Row[Any] | None) -> dict[str, str]:
    """What somebody has before her who records: for two who do, or one who changes the words meanwhile."""
    return {"words": words, "sound": sound.at.isoformat() if sound else ""}


def _read(visit: Visit, about: About, row: Row[Any] | None, *, fresh: bool, native: bool) -> str:
    if row is None:
        return visit.say(READ_FILE) if native else ""
    return _by(visit, READ_BY if fresh else READ_BEFORE, about, row, role=visit.say(ROLES.get(row.role, row.role)))


def _by(visit: Visit, sentence: str, about: About, row: Row[Any] | None, **values: str) -> str:
    if row is None:
        return ""
    day = visit.dates().local_day(row.at)
    return visit.say(sentence, name=about.names.get(row.staff_id, "–"), day=day, **values)
