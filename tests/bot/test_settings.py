"""Settings: read at once, told all at once, secrets from files."""

import os
import stat
from pathlib import Path

import pytest

from bot.app import open_database
from bot.data_folder import prepare_data_dir, secret_of
from bot.settings import BadSettings, CannotStart, Settings, read_settings

KEY = "thirty-two characters at the least"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BRUG_")]:  # noqa: TID251
        monkeypatch.delenv(name)


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_without_any_setting_brug_runs_on_this_machine_alone() -> None:
    settings = read_settings()

    assert settings.base_url == "http://127.0.0.1:8080"
    assert settings.database == "sqlite+aiosqlite:///data/brug.db"
    assert settings.telegram_delivery == "polling"


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "PORT": "eighty",
        "SECRET_KEY": "short",
        "TIMEZONE": "Europe/Ghent",
        "TELEGRAM_TOKEN": "not a token",
        "PUBLIC_URL": "brug.example",
        "DATABASE_URL": "mysql://x",
        "TELEGRAM_MODE": "pigeon",
        "TELEGRAM_SECRET": "short",
        "TELEGRAM_PREVIOUS_SECRET": "not a secret, but a sentence",
        "LOG_LEVEL": "loud",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(f"BRUG_{name}", value)

    with pytest.raises(BadSettings) as told:
        read_settings()

    lines = str(told.value).splitlines()
    assert sorted(line.partition(":")[0] for line in lines) == sorted(f"BRUG_{name}" for name in wrong)


@pytest.mark.parametrize("zone", ["Europe", "x" * 300, "../data", ""])
def test_what_is_no_time_zone_is_told(zone: str) -> None:
    with pytest.raises(BadSettings, match=r"^BRUG_TIMEZONE: is not a time zone"):
        read_settings(timezone=zone)


def test_a_wrong_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUG_SECRET_KEY", "canary")
    monkeypatch.setenv("BRUG_TELEGRAM_TOKEN", "canary-token")
    monkeypatch.setenv("BRUG_TELEGRAM_SECRET", "canary")

    with pytest.raises(BadSettings) as told:
        read_settings()

    assert "canary" not in str(told.value)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_may_come_from_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    default = Settings.model_fields[name].default
    value = {"secret_key": KEY, "telegram_token": "123:abc", "database_url": "postgresql+psycopg://host/db"}.get(name)
    value = value or {"exit_url": "https://brug.example", "timezone": "Africa/Asmara"}.get(name, str(default))
    (tmp_path / "file").write_text(f"{value}\n", "utf-8")
    monkeypatch.setenv(f"BRUG_{name.upper()}_FILE", str(tmp_path / "file"))

    assert str(getattr(read_settings(), name)) == value


def test_every_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\xfd")
    monkeypatch.setenv("BRUG_SECRET_KEY_FILE", str(tmp_path / "missing"))
    monkeypatch.setenv("BRUG_TELEGRAM_TOKEN_FILE", str(tmp_path))
    monkeypatch.setenv("BRUG_DATABASE_URL_FILE", str(tmp_path / "binary"))

    with pytest.raises(BadSettings) as told:
        read_settings()

    assert [line.partition(":")[0] for line in sorted(str(told.value).splitlines())] == [
        "BRUG_DATABASE_URL_FILE",
        "BRUG_SECRET_KEY_FILE",
        "BRUG_TELEGRAM_TOKEN_FILE",
    ]


def test_a_file_that_cannot_be_read_hides_no_other_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUG_SECRET_KEY_FILE", str(tmp_path / "missing"))
    monkeypatch.setenv("BRUG_PORT", "eighty")

    with pytest.raises(BadSettings) as told:
        read_settings()

    assert sorted(line.partition(":")[0] for line in str(told.value).splitlines()) == [
        "BRUG_PORT",
        "BRUG_SECRET_KEY_FILE",
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("BRUG_TELEGRAM_TOKN", "BRUG_TELEGRAM_TOKN: there is no such setting. Did you mean BRUG_TELEGRAM_TOKEN?"),
        ("BRUG_DATABASEURL", "BRUG_DATABASEURL: there is no such setting. Did you mean BRUG_DATABASE_URL?"),
        ("BRUG_SECRETKEY_FILE", "BRUG_SECRETKEY_FILE: there is no such setting. Did you mean BRUG_SECRET_KEY_FILE?"),
        ("BRUG_WEATHER", "BRUG_WEATHER: there is no such setting. README.md lists those that there are."),
    ],
)
def test_a_setting_that_does_not_exist_is_told_beside_all_else(
    written: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(written, "canary")
    monkeypatch.setenv("BRUG_PORT", "eighty")

    with pytest.raises(BadSettings) as wrong:
        read_settings()

    lines = str(wrong.value).splitlines()
    assert (told in lines, len(lines)) == (True, 2)
    assert "canary" not in str(wrong.value)


def test_settings_are_found_however_their_letters_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("brug_port", "8081")

    assert read_settings().port == 8081


def test_a_webhook_needs_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUG_TELEGRAM_MODE", "webhook")
    monkeypatch.setenv("BRUG_PORT", "eighty")

    with pytest.raises(BadSettings, match=r"BRUG_PORT: .*\nBRUG_TELEGRAM_MODE: webhook needs BRUG_PUBLIC_URL"):
        read_settings()

    monkeypatch.delenv("BRUG_PORT")
    monkeypatch.setenv("BRUG_PUBLIC_URL", "https://brug.example/")
    assert read_settings().base_url == "https://brug.example"
    assert read_settings().telegram_delivery == "webhook"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("postgres://host/db", "postgresql+psycopg://host/db"),
        ("postgresql://u@host:5432/db?sslmode=require", "postgresql+psycopg://u@host:5432/db?sslmode=require"),
    ],
)
def test_a_database_may_be_written_as_everybody_writes_it(written: str, meant: str) -> None:
    assert read_settings(database_url=written).database == meant


def test_the_secret_is_made_once_for_our_eyes_only_and_kept(tmp_path: Path) -> None:
    settings = read_settings(data_dir=tmp_path / "data")
    prepare_data_dir(settings)

    made = secret_of(settings)

    assert len(made) >= 32
    assert secret_of(settings) == made == (tmp_path / "data" / "secret.key").read_text()
    assert permissions(tmp_path / "data" / "secret.key") == 0o600
    assert secret_of(read_settings(data_dir=tmp_path, secret_key=KEY)) == KEY


async def test_what_is_kept_is_for_our_eyes_only(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)

    for name in ("new", "open", "deep/er"):
        database = await open_database(read_settings(data_dir=tmp_path / name))
        files = {path.name: permissions(path) for path in (tmp_path / name).iterdir()}
        await database.close()

        assert files == dict.fromkeys(("secret.key", "brug.db", "brug.db-wal", "brug.db-shm"), 0o600)

    assert [permissions(tmp_path / name) for name in ("new", "open", "deep/er")] == [0o700, 0o755, 0o700]


def test_a_folder_in_which_nothing_can_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(CannotStart, match=r"cannot write in the folder .* BRUG_DATA_DIR"):
        prepare_data_dir(read_settings(data_dir=tmp_path / "file" / "data"))
