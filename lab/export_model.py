"""What an export is: files, each with columns that say in a sentence what they hold. Pure.

There are two. The archive holds no people: answers have no number and stand in no order, days are weeks, words are in
it only where a human passed them, and numbers of fewer than five people are empty. The other holds the people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lab.spreadsheet import Row


@dataclass(frozen=True, slots=True)
class Column:
    """`of`: the stored columns that it comes from ("meeting.starts"); one name where the table is that of the sheet."""

    name: str
    about: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file."""

    name: str
    about: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> Row:
        return [one.name for one in self.columns]


def sheet_of(name: str, about: str, /, **columns: tuple[str, str] | tuple[str]) -> Sheet:
    """Columns as name=(sentence, "table.column table.column")."""
    return Sheet(
        name,
        about,
        tuple(Column(key, told[0], tuple(told[1].split()) if len(told) > 1 else ()) for key, told in columns.items()),
    )


def as_lines(sheets: Sequence[Sheet]) -> Iterator[Row]:
    """The file columns.csv."""
    yield ["file", "column", "description"]
    for sheet in sheets:
        for column in sheet.columns:
            yield [f"{sheet.name}.csv", column.name, column.about]


def readme(sheets: Sequence[Sheet], lab_name: str, day: str, *, people: bool) -> str:
    """What is in it, for whoever finds it in ten years."""
    lines = [
        f"{lab_name}: {'the people of the lab' if people else 'what the lab did, without its people'}. Made on {day}.",
        "",
        "Each file is a table: CSV as in RFC 4180, UTF-8, the first line names the columns.",
        "An apostrophe before = + - @ is ours: with it no program takes the words for a formula.",
        "Texts in several languages are JSON, by the code of the language.",
        "",
        *(_PEOPLE_RULES if people else _ARCHIVE_RULES),
        "",
        *(f"{sheet.name}.csv: {sheet.about}" for sheet in sheets),
        "columns.csv: every column of every file in a sentence.",
    ]
    return "\r\n".join(lines) + "\r\n"


_ARCHIVE_RULES = (
    "Use what was said, but never say who said it, and do not try to find out.",
    "Answers have no number and stand in no order. Their day is the Monday of their week.",
    "Words of people are here only where a human of the team passed them.",
    "A number of people that is empty is hidden: it would tell of fewer than five people.",
)
_PEOPLE_RULES = (
    "These are personal data. Keep this file safe, use it for what people agreed to, and delete it soon.",
    "What people answered in polls is not here, nor what they wrote in the chat: each of them can ask for her own.",
)
