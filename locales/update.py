"""`make texts`: collect every marked text into brug.pot and bring all languages up to it.

A new or changed text stands untranslated in each language until somebody translates it; Brug says where.
"""

import io
import re
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales.catalogue import FOLDER

ROOT = FOLDER.parent
PACKAGES = ("admin", "bot", "flows", "lab", "locales", "scheduler", "store")
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"N_": None, "_": None}


def collect(root: Path = ROOT) -> Catalog:
    """Every text that is marked in the sources."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for package in PACKAGES:
        for file, _, text, _, _ in extract_from_dir(root / package, METHODS, keywords=KEYWORDS):
            if isinstance(text, str) and text:
                found.add(text, locations=[(f"{package}/{file}", 0)])
    return found


def template(found: Catalog) -> str:
    """brug.pot: sorted, without dates and numbers of lines, so that it changes only when a text does, or its file."""
    written = io.BytesIO()
    write_po(written, found, width=0, include_lineno=False, omit_header=True, sort_output=True)
    return re.sub(r"^#, python-brace-format\n", "", written.getvalue().decode(), flags=re.MULTILINE)


def bring_up(path: Path, found: Catalog) -> None:
    """Add what is new, drop what is gone, keep what is translated and the remarks on it."""
    code = path.parent.parent.name
    with path.open("rb") as file:
        catalogue = read_po(file, locale=Locale.parse(code), charset="utf-8")
    catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalogue, width=0, no_location=True, sort_output=True, omit_header=True)
    body = re.sub(r"^#, python-brace-format\n", "", written.getvalue().decode(), flags=re.MULTILINE)
    path.write_text(head(path) + body, "utf-8")


def head(path: Path) -> str:
    """The first comment and the header entry, kept to the letter."""
    text = path.read_text("utf-8")
    match = re.match(r'(?:#[^\n]*\n)*msgid ""\nmsgstr ""\n(?:"[^\n]*"\n)+\n', text)
    if match is None:
        raise ValueError(f"{path.name} has no header")
    return match[0]


def main() -> None:
    found = collect()
    (FOLDER / "brug.pot").write_text(template(found), "utf-8")
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/brug.po")):
        bring_up(path, found)


if __name__ == "__main__":
    main()
