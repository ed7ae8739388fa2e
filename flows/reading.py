"""What a turn begins with: a command, the flow in which somebody lands, what she may know of now. Pure."""

from dataclasses import replace
from typing import Any

from flows.meeting import beginning
from flows.model import EACH, Effect, Replied, Say, Scene, SetLanguage, Task


def command_of(text: str) -> str:
    """ "meeting" for "/meeting@our_bot tomorrow", "" where it is none."""
    word = text.split(maxsplit=1)[0] if text.startswith("/") else ""
    return word[1:].partition("@")[0].casefold()


def opening_of(scene: Scene) -> str:
    """The flow in which somebody lands who has no question open."""
    if scene.standing == "stopped" and scene.joined and scene.language:
        return "welcome_back"
    if scene.role != "participant":
        welcome = "welcome_mediator" if scene.role == "mediator" else "welcome_worker"
        return "outside" if scene.language else welcome
    return "outside" if scene.joined else "signup"


def begins_with(name: str, scene: Scene) -> dict[str, Any]:
    """What a flow that she begins herself is about."""
    if name != "my_meeting" or not scene.next_meeting:
        return {}
    return beginning(scene.next_meeting, needs_known=scene.needs_known)


def for_the_team(event: Replied) -> Task:
    """What she wrote, with a date of answer."""
    return Task("message", event.text.strip(), event.media, promise=True)


def in_each_language(effect: Effect) -> Effect:
    """She stopped before she chose a language: the confirmation comes in the likely ones."""
    return replace(effect, lang=EACH) if isinstance(effect, Say) else effect


def without_questions(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """What is said and done, but not asked: another question comes first."""
    return tuple(effect for effect in effects if not (isinstance(effect, Say) and effect.question))


def now_in(scene: Scene, effects: tuple[Effect, ...]) -> Scene:
    """The scene after these: in the language that she just chose."""
    chosen = [effect.language for effect in effects if isinstance(effect, SetLanguage)]
    return replace(scene, language=chosen[-1]) if chosen else scene
