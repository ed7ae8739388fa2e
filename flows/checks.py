"""What must hold of every flow before Brug starts. Labels and texts of all languages are checked by `check_texts`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

from flows.engine import MAX_MESSAGES, MAX_STEPS, placeholders
from flows.model import END, Flow, Option, Question, Step
from locales.catalogue import Catalogues, MissingText, is_plain

SHORT_LABEL, LIST_LABEL, LIST_ROWS, FEW = 20, 24, 10, 3
"""The narrowest channel: WhatsApp shows 3 buttons of 20 characters, or a list of 10 rows of 24."""
TEXT_LENGTH = 1024
TOKEN_BYTES = 64


class BrokenFlow(ValueError):
    """All that is wrong with the flows, one line each."""


def check_flows(flows: Mapping[str, Flow]) -> None:
    """Raises `BrokenFlow`."""
    if problems := [problem for flow in flows.values() for problem in problems_of(flow)]:
        raise BrokenFlow("\n".join(problems))


def problems_of(flow: Flow) -> Iterator[str]:
    counts = Counter(step.name for step in flow.steps)
    names = frozenset(counts)
    for name in sorted(name for name, count in counts.items() if count > 1):
        yield f"{flow.name}: two steps are called {name}"
    for step in flow.steps:
        yield from (f"{flow.name}.{p}" for p in _step_problems(step, names))
    for name in sorted(names - _reachable(flow)):
        yield f"{flow.name}.{name}: no step leads here"
    onward, back = _ways(flow, names)
    from_the_end = tuple(_from_the_end(onward, back))
    loops = names - set(from_the_end) - set(_from_the_end(back, onward))
    for loop in sorted(loops):
        yield f"{flow.name}.{loop}: goes round without asking anything new: what was answered is not asked again"
    if not loops:
        yield from (f"{flow.name}.{p}" for p in _too_much_at_once(flow, onward, from_the_end))


def _step_problems(step: Step, names: frozenset[str]) -> Iterator[str]:
    for target in sorted(step.targets() - names - {END}):
        yield f"{step.name}: leads to {target}, which does not exist"
    if step.by and step.by not in names:
        yield f"{step.name}: chooses by {step.by}, which does not exist"
    if step.ask is not None:
        yield from (f"{step.name}: {p}" for p in _question_problems(step.ask, step))
    if len(step.say) > MAX_MESSAGES:
        yield f"{step.name}: says more than {MAX_MESSAGES} messages"
    asked = (step.ask.again, step.ask.noted) if step.ask else ()
    yield from (f"{step.name}: {p}" for text in (*step.say, *asked) if (p := _placeholder_problem(text)))


def _placeholder_problem(text: str) -> str:
    """Only {name}: what a form or an attribute would show, nobody has looked at."""
    try:
        names = placeholders(text)
    except ValueError:
        return f"has a brace that does not close: {text[:40]!r}"
    if names and not is_plain(text):
        return f"has a placeholder that is more than a name: {text[:40]!r}"
    return ""


def _question_problems(question: Question, step: Step) -> Iterator[str]:
    ids = [option.id for option in question.options]
    if len(set(ids)) != len(ids):
        yield "two options have one id"
    if not (question.options or question.listed or question.words):
        yield "asks, but takes no answer"
    if not step.say:
        yield "asks without a text"
    if not isinstance(step.then, str) and not step.by and not question.listed:
        strangers = set(step.then) - set(ids) - {"*"} - ({""} if question.skippable else set())
        if strangers:
            yield f"goes on by options that it does not have: {', '.join(sorted(strangers))}"
        if "*" not in step.then and set(ids) - set(step.then):
            yield "has options that lead nowhere"
    for option in question.options:
        if len(f"q999999999:{option.id}".encode()) > TOKEN_BYTES or not option.id.isascii():
            yield f"the option {option.id} does not fit a button"


def _reachable(flow: Flow) -> set[str]:
    seen: set[str] = set()
    ahead = [flow.steps[0].name]
    while ahead:
        name = ahead.pop()
        step = flow.step(name)
        if step is None or name in seen:
            continue
        seen.add(name)
        ahead += step.targets()
    return seen


def _ways(flow: Flow, names: Set[str]) -> tuple[dict[str, Set[str]], dict[str, set[str]]]:
    """Where each step leads, and from where one comes to it."""
    onward: dict[str, Set[str]] = {step.name: step.targets() & names for step in flow.steps}
    back: dict[str, set[str]] = {name: set() for name in names}
    for name, targets in onward.items():
        for target in targets:
            back[target].add(name)
    return onward, back


def _too_much_at_once(flow: Flow, onward: Mapping[str, Set[str]], from_the_end: Iterable[str]) -> Iterator[str]:
    """The longest way that one turn may take, over questions that some are not asked."""
    heard: dict[str, int] = {}
    taken: dict[str, int] = {}
    for name in from_the_end:
        step = flow.step(name)
        assert step is not None
        then = max((heard[target] for target in onward[name]), default=0)
        heard[name] = len(step.say) + then if step.ask is None else max(len(step.say), then * _is_skipped(step))
        taken[name] = 1 + max((taken[target] for target in onward[name]), default=0)
        if len(step.say) <= MAX_MESSAGES < heard[name] and then <= MAX_MESSAGES:
            yield f"{name}: from here up to {heard[name]} messages come at once, {MAX_MESSAGES} may"
        if taken[name] == MAX_STEPS + 1:
            yield f"{name}: from here the way has more than {MAX_STEPS} steps"


def _is_skipped(step: Step) -> bool:
    """By some: it is not for them, or their list has one entry."""
    return step.only is not None or bool(step.ask and step.ask.listed)


def _from_the_end(ways: Mapping[str, Set[str]], back: Mapping[str, Set[str]]) -> Iterator[str]:
    """Every name that leads only to ends, each after all those that it leads to."""
    left = {name: len(targets) for name, targets in ways.items()}
    ends = [name for name, count in left.items() if not count]
    while ends:
        end = ends.pop()
        yield end
        for name in back[end]:
            left[name] -= 1
            if not left[name]:
                ends.append(name)


def check_texts(flows: Mapping[str, Flow], catalogues: Catalogues) -> Iterator[str]:
    """Every text of every flow in every language: there, not too long, its labels as wide as the narrowest channel."""
    for language in catalogues.languages:
        for flow in flows.values():
            for step in flow.steps:
                where = f"{language} {flow.name}.{step.name}"
                yield from (f"{where}: {p}" for p in _text_problems(step, language, catalogues))


def _text_problems(step: Step, language: str, catalogues: Catalogues) -> Iterator[str]:
    asked = (step.ask.again, step.ask.noted) if step.ask else ()
    for text in filter(None, (*step.say, *asked)):
        try:
            translated = catalogues(language, text)
        except MissingText as error:
            yield str(error)
            continue
        if len(translated) > TEXT_LENGTH:
            yield f"is {len(translated)} characters long, {TEXT_LENGTH} fit: {text[:40]!r}"
        if placeholders(translated) != placeholders(text):
            yield f"has other placeholders than {text[:40]!r}"
    if step.ask:
        yield from _label_problems(step.ask, language, catalogues)


def _label_problems(question: Question, language: str, catalogues: Catalogues) -> Iterator[str]:
    closers = question.several + question.skippable
    room = SHORT_LABEL if len(question.options) + closers <= FEW else LIST_LABEL
    # A scale of numbers is paged where it is too long, like the options that a coordinator writes.
    if sum(not option.literal for option in question.options) + closers > LIST_ROWS:
        yield f"has more than {LIST_ROWS} options"
    for label, caption in _captions(question.options, language, catalogues):
        if len(caption) > room:
            yield f"the label {caption!r} is {len(caption)} characters long, {room} fit ({label!r})"


def _captions(options: Iterable[Option], language: str, catalogues: Catalogues) -> Iterator[tuple[str, str]]:
    for option in options:
        if not option.literal:
            yield option.label, f"{option.icon} {catalogues(language, option.label)}".strip()
