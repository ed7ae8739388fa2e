"""What a reply means for the question that is open: a button, a number, a label, an alias, or free words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flows.model import Answer, Frame, Option, Question, Replied, Scene
from flows.numbers import UNSURE, in_digits, number_in
from flows.words import fold

DONE = "_done"
SKIP = "_skip"
MAX_LABEL = 200


def token(number: int, option: str) -> str:
    """What a button sends back: the number of its question and a language-free id. ASCII, under 64 bytes."""
    return f"q{number}:{option}"


def parse_token(tap: str) -> tuple[int, str]:
    """The question's number and the option, or (-1, "") for what is no button of ours."""
    match = re.fullmatch(r"q(\d{1,9}):([\x21-\x7e]{1,40})", tap)
    return (int(match[1]), match[2]) if match else (-1, "")


@dataclass(frozen=True, slots=True)
class Understood:
    """`answer` closes the question; without one, `selected` and `words` are kept and it stays open."""

    answer: Answer | None = None
    selected: tuple[str, ...] = ()
    words: str = ""
    media: str = ""


def understand(
    question: Question, options: tuple[Option, ...], frame: Frame, reply: Replied, scene: Scene, meant: str = ""
) -> Understood | None:
    """None where the reply does not fit. `meant` is yes, no or skip in any language, where that was heard."""
    chosen = _tapped(options, reply) if reply.taps else _written(options, reply.text, scene, meant)
    if question.skippable and (SKIP in chosen or meant == "skip"):
        return Understood(Answer())
    if question.several:
        return _several(question, options, frame, reply, chosen)
    if chosen and chosen[0] not in (DONE, SKIP):
        return Understood(Answer(chosen[:1]))
    if question.words and not reply.taps and (reply.text.strip() or reply.media):
        return None if is_too_long(question, reply) else Understood(Answer(text=reply.text.strip(), media=reply.media))
    return None


def is_too_long(question: Question, reply: Replied) -> bool:
    return 0 < question.longest < len(reply.text.strip())


def _several(
    question: Question, options: tuple[Option, ...], frame: Frame, reply: Replied, chosen: tuple[str, ...]
) -> Understood | None:
    selected = _toggled(frame.selected, (o for o in chosen if o != DONE), options)
    kept_words = str(frame.answers.get(question.words_field, {}).get("text", ""))
    kept_media = str(frame.answers.get(question.words_field, {}).get("media", ""))
    if not chosen:
        if not question.words or reply.taps or not (reply.text.strip() or reply.media):
            return None
        words = "\n".join(filter(None, (kept_words, reply.text.strip())))
        media = reply.media or kept_media
        # Words after a choice end the question: she has said both things that it asks.
        answer = Answer(selected, words, media) if selected else None
        return Understood(answer, selected, words, media)
    # Typed numbers or labels say everything at once; buttons are switched one by one until "done".
    if DONE in chosen or not reply.taps:
        return Understood(Answer(selected, kept_words, kept_media))
    return Understood(None, selected, kept_words, kept_media)


def _toggled(selected: tuple[str, ...], taps: Iterable[str], options: tuple[Option, ...]) -> tuple[str, ...]:
    now = set(selected)
    for tap in taps:
        now ^= {tap}
    return tuple(option.id for option in options if option.id in now)


def _tapped(options: tuple[Option, ...], reply: Replied) -> tuple[str, ...]:
    known = {option.id for option in options} | {DONE, SKIP}
    return tuple(name for name in (parse_token(tap)[1] for tap in reply.taps) if name in known)


def _written(options: tuple[Option, ...], text: str, scene: Scene, meant: str) -> tuple[str, ...]:
    text = text.strip()
    if not options or not text or len(text) > MAX_LABEL:
        return ()
    found = _by_number(options, text, in_digits) or _by_label(options, text, scene)
    found = found or _by_number(options, text, lambda part: number_in(part, scene.language))
    if not found and meant in {option.id for option in options}:
        found = (meant,)
    return found


def _by_number(options: tuple[Option, ...], text: str, read: Callable[[str], int | None]) -> tuple[str, ...]:
    """ "2", "٢", "፪", "1 and 3" is not a number, "1, 3" is two. Words only where no option is called that."""
    parts = re.split(r"[\s,;.+&،؛፣]+", text.strip(" .)("))
    numbers = [read(part) for part in parts if part]
    if not numbers or None in numbers:
        return ()
    if all(option.literal and option.label.isdecimal() for option in options):
        # On a scale from 0 to 10, "7" is not the seventh.
        return tuple(o.id for o in options if len(numbers) == 1 and int(o.label) == numbers[0])
    if all(n is not None and 1 <= n <= len(options) for n in numbers):
        return tuple(dict.fromkeys(options[n - 1].id for n in numbers if n))
    return tuple(o.id for o in options if len(numbers) == 1 and o.span and o.span[0] <= (numbers[0] or 0) <= o.span[1])


def points_nowhere(options: tuple[Option, ...], reply: Replied, scene: Scene) -> bool:
    """Nothing but a small number, that none of the options has. Three digits may be a call for help."""
    number = None if reply.taps or reply.media else number_in(reply.text, scene.language)
    return bool(options) and number is not None and UNSURE <= number < 100


def _by_label(options: tuple[Option, ...], text: str, scene: Scene) -> tuple[str, ...]:
    heard = fold(text)
    if not heard:
        return ()
    for option in options:
        if heard in {fold(label) for label in _labels(option, scene)}:
            return (option.id,)
    return ()


def is_said(options: Iterable[Option], text: str, scene: Scene) -> bool:
    """Whether `text` is what stands on one of them, and nothing else: not its number or id."""
    heard = fold(text)
    return bool(heard) and any(heard in {fold(word) for word in _words_of(option, scene)} for option in options)


def _labels(option: Option, scene: Scene) -> Iterable[str]:
    yield option.id.replace("_", " ")
    yield from _words_of(option, scene)


def _words_of(option: Option, scene: Scene) -> Iterable[str]:
    yield from option.aliases
    yield option.label
    if not option.literal and scene.language:
        yield scene.texts(scene.language, option.label)
