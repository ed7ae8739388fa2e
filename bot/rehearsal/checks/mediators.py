"""Mediators: not overasked, they read no names, and their words go to nobody before a second one found them right."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from bot.rehearsal.book import Book, Request
from bot.rehearsal.checks import Violation
from bot.rehearsal.interpreters import seals_in
from lab.mediation import A_DAY, A_WEEK

SLACK = timedelta(hours=2)
"""The machine's clock may be an hour wrong, and people are written to at full and half hours."""


def overasked(book: Book) -> Iterator[Violation]:
    asked: dict[str, list[Request]] = defaultdict(list)
    for one in book.requests:
        before = asked[one.address]
        for most, span in ((A_DAY, timedelta(days=1)), (A_WEEK, timedelta(days=7))):
            if sum(one.at - other.at < span - SLACK for other in before) >= most:
                yield Violation(
                    "overasked", one.at, 0, f"{one.address} got more than {most} texts in {span.days} days."
                )
        before.append(one)


def named(book: Book) -> Iterator[Violation]:
    names = {one.name for one in book.people}
    for one in book.requests:
        if known := sorted(name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", one.text)):
            yield Violation("named", one.at, 0, f"{one.address} read the name of somebody: {', '.join(known)}.")


def unapproved(book: Book) -> Iterator[Violation]:
    approved = {fact.value: fact.at for fact in reversed(book.facts) if fact.what == "approved"}
    for one in book.deliveries:
        for seal in seals_in(one.text):
            if seal not in approved or approved[seal] > one.at:
                yield Violation(
                    "unapproved", one.at, one.person, f"{one.kind} has a translation that nobody looked at."
                )


RULES = {"overasked": overasked, "named": named, "unapproved": unapproved}
