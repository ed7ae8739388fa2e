"""Made-up people and what became of their contacts, as rows."""

from datetime import datetime, timedelta
from typing import Any

from bot.demo.history import Life, Touch
from bot.demo.nowhere import ACCOUNT, NAME
from bot.demo.people import ANSWERS, CAME, PARTICIPANT, Figure
from bot.demo.words import REASONS
from store.contacts import SENT
from store.crypto import Keyring, fingerprint

KNOWN_BEFORE = timedelta(days=35)
"""So long before a meeting it was planned, with its contacts."""


def person(one: Figure, lab_id: int, joined: datetime) -> dict[str, Any]:
    return {
        "lab_id": lab_id,
        "language": one.language,
        "role": one.role,
        "standing": one.standing,
        "name": one.name,
        "facts": dict(one.facts) or None,
        "age_band": one.age if one.role == PARTICIPANT else None,
        "place": one.place or None,
        "confirmed_at": joined,
        "created_at": joined,
        "last_in_at": joined,
        "last_out_at": joined,
    }


def address(one: Figure, person_id: int, keyring: Keyring, now: datetime) -> dict[str, Any]:
    return {
        "channel": NAME,
        "account": ACCOUNT,
        "lookup": keyring.lookup(f"{NAME}:{ACCOUNT}", one.name),
        "external": f"{NAME}: {one.name}",
        "person_id": person_id,
        "reachable": not (one.gone and one.standing == "active"),
        "created_at": now,
    }


def consent(one: Figure, person_id: int, text: str, helper: int, at: datetime) -> dict[str, Any]:
    """`text` is what she read or heard, in her language; `helper` the worker who was there if one was."""
    return {
        "person_id": person_id,
        "kind": "participation",
        "given": True,
        "text_version": fingerprint(text),
        "language": one.language,
        "how": one.how,
        "assisted_by": None if one.how == "tapped" else helper,
        "at": at,
    }


def recorded(one: Figure, person_id: int, helper: int, at: datetime) -> list[dict[str, Any]]:
    """Each fact about somebody: told by herself, or written down by the `helper` who signed her up."""
    who = None if one.how == "tapped" else helper
    keys = ("name", "language", "age_band", *one.facts)
    return [{"person_id": person_id, "key": key, "staff_id": who, "at": at} for key in keys]


def known_at(one: Touch, life: Life) -> datetime:
    """When this contact was planned."""
    if one.since:
        return one.since
    return min((one.about.starts_at if one.about else one.contact.due_at) - KNOWN_BEFORE, life.now)


def contact(one: Touch, life: Life, person_id: int, lab_id: int) -> dict[str, Any]:
    return {
        "lab_id": lab_id,
        "person_id": person_id,
        "meeting_id": one.about.id if one.about else None,
        "kind": one.contact.kind,
        "reference": one.reference or (f"meeting:{one.about.id}" if one.about else ""),
        "slot": "" if one.about or one.reference else f"{one.contact.due_at:%Y-%m-%d}",
        "priority": one.contact.priority,
        "due_at": one.contact.due_at,
        "expires_at": one.contact.expires_at,
        "state": one.state,
        "reason": one.reason,
        "reason_until": one.until,
        "decided_at": one.decided_at,
        "created_at": known_at(one, life),
    }


def invitations(life: Life, person_id: int) -> list[dict[str, Any]]:
    """One for each meeting of which she was told."""
    return [
        _invitation(one, life, person_id)
        for one in life.touches
        if one.contact.kind == "invitation" and one.state == SENT
    ]


def _invitation(one: Touch, life: Life, person_id: int) -> dict[str, Any]:
    assert one.about is not None
    answer = ANSWERS[one.letter] if one.replied_at else ""
    return {
        "meeting_id": one.about.id,
        "person_id": person_id,
        "answer": answer,
        "reason": life.figure.why or None if answer == "no" else None,
        "words": REASONS.get(life.figure.name) if answer == "no" else None,
        "told_sequence": 0,
        "answered_at": one.replied_at,
        "waiting_since": one.replied_at if answer == "waiting" else None,
        "present": one.letter == CAME if one.about.ends_at <= life.now else None,
    }
