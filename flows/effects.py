"""What a flow asks the service to do about meetings, polls, pilots, questions. Values; done in bot/*_effects.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rsvp:
    """Her answer to `meeting` ("meeting:12"): yes, no or maybe. `reason` is an option's id, `words` are her own."""

    meeting: str
    answer: str
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """She has just been told when and where `meeting` ("meeting:12") is: if that changes she has to hear it."""

    meeting: str


@dataclass(frozen=True, slots=True)
class StillOn:
    """What follows is said only where `meeting` ("meeting:12") still takes place; else she hears where we are."""

    meeting: str


@dataclass(frozen=True, slots=True)
class TakeTalk:
    """Hold the slot `talk` (its id) for her. Where somebody was quicker, she is asked again."""

    talk: str


@dataclass(frozen=True, slots=True)
class FreeTalk:
    """Her moment does not suit her any more: others may take it. A task says so until she has another one."""


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


@dataclass(frozen=True, slots=True)
class Vote:
    """Her answer to one part of `poll` ("poll:12"). Until it closes the newest one counts; kept without her.

    `place`: where several things are given one by one (dots, places in a ranking, ideas), which one it is. An option
    stands in the same answer behind those of the places before it; the first begins that answer anew. Words and
    voice notes of each place are an answer of their own.
    """

    poll: str
    part: str
    options: tuple[str, ...] = ()
    text: str = ""
    media: str = ""
    place: int = 1


@dataclass(frozen=True, slots=True)
class Skipped:
    """She passed over a part of `poll`: nothing goes to it, and where it has closed she hears that."""

    poll: str
    part: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What she gave to this part of `poll` just now was no answer: it is gone."""

    poll: str
    part: str
    place: int = 1


@dataclass(frozen=True, slots=True)
class Sort:
    """What she just wrote is a question, an idea or a signal ("question"...), or nothing ("never_mind")."""

    sort: str


@dataclass(frozen=True, slots=True)
class Courtesy:
    """She said thanks, or hello: nothing to answer, but whoever wrote to her sees it."""

    words: str


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that mean danger, of this `topic`: a human is told at once. `call`: she wants to be called."""

    topic: str
    call: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a member tells of `pilot` ("pilot:3"): how it goes, what happened, what is needed."""

    pilot: str
    how: str = ""
    words: str = ""
    media: str = ""
    need: str = ""


@dataclass(frozen=True, slots=True)
class React:
    """Her sign under an update of a pilot ("update:8")."""

    update: str
    sign: str


@dataclass(frozen=True, slots=True)
class Translate:
    """What a mediator says to `translation` ("translation:5"): her words, or "skip"; `unsure` of them."""

    translation: str
    words: str = ""
    skip: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Approve:
    """A second mediator finds the words of `translation` right, or not."""

    translation: str
    right: bool


@dataclass(frozen=True, slots=True)
class Open:
    """Find out what only the service knows, and go on with the flow that follows ("pilot": which of hers)."""

    what: str
    choice: str = ""


MeetingEffect = Rsvp | Learned | StillOn | TakeTalk | FreeTalk | Prepared | Leave | Unkept
VoiceEffect = Vote | Skipped | TakeBack | Sort | Courtesy | Danger | Report | React | Translate | Approve | Open
