"""How a result is told: the same rows for a message in the chat and for the screen. Pure; languages by the caller."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.model import Option, Value
from flows.techniques.model import DOTS, DOWN, RANKING, SCALE, STILL, UP, WORDS, Part, Published, Technique
from locales import N_

ANSWERED = N_("{people} people answered.")
ANSWERED_OF = N_("{count} of {all} people answered")
TOO_FEW = N_("Fewer than 5 people answered. Then we show no numbers, so that nobody is recognised.")
SOME_HIDDEN = N_("Small numbers are not shown, so that nobody is recognised.")
NOT_SHOWN = N_("{option}: not shown")
BEFORE = N_("before: {count}")
MORE_OPTIONS = N_("And {count} more.")
NO_WORDS = N_("The team reads all words before they are shown.")
ROUNDS: Mapping[str, str] = {
    UP: N_("The group moved to: {end}."),
    DOWN: N_("The group moved to: {end}."),
    STILL: N_("The group stands nearly as before."),
}
UNITS: Mapping[str, str] = {DOTS: N_("The numbers are dots."), RANKING: N_("The numbers are points.")}

BLOCK = "▇"
LONGEST_BAR = 8
MOST_ROWS = 6
MOST_QUOTES = 3
LONGEST_QUOTE = 300

Render = Callable[[str, Mapping[str, Value]], str]
"""A marked text and its values, in one language: `partial(catalogues.render, language)`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One option. `count` is None where it is hidden; `share` of the longest bar that there could be, 0 to 1.

    `before`: its number in the first round, where that was shown. `whole`, `whole_before`: the people of whom these
    are a part; None for dots and points, which are no part of them.
    """

    option: Option
    count: int | None
    share: float | None = None
    before: int | None = None
    whole: int | None = None
    whole_before: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The result of one part. `heading` and `notes` are marked texts; `heading` is "" where the question says enough.

    `words` are people's own, which a human passed. `answered`: people, 0 where too few. `shift`: where they moved.
    """

    heading: str
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    answered: int = 0
    shift: str = ""


def shown(
    part: Part,
    told: Published,
    own: Sequence[Option] = (),
    first: Published | None = None,
    ends: tuple[str, str] | None = None,
) -> Shown:
    """`own`: the coordinator's options in the language of the reader. `first`: the round before, of a second one.
    `ends`: what she called the two ends of a scale.

    Where a second round may not be shown, the first one stays.
    """
    if first and first.counts and not any(number is not None for number in told.counts.values()):
        told, first = first, None
    if not told.counts:
        return Shown(part.heading, notes=(TOO_FEW,))
    options = _with_ends(options_shown(part, told.counts, own), ends)
    rows = tuple(_row(part, option, told, first) for option in options)
    if all(row.count is None for row in rows):
        return Shown(part.heading, notes=(SOME_HIDDEN,), answered=told.answered)
    return Shown(part.heading, _in_order(part, rows), _notes(part, told), answered=told.answered)


def shown_words(part: Part, words: Sequence[str]) -> Shown:
    """What people wrote, as far as a human passed it."""
    return Shown(part.heading, notes=() if words else (NO_WORDS,), words=tuple(words))


def options_shown(part: Part, counts: Iterable[str], own: Sequence[Option]) -> tuple[Option, ...]:
    """What has a row of its own in a result of these `counts`. A result of before there were bands has its steps."""
    ways = ways_shown(part, own)
    return next((way for way in ways if {option.id for option in way}.issuperset(counts)), ways[0])


def ways_shown(part: Part, own: Sequence[Option]) -> tuple[tuple[Option, ...], ...]:
    """All that may have rows of their own in a result: what is counted now comes first."""
    if part.kind == WORDS:
        return ((),)
    banded = (tuple(band.option for band in bands) for bands in (part.bands, part.otherwise))
    return (*filter(None, banded), part.options or tuple(own))


def _with_ends(options: tuple[Option, ...], ends: tuple[str, str] | None) -> tuple[Option, ...]:
    """ "1-2 (not at all)", "3", "4-5 (very much)". Of two, the first is all that is not the upper end."""
    if ends is None:
        return options
    first, *between, last = options
    low, high = (replace(one, label=f"{one.label} ({end})") for one, end in ((first, ends[0]), (last, ends[1])))
    return (low if between else first, *between, high)


def lines(one: Shown, render: Render, *, most: int = MOST_ROWS) -> list[str]:
    """For a message. The bar comes first, so that bars stand under each other in both directions of writing."""
    told = [render(one.heading, {})] if one.heading else []
    told += [_line(row, render) for row in one.rows[:most]]
    if len(one.rows) > most:
        told.append(render(MORE_OPTIONS, {"count": str(len(one.rows) - most)}))
    told += [f"“{_short(words)}”" for words in one.words[:MOST_QUOTES]]
    if len(one.words) > MOST_QUOTES:
        told.append(render(MORE_OPTIONS, {"count": str(len(one.words) - MOST_QUOTES)}))
    if one.answered:
        told.append(render(ANSWERED, {"people": str(one.answered)}))
    if one.shift and one.rows:
        told.append(shift_in_words(one, render))
    return told + [render(note, {}) for note in one.notes]


def message(parts: Sequence[Shown], render: Render) -> str:
    """All parts of one poll, one under the other. What nobody wrote, or no human passed, is left out."""
    told = [one for one in parts if one.rows or one.words or one.answered] or parts[:1]
    return "\n\n".join("\n".join(lines(one, render)) for one in _said_once(told))


def _said_once(parts: Sequence[Shown]) -> list[Shown]:
    """How many answered, and why something is hidden, stands under the last part that it is true of."""
    said: list[Shown] = []
    for one in reversed(parts):
        notes = tuple(note for note in one.notes if not any(note in later.notes for later in said))
        answered = 0 if any(one.answered == later.answered for later in said) else one.answered
        said.append(replace(one, notes=notes, answered=answered))
    return said[::-1]


def _row(part: Part, option: Option, told: Published, first: Published | None) -> Row:
    count, longest = told.counts.get(option.id), _longest(part, told)
    share = None if count is None else count / longest if longest else 0.0
    before = first.counts.get(option.id) if first else None
    whole, whole_before = (None if part.kind in UNITS or one is None else one.answered for one in (told, first))
    return Row(option, count, share, before, whole, whole_before)


def _longest(part: Part, told: Published) -> int:
    """People are shown as a part of all who answered; dots and points beside the largest."""
    if part.kind in UNITS:
        return max((number or 0 for number in told.counts.values()), default=0)
    return told.answered


def _in_order(part: Part, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """A scale keeps its order. Options: the most first, what is hidden last, as they were asked."""
    if part.kind == SCALE:
        return rows
    return tuple(sorted(rows, key=lambda row: -1 if row.count is None else row.count, reverse=True))


def _notes(part: Part, told: Published) -> tuple[str, ...]:
    unit = (UNITS[part.kind],) if part.kind in UNITS else ()
    hidden = (SOME_HIDDEN,) if None in told.counts.values() else ()
    return (*unit, *hidden)


def _line(row: Row, render: Render) -> str:
    label = f"{row.option.icon} {label_of(row.option, render)}".strip()
    if row.count is None:
        return render(NOT_SHOWN, {"option": label})
    before = "" if row.before is None else f" ({render(BEFORE, {'count': str(row.before)})})"
    return f"{_bar(row)}{row.count}{before}  {label}"


def label_of(option: Option, render: Render) -> str:
    return option.label if option.literal else render(option.label, {})


def _bar(row: Row) -> str:
    blocks = round((row.share or 0) * LONGEST_BAR)
    return BLOCK * max(blocks, 1 if row.count else 0) + " " if row.count else ""


def shift_in_words(one: Shown, render: Render) -> str:
    end = one.rows[0 if one.shift == UP else -1].option
    return render(ROUNDS[one.shift], {"end": label_of(end, render)} if one.shift in (UP, DOWN) else {})


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"


def result_of(
    technique: Technique,
    rounds: Sequence[Mapping[str, Published]],
    own: Sequence[Option] = (),
    words: Mapping[str, Sequence[str]] | None = None,
    shift: str = "",
    ends: tuple[str, str] | None = None,
) -> tuple[Shown, ...]:
    """All parts of one poll. `rounds`: what was published, by part, one mapping a round, the first one first.

    `words`: those that were passed, by part, in the words that the reader may read. `own`, `ends`: see `shown`.
    """
    passed = words or {}
    return tuple(
        shown_words(part, passed.get(part.name, ()))
        if part.kind == WORDS
        else _counted(part, [tables[part.name] for tables in rounds if part.name in tables], own, shift, ends)
        for part in technique.parts
    )


def _counted(
    part: Part, told: Sequence[Published], own: Sequence[Option], shift: str, ends: tuple[str, str] | None
) -> Shown:
    if not told:
        return Shown(part.heading, notes=(TOO_FEW,))
    if len(told) == 1 or not part.both_rounds:
        return shown(part, told[-1], own, ends=ends)
    return replace(shown(part, told[-1], own, told[0], ends), shift=shift)
