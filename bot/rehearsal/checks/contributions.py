"""What somebody brought in ends with an answer that came, or stands on the list of broken promises, or has time yet."""

from collections.abc import Iterator
from datetime import timedelta

from bot.rehearsal.book import COORDINATOR, Book, TaskSeen
from bot.rehearsal.checks import Violation
from lab.promises import BROKEN_AFTER

SOON = timedelta(days=2)
"""A rehearsal looks once a day at what is late; a provider may hold a letter up for a day."""
OUT_OF_REACH = ("stopped", "erased", "blocked")


def without_an_end(book: Book) -> Iterator[Violation]:
    for task in book.tasks.values():
        if task.sort and (why := _fault(book, task)):
            yield Violation("contribution", task.created_at, task.person, f"What she brought in ({task.sort}) {why}.")


def _fault(book: Book, task: TaskSeen) -> str:
    if task.answered_at is not None:
        return "" if _came(book, task) else "was answered, but nothing came"
    if task.done_at is not None:
        return "was closed without an answer"
    due = None if task.answer_by is None else task.answer_by + BROKEN_AFTER + SOON
    if due is None:
        return "has no day by which it is answered"
    if any(fact.at <= due for fact in book.facts_of(task.person, "erased")):
        return ""
    nobody_there = any(begin <= due <= end + SOON for begin, end in book.down)
    return "" if task.listed or due > book.until or nobody_there else "has no answer, and is on no list"


def _came(book: Book, task: TaskSeen) -> bool:
    """To her, or she cannot be reached any more."""
    assert task.answered_at is not None
    at, end = task.answered_at, task.answered_at + SOON
    letters = (one for one in book.deliveries if one.person == task.person and one.kind == COORDINATOR)
    gone = book.facts_of(task.person, *OUT_OF_REACH)
    failed = (other for other in book.tasks_of(task.person) if other.kind == "unreachable")
    return (
        end > book.until
        or any(at <= (one.made_at or one.at) <= end for one in letters)
        or any(fact.at <= end for fact in gone)
        or any(at <= other.created_at <= end for other in failed)
    )


def left_behind(book: Book) -> Iterator[Violation]:
    """Who asked the same as somebody else gets that answer too, though perhaps later, when it was translated."""
    for task in book.tasks.values():
        head = book.tasks.get(task.merged)
        if head and head.answered_at and not (task.worded or book.facts_of(task.person, "erased")):
            sentence = f"What she brought in was put together with task {head.id}, and only that was answered."
            yield Violation("together", head.answered_at, task.person, sentence)


RULES = {"contribution": without_an_end, "together": left_behind}
