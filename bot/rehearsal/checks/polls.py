"""Polls: only who is meant is asked, only who took part hears the result, and nobody can say who said what."""

from collections.abc import Iterator

from bot.rehearsal.book import Book, Delivery
from bot.rehearsal.checks import Violation

RESULT = "poll_result"


def asked_in_vain(book: Book) -> Iterator[Violation]:
    """A poll of a meeting is for who said yes, and afterwards for who was there."""
    for one in book.deliveries:
        for kind, about in one.told:
            poll = book.polls.get(about)
            if poll and poll.meeting and kind != RESULT and not _is_meant(book, one, poll.meeting):
                yield Violation("audience", one.at, one.person, f"{kind} came about a meeting that is not hers.")


def _is_meant(book: Book, one: Delivery, meeting: int) -> bool:
    when = one.made_at or one.at
    noted = [fact for fact in book.facts_of(one.person, "present", "absent") if fact.value == str(meeting)]
    known = [fact for fact in noted if fact.at <= when]
    return known[-1].what == "present" if known else book.answer(meeting, one.person, when) == "yes"


def told_to_others(book: Book) -> Iterator[Violation]:
    for one in book.deliveries:
        for kind, about in one.told:
            if kind == RESULT and not _took_part(book, one, about):
                yield Violation("result", one.at, one.person, f"She heard the result of {about}, and took no part.")


def _took_part(book: Book, one: Delivery, poll: str) -> bool:
    return any(fact.value == poll and fact.at <= one.at for fact in book.facts_of(one.person, "voted"))


def not_without_a_name(book: Book) -> Iterator[Violation]:
    for one in book.beside:
        yield Violation("anonymous", one.at, one.person, f"Words given without a name are in {one.where}.")


RULES = {"audience": asked_in_vain, "result": told_to_others, "anonymous": not_without_a_name}
