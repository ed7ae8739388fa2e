"""Where a text is said: in which flow, at which step, as what. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.checks import FEW, LIST_LABEL, SHORT_LABEL, TEXT_LENGTH
from flows.model import Flow, Question, Step

TEXT, LABEL = "text", "label"


@dataclass(frozen=True, slots=True)
class Place:
    """`part`: a text, or the label of a button. `room`: so many characters fit on the narrowest channel, the `icon` of
    the button and a blank among them. `beside`: the other labels of the same question."""

    flow: str
    step: str
    part: str = TEXT
    room: int = TEXT_LENGTH
    icon: str = ""
    beside: tuple[str, ...] = ()


def all_places(flows: Mapping[str, Flow]) -> dict[str, tuple[Place, ...]]:
    """By source text, in the order of the flows and their steps."""
    found: dict[str, dict[Place, None]] = {}
    for flow in flows.values():
        for step in flow.steps:
            for text, place in _of_step(flow.name, step):
                found.setdefault(text, {})[place] = None
    return {text: tuple(places) for text, places in found.items()}


def _of_step(flow: str, step: Step) -> Iterator[tuple[str, Place]]:
    asked = (step.ask.again, step.ask.noted) if step.ask else ()
    for text in filter(None, (*step.say, *asked)):
        yield text, Place(flow, step.name)
    if step.ask:
        yield from _labels(flow, step.name, step.ask)


def _labels(flow: str, step: str, question: Question) -> Iterator[tuple[str, Place]]:
    ours = [option for option in question.options if not option.literal]
    few = len(question.options) + question.several + question.skippable <= FEW
    for option in ours:
        beside = tuple(other.label for other in ours if other.label != option.label)
        yield option.label, Place(flow, step, LABEL, SHORT_LABEL if few else LIST_LABEL, option.icon, beside)
