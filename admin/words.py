"""Names of states, kinds and channels, as words."""

from datetime import datetime

from locales import N_

CHANNELS = {
    "webchat": N_("Web chat"),
    "telegram": N_("Telegram"),
    "whatsapp": "WhatsApp",
    "made up": N_("Made up"),
}

STANDINGS = {
    "new": N_("is signing up"),
    "registered": N_("was written down, has not confirmed yet"),
    "active": N_("takes part"),
    "paused": N_("has a pause"),
    "waiting_guardian": N_("waits for a parent or guardian"),
    "stopped": N_("said stop"),
}

ROLES = {
    "participant": N_("Participant"),
    "outreach_worker": N_("Outreach worker"),
    "facilitator": N_("Facilitator"),
    "mediator": N_("Mediator"),
    "coordinator": N_("Coordinator"),
    "reader": N_("Reader"),
    "administrator": N_("Administrator"),
}

IN_CHAT = ("participant", "outreach_worker", "mediator")
"""Roles that the team gives to people who take part."""

CONSENTS = {
    ("participation", True): N_("Said yes to taking part"),
    ("contact", True): N_("Said yes to messages again"),
    ("contact", False): N_("Said stop"),
    ("guardian", True): N_("A parent or guardian said yes"),
}

HOW = {
    "tapped": N_("in the chat"),
    "said": N_("in the chat"),
    "read": N_("after reading the text"),
    "heard": N_("after hearing the text"),
    "interpreter": N_("with an interpreter"),
    "in_person": N_("in person"),
    "phone": N_("on the phone"),
    "paper": N_("on paper"),
}
GUARDIAN_HOW = ("in_person", "phone", "paper")


def standing_of(standing: str, paused_until: datetime | None, now: datetime) -> str:
    """The key of how somebody stands just now: a pause is a state of its own to whoever reads it."""
    if standing == "active" and paused_until and paused_until > now:
        return "paused"
    return standing
