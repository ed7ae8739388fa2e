"""The command line as people and scripts use it: real processes, on a data folder of their own."""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.signup import WELCOME
from locales.catalogue import FOLDER
from tests.conversations import catalogues
from tests.fakes.processes import ROOT, free_port
from tests.fakes.telegram_client import telegram_server

CODE = ("lab", "code", "--lab", "1", "--place", "Market", "--json")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Brug:
    """`brug` on the data in `folder`."""

    folder: Path

    def __call__(self, *arguments: str, typed: str = "", **settings: str) -> Said:
        """A process of its own."""
        return self._run(*arguments, typed=typed, settings=settings)

    def each(self, *lines: Sequence[str], **settings: str) -> list[Said]:
        """One after the other in a process that stays, which is quicker."""
        inside = {"BRUG_DATA_DIR": str(self.folder), **settings}
        process = _process_that_stays()
        assert process.stdin
        assert process.stdout
        print(json.dumps([(line, inside) for line in lines]), file=process.stdin, flush=True)
        answers = [Said(*one) for one in json.loads(process.stdout.readline())]
        assert not any("Traceback" in said.out + said.err for said in answers)
        return answers

    def _run(self, *arguments: str, typed: str, settings: Mapping[str, str]) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env={**_surroundings(), "BRUG_DATA_DIR": str(self.folder), **settings},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Said(done.returncode, done.stdout, done.stderr)


@cache
def _process_that_stays() -> "subprocess.Popen[str]":
    """For all tests of this process; it ends when that does."""
    command = [sys.executable, "-m", "tests.fakes.command_lines"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=_surroundings(), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    atexit.register(_let_end, process)
    return process


def _let_end(process: "subprocess.Popen[str]") -> None:
    """It ends when it hears no more."""
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.wait(20)
    process.stdout.close()


def _surroundings() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}  # noqa: TID251


@pytest.fixture(scope="module")
def brug(tmp_path_factory: pytest.TempPathFactory) -> Brug:
    """With one lab: number 1."""
    brug = Brug(tmp_path_factory.mktemp("brug") / "data")
    lab = ("--name", "Samen Sterk", "--city", "Gent", "--timezone", "Europe/Brussels", "--languages", "nl, ar")
    assert brug("lab", "new", *lab, "--keyword", "samen", "--json").data == {
        "id": 1,
        "name": "Samen Sterk",
        "city": "Gent",
        "timezone": "Europe/Brussels",
        "languages": ["nl", "ar"],
        "keyword": "samen",
    }
    return brug


@pytest.fixture(scope="module")
def telegram() -> Iterator[str]:
    with telegram_server() as url:
        yield url


def test_a_code_is_a_link_and_letters_to_say(brug: Brug) -> None:
    made = brug(*CODE).data

    assert set(made) == {"code", "spoken", "url", "telegram_url"}
    assert made["url"] == f"http://127.0.0.1:8080/join/{made['code']}"
    assert (len(made["spoken"]), made["spoken"][4], made["telegram_url"]) == (9, "-", None)


def test_with_a_bot_a_code_is_a_link_to_telegram_too(brug: Brug, telegram: str) -> None:
    bot = {"BRUG_TELEGRAM_TOKEN": "123456:abc", "BRUG_PUBLIC_URL": "https://brug.example/"}
    away = f"http://127.0.0.1:{free_port()}"

    [made] = brug.each(CODE, **bot, BRUG_TELEGRAM_API_URL=telegram)
    [made_alone] = brug.each(CODE, **bot, BRUG_TELEGRAM_API_URL=away)

    assert made.data["url"] == f"https://brug.example/join/{made.data['code']}"
    assert made.data["telegram_url"] == f"https://t.me/brug_test_bot?start={made.data['code']}"
    assert made_alone.data["telegram_url"] is None


def test_lists_are_json_for_programs_and_lines_for_people(brug: Brug) -> None:
    labs, people, messages, failed, migrated = brug.each(
        ("lab", "list"),
        ("lab", "people", "--lab", "1", "--json"),
        ("outbox", "list", "--json"),
        ("outbox", "list", "--state", "failed", "--json"),
        ("migrate", "--json"),
    )

    assert labs.out == "1  Samen Sterk, Gent\n"
    assert (people.data, messages.data, failed.data) == ([], [], [])
    assert migrated.data == {"current": True}


def test_who_is_added_gets_a_link_to_set_herself_up(brug: Brug) -> None:
    els, same, farid = brug.each(
        ("staff", "add", "--name", "Els", "--email", "els@x.org", "--lab", "1", "--role", "coordinator", "--json"),
        ("staff", "add", "--name", "Other", "--email", "ELS@x.org ", "--lab", "1", "--role", "coordinator"),
        ("staff", "add", "--name", "F", "--email", "f@x.org", "--role", "outreach_worker", "--lab", "1", "--json"),
    )

    assert set(els.data) == {"id", "setup_url"}
    assert els.data["setup_url"].startswith("http://127.0.0.1:8080/admin/setup/")
    assert farid.data["setup_url"].startswith("http://127.0.0.1:8080/join/")
    assert (same.code, same.out) == (2, "")
    assert same.err == "Somebody with this address is there already.\n"


def test_who_works_in_the_chat_and_at_the_desk_gets_a_link_to_each(brug: Brug) -> None:
    add = ("staff", "add", "--lab", "1", "--name", "N")
    deniz, olena, printed = brug.each(
        (*add, "--email", "deniz@x.org", "--role", "facilitator", "--json"),
        (*add, "--email", "olena@x.org", "--role", "mediator", "--json"),
        (*add, "--email", "farid@x.org", "--role", "outreach_worker"),
    )

    assert deniz.data["setup_url"].startswith("http://127.0.0.1:8080/join/")
    assert deniz.data["desk_url"].startswith("http://127.0.0.1:8080/admin/setup/")
    assert set(olena.data) == {"id", "setup_url"}  # there is nothing for her at the desk
    chat, desk = printed.out.splitlines()
    assert "/join/" in chat
    assert "/admin/setup/" in desk


NEW_LAB = ("lab", "new", "--name", "N", "--city", "C")
IN_GENT = (*NEW_LAB, "--timezone", "Europe/Brussels")
EMAIL = ("staff", "add", "--name", "N", "--email", "n@example.org")
UNKNOWN = [
    (("outbox", "list", "--state", "lost"), "There is no state lost."),
    ((*EMAIL, "--role", "queen", "--lab", "1"), "There is no role queen."),
    (("staff", "add", "--name", "N", "--email", "n@x", "--role", "administrator"), "'n@x' is not an e-mail address."),
    ((*EMAIL, "--role", "coordinator"), "Say for which lab this is: --lab ID."),
    ((*EMAIL, "--role", "coordinator", "--lab", "99"), "There is no lab 99."),
    ((*NEW_LAB, "--timezone", "Europe/Ghent", "--languages", "nl"), "Europe/Ghent is not a time zone."),
    ((*NEW_LAB, "--timezone", "Europe", "--languages", "nl"), "Europe is not a time zone."),
    ((*IN_GENT, "--languages", "nl,tlh"), "Brug does not speak tlh."),
    (("lab", "code", "--lab", "99", "--place", "x"), "There is no lab 99."),
    (("lab", "code", "--lab", "1", "--place", "x", "--worker", "99"), "There is nobody with the number 99"),
    (("lab", "people", "--lab", "99"), "There is no lab 99."),
    (("chat", "dance"), "There is no flow dance."),
    (("chat", "signup", "--lang", "tlh"), "Brug does not speak tlh."),
]


def test_what_does_not_exist_is_one_sentence_and_a_code_for_scripts(brug: Brug) -> None:
    ended = brug.each(*(arguments for arguments, _ in UNKNOWN))

    for said, (arguments, sentence) in zip(ended, UNKNOWN, strict=True):
        assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 1), (arguments, said)
        assert sentence in said.err


ALL_WRONG = (
    *("lab", "new", "--name", " ", "--city", "G" * 201, "--timezone", "Europe/Ghent"),
    *("--languages", "nl,tlh,xx", "--keyword", "k" * 61),
)


def test_all_that_is_wrong_with_a_new_lab_is_told_at_once(brug: Brug) -> None:
    wrong, bare = brug.each(ALL_WRONG, ("lab", "new"))

    assert (wrong.code, wrong.out, bare.code, bare.out) == (2, "", 2, "")
    assert [line.partition(". ")[0] for line in wrong.err.splitlines()] == [
        "A lab needs a name: --name.",
        "The city has more than 200 characters.",
        "The keyword has more than 60 characters.",
        "Europe/Ghent is not a time zone",
        "Brug does not speak tlh, xx",
    ]
    assert [line.partition(". ")[0] for line in bare.err.splitlines()] == [
        "A lab needs a name: --name.",
        "A lab needs a city: --city.",
        "A lab needs a time zone: --timezone Europe/Brussels.",
        "A lab needs a language",
    ]


def test_commands_speak_what_a_running_brug_speaks_also_from_its_last_good_copies(tmp_path: Path) -> None:
    """A language whose file is gone from the program: what Brug offers, a command must not refuse."""
    kept = tmp_path / "data" / "catalogues" / "de.po"
    kept.parent.mkdir(parents=True)
    shutil.copyfile(FOLDER / "nl" / "LC_MESSAGES" / "brug.po", kept)

    brug = Brug(tmp_path / "data")
    made, played = brug(*IN_GENT, "--languages", "de", "--json"), brug("chat", "--lang", "de")

    assert made.data["languages"] == ["de"]
    assert (played.code, "locales/de/LC_MESSAGES/brug.po:1: is missing" in played.out + played.err) == (0, True)
    assert [file.name for file in kept.parent.iterdir()] == ["de.po"]


def test_all_wrong_settings_are_one_message(brug: Brug) -> None:
    said = brug("run", BRUG_PORT="eighty", BRUG_TELEGRAM_TOKEN="canary", BRUG_TIMEZONE="Mars")

    assert said.code == 2
    assert [line.partition(":")[0] for line in said.err.splitlines()] == [
        "These settings are wrong",
        "BRUG_PORT",
        "BRUG_TELEGRAM_TOKEN",
        "BRUG_TIMEZONE",
    ]
    assert "canary" not in said.err


def test_a_port_that_is_taken_and_a_folder_that_is_none_are_one_sentence(brug: Brug, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        port_taken = brug("run", BRUG_PORT=port)
        [no_folder] = Brug(tmp_path / "file" / "data").each(("migrate",))

    assert (port_taken.code, no_folder.code) == (2, 2)
    assert port_taken.err == (
        f"Something else listens on 127.0.0.1:{port} already. Stop that, or choose another port with BRUG_PORT.\n"
    )
    assert no_folder.err.startswith("Brug cannot write in the folder")


def test_everything_is_well(brug: Brug) -> None:
    report = brug("check", "--json").data
    assert report["lexicon"]["stopping"] == {"rows": 23, "unreviewed": 23}
    assert report["lexicon"]["words"]["unreviewed"] == report["lexicon"]["words"]["rows"] > 1_400

    assert report["problems"] == []
    assert "signup" in report["flows"]
    assert {"en", "nl", "ar", "ti"} <= set(report["languages"])


def test_somebody_plays_the_sign_up_in_arabic_to_its_end(brug: Brug, tmp_path: Path) -> None:
    arabic = catalogues().languages["ar"].texts

    said = brug("chat", "signup", "--lang", "ar", typed="1\nأمينة\n4\n1, 3\n", TMPDIR=str(tmp_path))

    assert (said.code, said.err) == (0, "")
    assert arabic["Yes"] in said.out
    assert said.out.splitlines()[-1].startswith(arabic[WELCOME].partition("{name}")[0] + "\u2068أمينة\u2069")
    assert said.out.count("\n  1. ") == 3
    assert list(tmp_path.iterdir()) == []
