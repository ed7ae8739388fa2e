"""`brug export`: the archive of a lab as a file."""

import zipfile
from pathlib import Path

from tests.bot.test_commands import Brug
from tests.bot.test_commands_lab_year import LAB


def test_the_archive_is_written_once_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    out = tmp_path / "archive.zip"
    take = ("export", "--lab", "1", "--out", str(out))

    made, taken, again, elsewhere = Brug(tmp_path / "data").each(
        LAB, (*take, "--json"), take, ("export", "--lab", "9", "--out", str(tmp_path / "no.zip"))
    )

    assert made.code == 0
    assert taken.data["bytes"] == out.stat().st_size
    assert "answers" in taken.data["tables"]
    assert "README.txt" in zipfile.ZipFile(out).namelist()
    assert out.stat().st_mode & 0o077 == 0
    assert "no file has yet" in again.err
    assert elsewhere.code != 0
    assert not (tmp_path / "no.zip").exists()
