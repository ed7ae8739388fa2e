"""How somebody stands towards a lab, and who may do what."""

import re
from datetime import timedelta

NEW = "new"
REGISTERED = "registered"
ACTIVE = "active"
WAITING_GUARDIAN = "waiting_guardian"
STOPPED = "stopped"
MERGED = "merged"
"""Another record of the same person is kept: this one is nobody any more (store/merging.py)."""

UNDER_AGE = "under_16"
"""A parent or guardian says yes too before anything but a reply goes to her."""

UNCONFIRMED_LIFE = timedelta(days=7)
"""Somebody who did not say yes within this time is forgotten."""

CHAT_ROLES = frozenset({"outreach_worker", "facilitator", "mediator"})
DESK_ROLES = frozenset({"administrator", "coordinator"})
READER = "reader"
"""Sees results at the desk, never chats."""
ROLES = CHAT_ROLES | DESK_ROLES | {READER}


_RANKS = {"administrator": 2, "coordinator": 1}


def may_manage(own: str, role: str) -> bool:
    """Whether somebody with the role `own` at the desk may give `role`, or change who has it: never above her own."""
    return own in DESK_ROLES and _RANKS.get(role, 0) <= _RANKS[own]


def may_be_contacted(standing: str) -> bool:
    """Whether anything but a reply may go to somebody: not before consent, not after stop, not without a guardian."""
    return standing == ACTIVE


def comes_back_as(age_band: str | None, *, guardian_agreed: bool) -> str:
    """How somebody stands who said stop and wants to hear from us again: a child waits for a guardian, as before."""
    return WAITING_GUARDIAN if age_band == UNDER_AGE and not guardian_agreed else ACTIVE


def is_email(text: str) -> bool:
    """Whether a letter could arrive there: one @, something before it, and a dot inside what follows."""
    return re.fullmatch(r"[^\s@,;<>\"]+@[^\s@,;<>\".]+(?:\.[^\s@,;<>\".]+)+", text.strip()) is not None
