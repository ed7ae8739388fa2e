"""A rehearsal as a page for people to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.rehearsal.book import Book
from bot.rehearsal.checks import Violation
from bot.rehearsal.lines import by_week, lines
from bot.rehearsal.summary import Row, kinds, late_promises, promises, reasons, rows
from scheduler.reasons import REASONS

HEADS = ("", "who", "character", "language", "ours", "a week", "replies", "human", "silence", "tasks", "faults")
LATE_SHOWN = 20


def report(book: Book, found: Sequence[Violation]) -> str:
    parts = (
        _heading(book),
        _people(rows(book, found)),
        _counts("What became of each kind of contact", kinds(book), {}),
        _counts("Which rule held or dropped something", reasons(book), REASONS),
        _promises(book),
        _verdict(book, found),
    )
    return "\n\n".join("\n".join(part) for part in parts)


def every_line(book: Book, person: int = 0) -> str:
    """Week by week."""
    weeks = by_week(lines(book, person))
    return "\n\n".join("\n".join((f"Week of {monday:%d %B %Y}", *map(str, week))) for monday, week in weeks)


def _heading(book: Book) -> Iterator[str]:
    yield f"{len(book.people)} people who do not exist, from {book.starts:%d %B %Y} to {book.until:%d %B %Y}."
    written = sum(fact.what == "wrote" for fact in book.facts)
    yield f"{len(book.deliveries)} messages arrived; {written} were written to us."


def _people(listed: Sequence[Row]) -> Iterator[str]:
    cells = [HEADS, *(_cells(row) for row in listed)]
    yield from _table(cells)
    yield "ours: conversations that we began; a week: most in seven days; human: messages and calls of the team;"
    yield "silence: the longest time without any message, in days."


def _cells(row: Row) -> tuple[str, ...]:
    return (
        *(str(row.number), row.name, row.character, row.languages, str(row.begun), str(row.most_a_week)),
        *(str(row.replies), str(row.from_humans), f"{row.silence_days:.1f}", str(row.tasks), str(row.violations or "")),
    )


def _counts(title: str, counted: Mapping[str, Mapping[str, int]], sentences: Mapping[str, str]) -> Iterator[str]:
    yield title
    cells = []
    for name, numbers in counted.items():
        sentence = sentences.get(name, "").replace(" until {until}", "").replace("{until}", "then")
        cells.append((f"  {name}", ", ".join(f"{count} {word}" for word, count in numbers.items()), sentence))
    yield from _table(cells)


def _promises(book: Book) -> Iterator[str]:
    made = promises(book)
    failed = f"{made.late} late, {made.broken} not at all"
    yield f"Promised answers: {made.kept} in time, {failed}, {made.waiting} still to come."
    for task in late_promises(book)[:LATE_SHOWN]:
        name = book.people[task.person - 1].name if task.person else "somebody"
        done = f"answered {task.done_at:%d %b}" if task.done_at else "never answered"
        yield f"  late: {task.kind} of {name}, promised by {task.answer_by:%a %d %b}, {done}"


def _verdict(book: Book, found: Sequence[Violation]) -> Iterator[str]:
    if not found:
        yield "Everything that must hold, held."
        return
    yield f"{len(found)} times something happened that must not happen:"
    for one in found:
        yield f"  {violation_line(book, one)}"


def violation_line(book: Book, one: Violation) -> str:
    if not one.person:
        return f"{one.at:%a %d %b %Y %H:%M}  {one.rule}: {one.sentence}"
    who, local = book.people[one.person - 1], book.local(one.person, one.at)
    return f"{local:%a %d %b %Y %H:%M}  {one.person} {who.name} ({who.kind})  {one.rule}: {one.sentence}"


def _table(cells: Iterable[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as they must be; the last one is not filled up."""
    listed = list(cells)
    widths = [max(len(row[place]) for row in listed) for place in range(len(listed[0]))] if listed else []
    for row in listed:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
