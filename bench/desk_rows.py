"""People and their conversations, as rows by the thousand."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.demo.nowhere import ACCOUNT, NAME
from store.crypto import Keyring

LANGUAGES = ("nl", "en", "fr", "ar", "tr", "uk", "ti", "fa_AF")
AGES = ("16-17", "18-25", "26-59", "26-59", "60+")
PLACES = ("Market", "Station", "Mosque", "School", "Library")
NAMES = ("Amina", "Bilal", "Chidi", "Deniz", "Elif", "Fatma", "Goran", "Hana")
KINDS = ("check_up", *(("reminder_week", "check_up", "decided") * 4))
"""A contact for each of the weeks behind, and one ahead."""


def people(lab_id: int, count: int, now: datetime) -> Iterator[dict[str, Any]]:
    """Nineteen of twenty take part, one has stopped."""
    for number in range(count):
        joined = now - timedelta(days=30 + number % 300)
        yield {
            "lab_id": lab_id,
            "language": LANGUAGES[number % len(LANGUAGES)],
            "standing": "active" if number % 20 else "stopped",
            "name": f"{NAMES[number % len(NAMES)]} {number}",
            "facts": {"needs": {"options": ["interpreter"] if number % 4 == 0 else [], "words": ""}},
            "age_band": AGES[number % len(AGES)],
            "place": PLACES[number % len(PLACES)],
            "confirmed_at": joined,
            "created_at": joined,
            "last_in_at": now - timedelta(hours=number % 1000),
            "last_out_at": now - timedelta(hours=number % 100),
        }


def homes(keyring: Keyring, ids: Iterable[int], now: datetime) -> Iterator[dict[str, Any]]:
    """Where they are reached: nowhere, as all made-up people."""
    for who in ids:
        yield {
            "channel": NAME,
            "account": ACCOUNT,
            "lookup": keyring.lookup(f"{NAME}:{ACCOUNT}", f"bench {who}"),
            "external": f"{NAME}: bench {who}",
            "person_id": who,
            "created_at": now,
        }


def conversation(
    said: list[dict[str, Any]], heard: list[dict[str, Any]], who: int, where: int, messages: int, now: datetime
) -> None:
    """Half of them hers, half of them ours, over the last three hundred days."""
    pairs = messages // 2
    for turn in range(pairs):
        at = now - timedelta(days=300) * (pairs - turn) / pairs
        said.append(
            {
                "channel": NAME,
                "account": ACCOUNT,
                "event_id": f"bench:{who}:{turn}",
                "person_id": who,
                "address_id": where,
                "body": {"text": "I can come on Thursday, but not before six.", "taps": []},
                "sent_at": at,
                "received_at": at,
            }
        )
        heard.append(
            {
                "person_id": who,
                "address_id": where,
                "kind": "reply",
                "body": {"text": "Thank you. I wrote it down: you come on Thursday.", "lang": "en"},
                "state": "failed" if who % 500 == 0 and turn == pairs - 1 else "sent",
                "due_at": at,
                "key": f"bench:{who}:{turn}",
                "attempts": 1,
                "created_at": at,
                "sent_at": at,
                "receipt": "read",
            }
        )
