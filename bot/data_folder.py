"""The folder where everything is kept: made for our eyes only, with the secret key in it."""

import os
import secrets
from pathlib import Path

from bot.settings import SHORTEST_KEY, CannotStart, Settings


def prepare_data_dir(settings: Settings) -> None:
    """Make the data folder and the file of the database, for our eyes only. Raises `CannotStart`.

    A folder that exists keeps its permissions. SQLite gives its other files those of the first.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = settings.data_dir / ".writable"
        probe.write_text("")
        probe.unlink()
        if not settings.database_url:
            (settings.data_dir / "brug.db").touch(mode=0o600)
    except OSError as error:
        raise CannotStart(
            f"Brug cannot write in the folder {settings.data_dir} ({error.strerror}). "
            "Give it the right to, or choose another folder with BRUG_DATA_DIR."
        ) from error


def secret_of(settings: Settings) -> str:
    """The secret key: as set, or made once and kept beside the data."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret.key"
    try:
        if not path.exists():
            _write_key(path)
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise CannotStart(f"Brug cannot read its secret key in {path}. Put back the file that belongs here.") from error
    if len(secret) < SHORTEST_KEY:
        raise CannotStart(f"The secret key in {path} is too short to be one. Put back the file that belongs here.")
    return secret


def _write_key(path: Path) -> None:
    """All of it or nothing: half a key after a power cut would lock everything in."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
