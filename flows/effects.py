"""What a flow asks the service to do about meetings and talks. Values only; done in bot/meeting_effects.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rsvp:
    """Her answer to `meeting` ("meeting:12"): yes, no or maybe. `reason` is an option's id, `words` are her own."""

    meeting: str
    answer: str
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TakeTalk:
    """Hold the slot `talk` (its id) for her. Where somebody was quicker, she is asked again."""

    talk: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """The preparation talk has been held."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Her seats are free again, and the coordinator sees which quota is short now. `reason` is an option's id.

    `again`: a person of the team may ask her once more, in half a year.
    """

    reason: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unkept:
    """What she just said is kept nowhere beside her: it was an anonymous answer."""


MeetingEffect = Rsvp | TakeTalk | Prepared | Leave | Unkept
