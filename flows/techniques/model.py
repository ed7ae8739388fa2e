"""What a technique is: how it is asked in a chat, what is counted, and what a coordinator may set. Values only.

A technique is a flow, so a person answers it like any other question. Its texts are ours; the poll's own question and
options come through placeholders ({question}) and lists ("options") of what the frame is about ("poll:12").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.effects import Skipped, Vote
from flows.model import ABOUT, Answer, Answers, Effect, Flow, Option, answer_of

CHOICE, DOTS, RANKING, SCALE, WORDS = "choice", "dots", "ranking", "scale", "words"
KINDS = frozenset({CHOICE, DOTS, RANKING, SCALE, WORDS})
"""How a part is counted: people by option; dots by option; places by option; people by step of a scale; not at all."""

UP, DOWN, STILL = "up", "down", "still"
"""Where a group moved on a scale between two rounds: to the end that is asked first, to the other, nowhere much."""

OWN_OPTIONS = "options"
"""The list of the options that the coordinator wrote."""

ROUND = "round"
"""Among the answers that a flow begins with, beside the settings by their keys: "1", "2"..."""


@dataclass(frozen=True, slots=True)
class Band:
    """Options of a scale that are counted as one, which is called as `option` is."""

    option: Option
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked: the step `name` of the flow. `options` are ours; none: the coordinator's own.

    `most`: how many options one person may give here, asked one by one. `heading` stands above its result; "" where
    the poll's question says enough. `bands`: steps that are counted together, because few people stand on each.
    `otherwise`: how they are counted where the bands would show nothing (`lab.disclosure`).
    `both_rounds`: it is asked again in the second round, and shown beside the first.
    """

    name: str
    kind: str
    heading: str = ""
    options: tuple[Option, ...] = ()
    most: int = 1
    both_rounds: bool = False
    bands: tuple[Band, ...] = ()
    otherwise: tuple[Band, ...] = ()

    @property
    def one_each(self) -> bool:
        """Whether one person is counted once, so that the numbers of all options are the number of people."""
        return self.most == 1


@dataclass(frozen=True, slots=True)
class Setting:
    """What a coordinator gives. `kind`: "number" (`least` to `most`), "words" (a text in all the lab's languages).

    `usual` and `usual_words` (marked `N_`) count where she gives none.
    """

    key: str
    label: str
    kind: str = "number"
    least: int = 1
    most: int = 10
    usual: int = 1
    usual_words: str = ""


@dataclass(frozen=True, slots=True)
class Technique:
    """One way to hear people. `moments`: where it fits (check_in, check_out, between, survey).

    `prompt`: the question that is offered where the coordinator writes none; "" if she must. `options`: how few and
    how many options of her own she gives (0, 0: none). `rounds`: how many (1: one). `flow` has the name poll_<key>.
    """

    key: str
    name: str
    about: str
    moments: frozenset[str]
    flow: Flow
    parts: tuple[Part, ...]
    prompt: str = ""
    options: tuple[int, int] = (0, 0)
    settings: tuple[Setting, ...] = ()
    rounds: int = 1
    phases: frozenset[str] = field(default_factory=frozenset)

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One answer to one part, without who gave it."""

    part: str
    options: tuple[str, ...] = ()
    text: str = ""
    round: int = 1
    group: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one part: how many people answered, and by option how many chose it (`voters`) and what they gave (`points`:
    dots, or places from the end). `otherwise`: people once more, counted as `Part.otherwise` says. Exact:
    `lab.disclosure` says what of it may be shown."""

    part: str
    answered: int
    voters: Mapping[str, int]
    points: Mapping[str, int]
    otherwise: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """What of one part everybody may know: `counts` by option, None where the number is hidden.

    People by option; dots and points where those are counted (`DOTS`, `RANKING`). Empty: too few answered.
    """

    part: str
    answered: int
    counts: Mapping[str, int | None]


def vote(part: str, answer: Answer, answers: Answers, place: int = 1) -> tuple[Effect, ...]:
    """For a step's `do`: what she answered goes to the poll; a step that she skipped does not."""
    poll = answer_of(answers, ABOUT).text
    if not (answer.options or answer.text or answer.media):
        return (Skipped(poll, part),)
    return (Vote(poll, part, answer.options, answer.text, answer.media, place),)
