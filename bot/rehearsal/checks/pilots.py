"""A team that does not answer twice is looked after by a human: one task, not none and not two."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from bot.pilots import SILENT
from bot.rehearsal.book import Book, Delivery, TaskSeen
from bot.rehearsal.checks import Violation
from lab.pilots import CHECK_LIFE

CHECK = "pilot_check"
PLANNED = timedelta(days=3)
"""A rehearsal plans once a day, and the gate may hold what it planned."""

HEARD = ("reported", "pilot_over")


def silent_teams(book: Book) -> Iterator[Violation]:
    asked: dict[str, list[Delivery]] = {}
    for one in sorted(book.deliveries, key=lambda one: one.at):
        for kind, about in one.told:
            if kind == CHECK:
                asked.setdefault(about, []).append(one)
    for pilot, checks in asked.items():
        tasks = [task for task in book.tasks.values() if task.kind == SILENT and task.about == pilot]
        yield from _left_alone(book, pilot, checks, tasks)
        yield from _twice(pilot, tasks)


def _left_alone(book: Book, pilot: str, checks: list[Delivery], tasks: list[TaskSeen]) -> Iterator[Violation]:
    for first, second in pairwise(checks):
        end = second.at + CHECK_LIFE + PLANNED
        told = any(f.what in HEARD and f.value == pilot and first.at <= f.at <= end for f in book.facts)
        down = any(begin < end and first.at < over for begin, over in book.down)
        seen = any(t.created_at <= end and (t.done_at is None or t.done_at >= first.at) for t in tasks)
        if not (told or down or seen or end > book.until):
            yield Violation("silent_team", end, 0, f"Nobody of {pilot} answered twice, and no human was asked to look.")


def _twice(pilot: str, tasks: list[TaskSeen]) -> Iterator[Violation]:
    for first, second in pairwise(sorted(tasks, key=lambda task: task.id)):
        if first.done_at is None or second.created_at < first.done_at:
            yield Violation("silent_team", second.created_at, 0, f"There are two tasks for one silence of {pilot}.")


RULES = {"silent_team": silent_teams}
