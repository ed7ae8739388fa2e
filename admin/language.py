"""The desk speaks the language of its user. Unlike the bot, it may fall back to English: staff are not lost."""

from collections.abc import Mapping
from datetime import date

from jinja2 import pass_context
from jinja2.runtime import Context

from admin.visible import visible
from locales.catalogue import SOURCE, Catalogues, MissingText


def say(catalogues: Catalogues, language: str, text: str, values: Mapping[str, str | date] | None = None) -> str:
    """What hides itself in a name is shown, as it is where the name stands alone."""
    shown = {key: visible(value) if isinstance(value, str) else value for key, value in (values or {}).items()}
    try:
        return catalogues.render(language, text, shown)
    except MissingText:
        return text.format_map({k: catalogues.value(SOURCE, v) for k, v in shown.items()}) if shown else text


@pass_context
def translated(context: Context, text: str, **values: str | date) -> str:
    """`_("...", name=...)` in a template."""
    return say(context["catalogues"], context["lang"], text, values)
