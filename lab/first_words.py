"""Of a text in several languages, the words that somebody of the team sees. Pure."""

from collections.abc import Iterable, Mapping

from locales.source_texts import SOURCE


def first_words(texts: Mapping[str, str], reader: str, languages: Iterable[str]) -> tuple[str, str]:
    """Their language and the words: in the reader's language, else the first of the lab's `languages`, else English,
    else whatever there is. Two empty texts where there are no words."""
    order = dict.fromkeys((reader, *languages, SOURCE, *texts))
    return next(((code, words) for code in order if (words := texts.get(code, "").strip())), ("", ""))
