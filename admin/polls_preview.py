"""A poll before it is asked: each message in each language, as each channel will show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from admin.visit import Visit
from bot.messages import Outbound
from bot.paging import in_pages
from bot.poll_words import begins_of, words_in
from bot.rendering import Voice
from flows import engine
from flows.checks import FEW, LIST_LABEL, LIST_ROWS, SHORT_LABEL
from flows.model import Answers, Frame, Say, Scene, Step
from flows.techniques.model import OWN_OPTIONS, Technique
from lab.polls import Poll
from locales.catalogue import MissingText


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its buttons. `pages`: the rows of WhatsApp, ten at a time; `cramped`: what is too long there."""

    text: str
    buttons: tuple[str, ...]
    pages: tuple[tuple[str, ...], ...]
    is_list: bool
    cramped: tuple[str, ...]
    room: int


@dataclass(frozen=True, slots=True)
class Preview:
    """In one language. Without messages some words are missing: then nobody is asked in it."""

    code: str
    autonym: str
    direction: str
    people: int
    messages: tuple[Message, ...]


def preview_of(visit: Visit, poll: Poll, technique: Technique, code: str, people: int) -> Preview:
    known = visit.desk.catalogues.languages[code]
    outbound = messages_in(visit, poll, technique, code)
    return Preview(code, known.autonym, known.direction, people, tuple(_message(one) for one in outbound))


def messages_in(visit: Visit, poll: Poll, technique: Technique, language: str) -> list[Outbound]:
    """What somebody is asked in the first round, one message after the other. Empty where words are missing."""
    catalogues = visit.desk.catalogues
    words = words_in(catalogues, poll, technique, language)
    if not words.complete:
        return []
    scene = Scene(
        catalogues,
        language,
        lists={f"{poll.reference}/{OWN_OPTIONS}": words.options},
        about={poll.reference: words.values},
        joined=True,
    )
    frame = Frame(technique.flow.name, "", answers=begins_of(poll, technique, 1))
    voice = Voice(catalogues, language)
    try:
        return [voice.outbound(say) for step in technique.flow.steps for say in _says(step, frame, scene)]
    except MissingText:
        return []


def asked_for_words(poll: Poll, technique: Technique) -> int:
    """How many of these messages one answers in words."""
    begins = begins_of(poll, technique, 1)
    return sum(bool(step.ask and step.ask.words) for step in technique.flow.steps if _is_said(step, begins))


def _is_said(step: Step, begins: Answers) -> bool:
    return step.only is None or step.only(begins)


def _says(step: Step, frame: Frame, scene: Scene) -> Iterator[Say]:
    if not _is_said(step, frame.answers):
        return
    if step.ask is None:
        yield from (Say(text) for text in step.say)
    else:
        yield engine.ask(step, frame, scene)


def _message(one: Outbound) -> Message:
    captions = tuple(button.caption for button in one.buttons)
    is_list = len(captions) > FEW
    room = LIST_LABEL if is_list else SHORT_LABEL
    pages = tuple(tuple(button.caption for button in page.buttons) for page in in_pages(one, LIST_ROWS))
    return Message(one.text, captions, pages, is_list, tuple(c for c in captions if len(c) > room), room)
