"""Two people change one thing: whoever saves second sees both texts, and nothing of hers is lost."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from aiohttp import web

from admin.kept import kept_fields
from admin.visit import Visit
from locales import N_
from store.crypto import fingerprint

FIELD = "as_shown"
OVER = "over"
SAVED_MEANWHILE = N_("Somebody else saved something here")
READ_AGAIN = N_("Somebody else saved something here. Look at it again first.")
TICKED = "✓"


def as_shown(values: Mapping[str, str]) -> str:
    """The same for the same texts, in whatever order; an empty text is none. For the hidden field "as_shown"."""
    lines = sorted((name, _plain(text)) for name, text in values.items() if text)
    return fingerprint(json.dumps(lines))


def seen_as(visit: Visit, values: Mapping[str, str], *, to: str = "") -> str:
    """For a form that comes back with a problem: what she saw when she began to write stays what she saw.

    `to`: where this form is sent, on a page of several forms; the others are shown as they are now.
    """
    back = visit.form.text(FIELD) if not to or comes_back(visit, to) else ""
    return back or as_shown(values)


def is_stale(visit: Visit, values: Mapping[str, str]) -> bool:
    """Whether somebody saved something since this form was shown."""
    seen = visit.form.text(FIELD)
    return bool(seen) and not visit.form.has(OVER) and seen != as_shown(values)


def comes_back(visit: Visit, to: str) -> bool:
    """Whether this page answers the form that is sent to `to`: then what she wrote stands there again."""
    return visit.request.method == "POST" and visit.request.path == to


async def clash(
    visit: Visit, now: Mapping[str, str], yours: Mapping[str, str], *, back: str = ""
) -> web.Response | None:
    """None where she may save. Else the page with what is stored `now` beside `yours`, by what people call each field.

    Her form comes along with the mark of what she sees there: a third one who saves meanwhile is noticed too.
    `back` is the page that shows what is stored; without it the one that she came from.
    """
    if not is_stale(visit, now):
        return None
    differing = [
        (label, now.get(label, ""), yours.get(label, ""))
        for label in {**now, **yours}
        if _plain(now.get(label, "")) != _plain(yours.get(label, ""))
    ]
    if not differing:
        return None
    fields = [(name, text) for name, text in kept_fields(visit.form) if name != FIELD]
    return await visit.show(
        "clash.html",
        409,
        differing=differing,
        action=visit.request.path_qs,
        fields=[*fields, (FIELD, as_shown(now))],
        back=back or came_from(visit),
    )


def labelled(visit: Visit, values: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """Values of a form under the words that stand beside its fields: "name_nl" is "Name · Nederlands".

    `words`: a text by the name of a field, or by what its name begins with. What has no word is left out.
    """
    named = {}
    for field, value in values.items():
        stem = max((one for one in words if field == one or field.startswith(f"{one}_")), key=len, default="")
        if stem and value:
            named[_label(visit, visit.say(words[stem]), field[len(stem) + 1 :])] = value
    return named


def ticks(values: Mapping[str, str], *names: str) -> dict[str, str]:
    """`values`, with a sign instead of the number that a ticked box sends."""
    return {field: TICKED if value and field.startswith(names) else value for field, value in values.items()}


def _label(visit: Visit, word: str, rest: str) -> str:
    known = visit.desk.catalogues.languages
    return f"{word} · {known[rest].autonym if rest in known else rest}" if rest else word


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def came_from(visit: Visit) -> str:
    """The page of ours that she sent this form from."""
    referrer = urlsplit(visit.request.headers.get("Referer", ""))
    ours = referrer.netloc == visit.request.host and referrer.path.startswith("/admin/")
    return referrer.path + (f"?{referrer.query}" if referrer.query else "") if ours else "/admin/"
