"""What a turn begins with: the flow in which somebody lands, what she may know of now. Pure."""

from dataclasses import replace
from typing import Any

from flows.matching import is_said
from flows.meeting import COMES_OR_NOT, beginning
from flows.model import EACH, Effect, Replied, Say, Scene, SetLanguage, Task

WELCOMES = {"mediator": "welcome_mediator", "outreach_worker": "welcome_worker"}
"""By role, the flow in which somebody of the team lands first. Everybody else sees the polls of the lab."""


def opening_of(scene: Scene) -> str:
    """The flow in which somebody lands who has no question open."""
    if scene.standing == "stopped" and scene.joined and scene.language:
        return "welcome_back"
    if scene.role != "participant":
        return "outside" if scene.language else WELCOMES.get(scene.role, "welcome_team")
    return "outside" if scene.joined else "signup"


def begins_with(name: str, scene: Scene) -> dict[str, Any]:
    """What a flow that she begins herself is about."""
    if name != "my_meeting" or not scene.next_meeting:
        return {}
    return beginning(scene.next_meeting, needs_known=scene.needs_known)


def says_whether_she_comes(event: Replied, scene: Scene) -> bool:
    """In the words of the buttons, though they are gone: an answer to a meeting may change at any time."""
    return bool(scene.joined and scene.next_meeting) and is_said(COMES_OR_NOT, event.text, scene)


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
