"""A conversation as the desk shows it: who said what, through which channel, and what became of each message."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from admin.dates import Dates
from flows.commands import START, command_of
from lab.mediation import APPROVED
from locales import N_
from store.beside import Beside
from store.history import Entry

FATES = {
    "queued": N_("Not sent yet, trying again"),
    "held": N_("Waits until the person says: it is me"),
    "sending": N_("Not sent yet, trying again"),
    "sent": N_("Sent"),
    "delivered": N_("Delivered"),
    "read": N_("Read"),
    "failed": N_("Not sent"),
    "unconfirmed": N_("We do not know if this arrived"),
    "expired": N_("Not sent: it was too late"),
    "cancelled": N_("Not sent: the person said stop"),
}
AILING = ("failed", "unconfirmed", "expired", "cancelled")
WAITING = ("queued", "held", "sending")
OPENED = N_("Opened the chat")
NOTHING_BESIDE = Beside()
NO_CAUSES: Mapping[int, str] = {}
COMMAND = "/"
KINDS = {"voice": N_("Voice message"), "photo": N_("Photo")}


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. `staff` wrote it, or "" for the program; `media` is the address of a file of this `kind`.

    `other` are the same words in another language, by a human; `asked`: somebody is translating them. `why` it went
    out, where the program began.
    """

    own: bool
    time: str
    text: str
    lang: str
    staff: str
    media: str
    kind: str
    options: tuple[str, ...]
    fate: str
    ails: bool
    waits: bool
    error: str
    note: bool = False
    key: str = ""
    other: str = ""
    other_lang: str = ""
    asked: bool = False
    message: int = 0
    why: str = ""

    @property
    def said(self) -> "Bubble":
        """Without what became of it on its way, which changes often."""
        return replace(self, fate="", ails=False, waits=False, error="")


@dataclass(frozen=True, slots=True)
class Day:
    day: str
    bubbles: tuple[Bubble, ...]
    key: str = ""


def days(
    entries: Iterable[Entry],
    dates: Dates,
    staff: Mapping[int, str],
    beside: Beside = NOTHING_BESIDE,
    causes: Mapping[int, str] = NO_CAUSES,
) -> list[Day]:
    """What was said, by day, in her lab's time zone. `causes`: why, by the contact that a message came from."""
    shown = [e for e in entries if not e.body.get("edits")]
    labels = _labels(shown)
    grouped = groupby(shown, key=lambda e: dates.local_day(e.at))
    return [
        Day(dates.day(day), tuple(_beside(_bubble(e, dates, staff, labels, causes), e, beside) for e in some), f"{day}")
        for day, some in grouped
    ]


def _beside(bubble: Bubble, entry: Entry, beside: Beside) -> Bubble:
    """With the mediator's words; for an answer that was translated, with what was written first."""
    if not entry.own:
        original = beside.answers.get(entry.id)
        return replace(bubble, other=original.words, other_lang=_tag(original.language)) if original else bubble
    text = beside.said.get(entry.id)
    if text is None:
        words = entry.body.get("text", "")
        is_said = words and not words.startswith(COMMAND) and not bubble.note
        return replace(bubble, message=entry.id if is_said else 0)
    if text.state != APPROVED:
        return replace(bubble, asked=True)
    return replace(bubble, other=text.words, other_lang=_tag(text.language))


def _tag(language: str) -> str:
    return language.replace("_", "-")


def _labels(entries: Sequence[Entry]) -> dict[str, str]:
    """What stood on each button: a tap comes back as a token only."""
    buttons = [button for e in entries if not e.own for button in e.body.get("buttons", ())]
    return {button["token"]: _caption(button) for button in buttons}


def _caption(button: Mapping[str, Any]) -> str:
    return f"{button.get('icon', '')} {button['label']}".strip()


def _bubble(
    entry: Entry, dates: Dates, staff: Mapping[int, str], labels: Mapping[str, str], causes: Mapping[int, str]
) -> Bubble:
    state = (entry.receipt if entry.state == "sent" and entry.receipt else entry.state) or ""
    text = entry.body.get("text", "")
    note = entry.own and command_of(text).name == START
    media, kind = _media(entry)
    return Bubble(
        own=entry.own,
        time=dates.time(entry.at),
        text=OPENED if note else text or ", ".join(labels.get(t, "…") for t in entry.body.get("taps", ())),
        lang=_tag(entry.body.get("lang", "")),
        staff=staff.get(entry.staff_id or 0, ""),
        media=media,
        kind=kind,
        options=tuple(_caption(button) for button in entry.body.get("buttons", ())),
        fate=FATES.get(state, ""),
        ails=state in AILING,
        waits=state in WAITING,
        error=entry.error or "" if state == "failed" else "",
        note=note,
        key=entry.key,
        why=causes.get(entry.cause, ""),
    )


def _media(entry: Entry) -> tuple[str, str]:
    body = entry.body
    if entry.own and body.get("media"):
        return f"/admin/media/from/{entry.id}", body.get("kind", "")
    for name, kind in (("picture", "photo"), ("sound", "voice")):
        if body.get(name):
            return f"/admin/media/{body[name]}", kind
    return "", ""
