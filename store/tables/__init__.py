"""What is stored. docs/data.md says of each personal column why it is kept and for how long."""

from store.tables.base import Id, metadata
from store.tables.labs import code, lab, membership, phase, quota, staff
from store.tables.mediation import translation
from store.tables.meetings import contact, invitation, meeting, talk
from store.tables.messages import gate, inbox, outbox, proof, push, quarantine
from store.tables.people import address, consent, media, person, tally, task
from store.tables.pilots import (
    milestone,
    pilot,
    pilot_member,
    pilot_update,
    reaction,
    recommendation,
    recommendation_change,
    source,
)
from store.tables.polls import answer, handing, participation, poll

__all__ = [
    "Id",
    "address",
    "answer",
    "code",
    "consent",
    "contact",
    "gate",
    "handing",
    "inbox",
    "invitation",
    "lab",
    "media",
    "meeting",
    "membership",
    "metadata",
    "milestone",
    "outbox",
    "participation",
    "person",
    "phase",
    "pilot",
    "pilot_member",
    "pilot_update",
    "poll",
    "proof",
    "push",
    "quarantine",
    "quota",
    "reaction",
    "recommendation",
    "recommendation_change",
    "source",
    "staff",
    "talk",
    "tally",
    "task",
    "translation",
]
