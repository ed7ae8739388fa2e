"""A poll in one language: its question, the ends of its scale, its options. What is missing makes it unsayable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.model import ABOUT, Answer, Answers, Option, kept
from flows.techniques.model import ROUND, Setting, Technique
from lab.polls import Poll
from locales.catalogue import Catalogues, MissingText


@dataclass(frozen=True, slots=True)
class PollWords:
    """`complete`: nothing is missing in this language."""

    values: Mapping[str, str]
    options: tuple[Option, ...]
    complete: bool


def words_in(catalogues: Catalogues, poll: Poll, technique: Technique, language: str) -> PollWords:
    values = {"question": question_in(catalogues, poll, technique, language)}
    values |= dict(_settings(catalogues, poll, technique, language))
    options = tuple(Option(one.id, one.words.get(language, ""), literal=True) for one in poll.options)
    complete = all(values.values()) and all(option.label for option in options)
    return PollWords(values, options if complete else tuple(o for o in options if o.label), complete)


def begins_of(poll: Poll, technique: Technique, number: int) -> Answers:
    """The answers that a technique's flow begins with: the numbers of its settings, and the round."""
    numbers = {one.key: poll.number(one.key, one.usual) for one in technique.settings if one.kind == "number"}
    told = {key: kept(Answer(text=str(value))) for key, value in (numbers | {ROUND: number}).items()}
    return {ABOUT: kept(Answer(text=poll.reference))} | told


def question_in(catalogues: Catalogues, poll: Poll, technique: Technique, language: str) -> str:
    """The coordinator's own, or ours where she wrote none; "" where there is none in this language."""
    return poll.words.get(language, "") if poll.words else _ours(catalogues, technique.prompt, language)


def _settings(catalogues: Catalogues, poll: Poll, technique: Technique, language: str) -> Iterator[tuple[str, str]]:
    for one in (setting for setting in technique.settings if setting.kind == "words"):
        yield one.key, _setting(catalogues, poll, one, language)


def _setting(catalogues: Catalogues, poll: Poll, one: Setting, language: str) -> str:
    if one.key in poll.settings:
        return poll.text(one.key, language)
    return _ours(catalogues, one.usual_words, language)


def _ours(catalogues: Catalogues, text: str, language: str) -> str:
    try:
        return catalogues(language, text) if text else ""
    except MissingText:
        return ""
