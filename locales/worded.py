"""Texts in other words than ours, for those who want them so. Ours stay beside them."""

from collections.abc import Mapping
from dataclasses import replace

from locales.catalogue import Catalogues


def reworded(catalogues: Catalogues, words: Mapping[str, Mapping[str, str]]) -> Catalogues:
    """With these `words`, by language and source text, in place of ours. A language that is not here gets none."""
    languages = {
        code: replace(one, texts={**one.texts, **words[code]}) if words.get(code) else one
        for code, one in catalogues.languages.items()
    }
    return replace(catalogues, languages=languages)
