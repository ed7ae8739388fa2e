"""The words of notices, and a language that lacks them."""

from dataclasses import replace

from bot.page_texts import NOTICE
from locales.catalogue import Catalogues
from tests.conversations import catalogues


def words_in(code: str) -> dict[str, str]:
    return dict(catalogues().languages[code].texts)


def without_notices(code: str) -> Catalogues:
    found = catalogues()
    texts = {text: said for text, said in found.languages[code].texts.items() if text != NOTICE}
    return replace(found, languages={**found.languages, code: replace(found.languages[code], texts=texts)})
