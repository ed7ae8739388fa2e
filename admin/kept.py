"""What somebody wrote, kept in the form itself while she logs in again: nothing of it is stored on our side."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from admin.forms import MOST_FIELDS, Form
from locales import N_

FIELD = "kept"
SECRET = frozenset({"csrf", "password", "again", "factor", FIELD})
"""Never sent to a page of ours again."""
_PATH = re.compile(r"/admin/[!-~]*")
_MARK = re.compile(r"[a-z-]*|[\w:.,/+-]*[0-9_:/][\w:.,/+-]*", re.ASCII)
"""A choice, a number, a date, the mark of what was shown: what a form sends by itself looks like this."""
_LONGEST_MARK = 64
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Does:
    """What happens with a form that comes back, said before somebody presses its button."""

    title: str
    lead: str
    leave: str
    button: str


WRITTEN = N_("What you wrote is still here")
SENDING = frozenset({"/people/#/answer", "/broadcasts/#/send"})
"""Forms with words that go to people as soon as they are sent. Words in any other are saved."""
SENDS = Does(
    WRITTEN,
    N_("It is not sent yet. Look at it once more, then send it."),
    N_("Do not send it"),
    N_("Send it now"),
)
SAVES = Does(
    WRITTEN,
    N_("It is not saved yet. Look at it once more, then save it."),
    N_("Do not save it"),
    N_("Save it now"),
)
GOES_ON = Does(
    N_("What you chose is still here"),
    N_("It is not done yet. Go on, or leave it as it was."),
    N_("Cancel"),
    N_("Go on"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was not accepted yet: where it goes, what stands in it, and in which fields a file is chosen anew."""

    path: str
    fields: Sequence[tuple[str, str]]
    files: Sequence[str] = ()

    @property
    def words(self) -> list[str]:
        """What somebody wrote herself, to show that it is there, and no choice or date."""
        return [text for _, text in self.fields if not _is_mark(text.strip())]

    @property
    def does(self) -> Does:
        if not self.words:
            return GOES_ON
        path = _NUMBER.sub("#", self.path.partition("?")[0].removeprefix("/admin"))
        return SENDS if path in SENDING else SAVES

    @property
    def leads_to_the_desk(self) -> bool:
        return _PATH.fullmatch(self.path) is not None

    def packed(self) -> str:
        """For one hidden field: the names of its own fields cannot get in the way of those of another form."""
        return json.dumps([self.path, [list(one) for one in self.fields], [*self.files]], ensure_ascii=False)


def _is_mark(text: str) -> bool:
    return len(text) <= _LONGEST_MARK and _MARK.fullmatch(text) is not None


def kept_fields(form: Form) -> list[tuple[str, str]]:
    """All that stood in a form, but for secrets."""
    return [(name, text) for name, texts in form.fields.items() if name not in SECRET for text in texts]


def unpacked(form: Form) -> Kept | None:
    """What came along with a form, whatever somebody made of it. It only ever leads to a page of the desk."""
    try:
        path, fields, *files = json.loads(form.exactly(FIELD))
        named = tuple(name for some in files for name in some if _is_field(name, ""))
        kept = Kept(path, [(name, text) for name, text in fields if _is_field(name, text)], named)
    except (ValueError, TypeError, RecursionError):
        return None
    few = len(kept.fields) + len(kept.files) <= MOST_FIELDS
    sound = isinstance(path, str) and kept.leads_to_the_desk and few
    return kept if sound else None


def _is_field(name: Any, text: Any) -> bool:
    return isinstance(name, str) and isinstance(text, str) and name not in SECRET
