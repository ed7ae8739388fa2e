"""What a stored message is on the page: its state, its question, and what hangs on it."""

from typing import Any

from bot.meeting_files.map_link import link_to
from flows.matching import parse_token
from store.history import Entry


def is_shown(entry: Entry) -> bool:
    """Not the way in, not commands of the menu, not taps (the choice stays visible at its question), not edits,
    not what is kept no more."""
    if entry.body.get("edits") or (entry.body.get("passing") and not entry.body.get("text")):
        return False
    if not entry.own:
        return True
    text = entry.body.get("text", "")
    return bool(entry.body.get("media")) or (bool(text) and not text.startswith("/"))


def status_of(entry: Entry) -> str:
    """Hers have arrived once they are stored. Of ours: sent, delivered or read."""
    if entry.own:
        return "delivered"
    return entry.receipt if entry.receipt in ("delivered", "read") else "sent"


def number_of(entry: Entry) -> int:
    """The question that this message asks, or 0."""
    numbers = [parse_token(button["token"])[0] for button in entry.body.get("buttons", ())]
    return max([0, *numbers])


def button(stored: dict[str, Any]) -> dict[str, Any]:
    return {"icon": "", "chosen": False, "done": False, "lang": "", **stored}


def picture_of(entry: Entry) -> str | None:
    if entry.own:
        return f"/chat/media/{entry.body['media']}" if entry.body.get("kind") == "photo" else None
    return f"/chat/media/{entry.body['picture']}" if entry.body.get("picture") else None


def sound_of(entry: Entry) -> str | None:
    if entry.own:
        return f"/chat/media/{entry.body['media']}" if entry.body.get("kind") == "voice" else None
    return f"/chat/media/{entry.body['sound']}" if entry.body.get("sound") else None


def calendar_of(entry: Entry) -> str | None:
    """The meeting as a file for her calendar."""
    return None if entry.own or not entry.body.get("file") else f"/chat/media/{entry.body['file']}"


def map_of(entry: Entry) -> str | None:
    """Another site's address: the page asks nothing of it, she opens it."""
    point = None if entry.own else entry.body.get("position")
    return link_to(*point) if point else None
