"""Commands, and the words that work at any time. Pure."""

from flows.commands import Command
from flows.model import Answer, Effect, Record, Replied, Say, Scene, State, kept
from flows.open_questions import LOST
from flows.reading import in_each_language, opening_of
from flows.rights import SAID, UNSURE_STOP
from flows.stack import without
from flows.walk import Walk
from flows.words import Heard
from locales import N_

COMMANDS = {
    "register": "register",
    "start": "",
    "planned": "planned",
    "hours": "wishes",
    "meeting": "my_meeting",
    "pilot": "pilot",
    "poll": "open_poll",
    "polls": "polls",
    "translate": "translate",
    "languages": "speaks",
}
"""The flow that each of them begins."""
LONGEST_PLACE = 100

NOT_ALLOWED = N_("Only outreach workers can do this. If you want to be one, write to the team here.")


def obey(walk: Walk, state: State, command: Command, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
    """A command of `COMMANDS`: for who takes part, or works for the lab."""
    if command.name == "start":
        return walk.hello(state, scene)
    if not scene.language or (not scene.joined and scene.role == "participant"):
        return walk.hello(state, scene)
    if command.name != "register":
        name = COMMANDS[command.name]
        name = "no_meeting" if name == "my_meeting" and not scene.next_meeting else name
        return walk.begin_hers(without(state, name), name, scene)
    if scene.role != "outreach_worker":
        return state, (Say(NOT_ALLOWED),)
    after, effects = walk.begin_hers(without(state, command.name), command.name, scene)
    return after, ((Record("place", command.said[:LONGEST_PLACE]), *effects) if command.said else effects)


def grant(walk: Walk, state: State, event: Replied, scene: Scene, heard: Heard) -> tuple[State, tuple[Effect, ...]]:
    """A right that was heard. Stop is asked about where it is not sure; nothing else may come here unsure."""
    name = heard.intent
    if not heard.certain:
        return _unsure(walk, state, event, scene)
    if name == "stop":
        after, effects = walk.begin(State((), state.asked), "stop", scene)
        return after, effects if scene.language else tuple(map(in_each_language, effects))
    if not scene.language and name != "delete":
        return walk.hello(state, scene)
    return walk.begin_hers(without(without(state, name), LOST), name, scene)


def _unsure(walk: Walk, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
    """Is it a stop? What was no answer to anything is not lost if it is none."""
    free = not state.frames or (walk.questions.is_fleeting(state.frames[-1]) and not walk.questions.is_anonymous(state))
    aside = free and opening_of(scene) == "outside"
    begins = {SAID: kept(Answer(text=event.text.strip()))} if aside else None
    clear = without(without(state, UNSURE_STOP), LOST)
    return walk.begin_hers(clear, UNSURE_STOP, scene, begins)
