"""The flows that a person stands on, the one on top last: what stays there when something else begins. Pure."""

from collections.abc import Iterable, Mapping

from flows.effects import Rsvp
from flows.model import ABOUT, Effect, Flow, Frame, Question, State, answer_of

FOR_WHO_COMES = frozenset({"check_in"})
"""Flows about a meeting that nobody is asked who does not come to it."""


def without(state: State, flow: str) -> State:
    """A flow stands on the stack once: begun again, it starts anew."""
    return State(tuple(frame for frame in state.frames if frame.flow != flow), state.asked)


def without_same_question(state: State, name: str, about: str, flows: Mapping[str, Flow]) -> State:
    """What `name` asks about a meeting is asked once: older flows that begin with that question about it are gone."""
    question = _begins_with(flows.get(name))
    if not about or question is None:
        return state
    kept = (f for f in state.frames if about_what(f) != about or _begins_with(flows.get(f.flow)) != question)
    return State(tuple(kept), state.asked)


def without_declined(frames: tuple[Frame, ...], effects: Iterable[Effect]) -> tuple[Frame, ...]:
    """She just said that she does not come, or not surely: what is for those who come is not asked any more."""
    declined = {effect.meeting for effect in effects if isinstance(effect, Rsvp) and effect.answer != "yes"}
    return tuple(f for f in frames if f.flow not in FOR_WHO_COMES or about_what(f) not in declined)


def about_what(frame: Frame) -> str:
    """ "meeting:12", or "" where it is about nothing."""
    return answer_of(frame.answers, ABOUT).text


def _begins_with(flow: Flow | None) -> Question | None:
    return next((step.ask for step in flow.steps if step.ask), None) if flow else None
