"""The desk speaks the language of its user. Unlike the bot, it may fall back to English: staff are not lost."""

import re
from collections.abc import Mapping
from datetime import date

from jinja2 import pass_context
from jinja2.runtime import Context

from admin.visible import visible
from locales.catalogue import SOURCE, Catalogues, MissingText, isolated

DAY_IN_NUMBERS = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
"""As it is typed where a browser has no calendar. After Arabic letters it would be read from its end."""


def say(catalogues: Catalogues, language: str, text: str, values: Mapping[str, str | date] | None = None) -> str:
    """What hides itself in a name is shown, as it is where the name stands alone."""
    shown = {key: visible(value) if isinstance(value, str) else value for key, value in (values or {}).items()}
    try:
        words = catalogues(language, text)
    except MissingText:
        words, language = text, SOURCE
    if catalogues.direction(language) == "rtl":
        words = DAY_IN_NUMBERS.sub(lambda found: isolated(found[0], rtl=True), words)
    return words.format_map({key: catalogues.value(language, one) for key, one in shown.items()}) if shown else words


@pass_context
def translated(context: Context, text: str, **values: str | date) -> str:
    """`_("...", name=...)` in a template."""
    return say(context["catalogues"], context["lang"], text, values)
