"""What crosses the border between a channel and the service. Pure data, no provider's names in it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MediaKind = Literal["voice", "photo"]
Status = Literal["sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True)
class Media:
    """A voice note or a picture. `ref` is the provider's file id, or the id of our own `media` row on the web chat."""

    kind: MediaKind
    ref: str
    mime: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person did: wrote, tapped, sent. `event_id` is unique for (channel, account)."""

    channel: str
    account: str
    event_id: str
    sender: str
    text: str = ""
    taps: tuple[str, ...] = ()
    media: Media | None = None
    locales: tuple[str, ...] = ()
    sent_at: datetime | None = None
    tapped_message: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message. `token` comes back in `Inbound.taps`: at most 64 bytes of ASCII."""

    token: str
    label: str
    icon: str = ""
    chosen: bool = False
    done: bool = False
    lang: str = ""

    @property
    def caption(self) -> str:
        return f"{self.icon} {self.label}".strip()


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message, rendered in one language.

    `several`: the buttons are toggles and one of them is `done`. `picture`, `sound` and `file` are ids of `media` rows.
    `position` is a point on the map: latitude and longitude in degrees.
    `asks_push`: under it the web chat asks whether it may tell her of messages while its page is closed.
    `passing`: it hands on what somebody else wrote without her name, and is not kept once it is out.
    `edits`: the provider's id of an earlier message whose buttons these replace; then nothing new is shown.
    """

    text: str
    lang: str
    buttons: tuple[Button, ...] = ()
    several: bool = False
    picture: int | None = None
    sound: int | None = None
    file: int | None = None
    position: tuple[float, float] | None = None
    edits: str | None = None
    asks_push: bool = False
    passing: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """Bytes that travel with an `Outbound` or were fetched from a provider."""

    data: bytes
    mime: str
    name: str = "file"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can show. Longer labels are refused by the checks, never cut."""

    text: int
    label: int
    buttons: int
    token_bytes: int = 64


def storable(text: str) -> str:
    """Without what no database stores: null bytes and halves of characters."""
    return _UNSTORABLE.sub("\ufffd", text)


class SendError(Exception):
    """A message did not verifiably arrive. `reason` is one sentence without personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAccepted(SendError):
    """The provider never took it: send again later."""


class Throttled(NotAccepted):
    """429: nobody sends with this bot for `seconds`."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Unreachable(SendError):
    """This address is blocked, deactivated or gone. Permanent until the person writes again."""


class ChannelDown(SendError):
    """Our own credentials are refused: the whole channel stops, nobody is marked."""


class Refused(SendError):
    """This message will never be taken as it is: a dead letter."""


class Ambiguous(SendError):
    """It may have arrived, or not."""


class Moved(SendError):
    """The address has a new id; send once more, there."""

    def __init__(self, reason: str, new_address: str) -> None:
        super().__init__(reason)
        self.new_address = new_address


class Sender(Protocol):
    """The half of a channel that the outbox knows."""

    name: str
    account: str
    limits: Limits

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        """Deliver to `address` and return the provider's id of the message. Raises `SendError`.

        `files` holds the media rows that `message` names.
        """


@dataclass(frozen=True, slots=True)
class Receipt:
    """A provider's word on a message it took earlier."""

    channel: str
    account: str
    provider_id: str
    status: Status
    at: datetime | None = field(default=None)


class Unavailable(Exception):
    """Nothing could be stored just now: the provider must keep its update and come again. Channels answer 503."""


class Inlet(Protocol):
    """The half of the service that a channel knows."""

    async def take(self, inbound: Inbound) -> None:
        """Return after `inbound` and all that follows from it are committed. Safe to repeat. Raises `Unavailable`."""

    async def quarantine(self, channel: str, account: str, raw: bytes, reason: str) -> None:
        """Keep a payload that does not parse for a human to look at. Raises `Unavailable`."""

    async def receipt(self, receipt: Receipt) -> None:
        """Note what became of a message sent earlier. An unknown id is kept for a while. Raises `Unavailable`."""
