"""Each message once, no seat and no talk twice."""

from collections import Counter
from collections.abc import Iterator

from bot.rehearsal.book import Book
from bot.rehearsal.checks import Violation


def came_twice(book: Book) -> Iterator[Violation]:
    """The same contact, or the same kind about the same occasion."""
    for persona in book.people:
        parts: Counter[tuple[int, int]] = Counter()
        slots: dict[tuple[str, int, tuple[str, ...], str], int] = {}
        for one in (d for d in book.received(persona.number) if d.ours):
            parts[one.contact, one.place] += 1
            if parts[one.contact, one.place] > 1:
                yield Violation("once", one.at, one.person, f"{one.kind} came twice (contact {one.contact}).")
            if slots.setdefault((one.kind, one.meeting, one.abouts[:1], one.slot), one.contact) != one.contact:
                yield Violation("once", one.at, one.person, f"A second {one.kind} came (contact {one.contact}).")


def too_many_seats(book: Book) -> Iterator[Violation]:
    for one in book.seats:
        if 0 < one.capacity < one.taken:
            sentence = f"{one.taken} people have a seat at meeting {one.meeting}, which has {one.capacity}."
            yield Violation("seats", one.at, 0, sentence)


def taken_over(book: Book) -> Iterator[Violation]:
    """A slot goes from one person to another without being free in between."""
    holder: dict[int, int] = {}
    for one in book.slots:
        before = holder.get(one.talk, 0)
        if before and one.person:
            yield Violation("talks", one.at, one.person, f"She got talk {one.talk}, which person {before} has.")
        holder[one.talk] = one.person


RULES = {"once": came_twice, "seats": too_many_seats, "talks": taken_over}
