"""What others made is here as they made it."""

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "bot" / "static" / "vendor"
LIST = (STATIC / "VENDORED.md").read_text()


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_each_vendored_file_is_the_one_of_its_package() -> None:
    listed = dict(re.findall(r"^\| (\S+\.(?:js|css)) \|.*\| ([0-9a-f]{64}) \|$", LIST, re.MULTILINE))

    assert {file.name: fingerprint(file) for file in STATIC.iterdir() if file.suffix in (".js", ".css")} == listed


def test_the_checker_of_pages_is_the_one_of_its_package() -> None:
    assert fingerprint(ROOT / "tests" / "browser" / "vendor" / "axe.min.js") in LIST
