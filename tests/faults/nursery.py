"""Starts Brug many times a minute: a process that has imported everything already, and forks for each start.

A fault test starts Brug a hundred times, and importing takes most of a start. Each child is a process of its own,
runs `bot.__main__.main` as `python -m bot run` or another command does, and dies by SIGKILL like any other.

    python -m tests.faults.nursery      reads requests, one JSON object a line, and answers each with one
"""

import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.fakes.processes import ROOT

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}


class Child(Protocol):
    """A Brug that runs, or did."""

    pid: int

    def poll(self) -> int | None:
        """The exit code, as `subprocess` gives it: minus the signal. None while it runs."""


class Launcher(Protocol):
    def launch(self, settings: Mapping[str, str], log: Path, mutant: str = "") -> Child:
        """Start Brug with nothing but these settings. What it prints is appended to `log`."""


class Fresh:
    """A new interpreter for each start, as in production."""

    def launch(self, settings: Mapping[str, str], log: Path, mutant: str = "") -> Child:
        module = ["tests.faults.mutants", mutant] if mutant else ["bot", "run"]
        with log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=ROOT,
                env={**ENVIRONMENT, **settings},
                stdout=output,
                stderr=subprocess.STDOUT,
            )


class Nursery:
    """`with Nursery() as nursery: nursery.launch(...)`"""

    def __enter__(self) -> "Nursery":
        command = [sys.executable, "-m", "tests.faults.nursery"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._talking = threading.Lock()
        return self

    def __exit__(self, *_: object) -> None:
        """It ends when it hears no more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def launch(self, settings: Mapping[str, str], log: Path, mutant: str = "") -> "Forked":
        return self._fork(["run"], settings, log, log, mutant)

    def says(self, *arguments: str, settings: Mapping[str, str]) -> str:
        """What `brug` with these arguments prints. RuntimeError with what it complained of."""
        with tempfile.TemporaryDirectory() as folder:
            out, errors = Path(folder) / "out", Path(folder) / "errors"
            child = self._fork(arguments, settings, out, errors)
            while (code := child.poll()) is None:
                time.sleep(0.01)
            if code:
                raise RuntimeError(f"brug {arguments} ended with {code}: {errors.read_text('utf-8')}")
            return out.read_text("utf-8")

    def _fork(
        self, arguments: Sequence[str], settings: Mapping[str, str], out: Path, errors: Path, mutant: str = ""
    ) -> "Forked":
        files = {"out": str(out), "errors": str(errors)}
        around = {**ENVIRONMENT, **settings}
        pid: int = self.ask({"arguments": arguments, "settings": around, "mutant": mutant, **files})
        return Forked(self, pid)

    def ask(self, request: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._talking:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())


class Forked:
    """A child of the nursery, which alone may ask how it ended."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = pid
        self._nursery = nursery
        self._code: int | None = None

    def poll(self) -> int | None:
        if self._code is None:
            self._code = self._nursery.ask({"ended": self.pid})
        return self._code


def _import_all() -> None:
    """All that a start would import, also what is found only then."""
    import bot.channels
    from admin.desk import all_routes
    from bot.commands import all_commands
    from flows.registry import all_flows

    all_commands()
    all_flows()
    list(all_routes())
    for package in (bot.channels, importlib.import_module("bot.channels.telegram")):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    for name in ("aiosqlite", "psycopg", "sqlalchemy.dialects.postgresql.psycopg", "logging.config", "bot.__main__"):
        importlib.import_module(name)


def _become_brug(request: Mapping[str, Any]) -> None:
    """In the child: the given environment and files, and then what `python -m bot` with these arguments does."""
    from bot.__main__ import main
    from tests.faults.mutants import apply

    written = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    output, errors = (os.open(request[name], written, 0o600) for name in ("out", "errors"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (errors, 2)):
        os.dup2(source, target)
    os.environ.clear()  # noqa: TID251 - this is where the environment of a new process is made
    os.environ.update(request["settings"])  # noqa: TID251
    sys.argv = ["brug", *request["arguments"]]
    if request["mutant"]:
        apply(request["mutant"])
    main()


def _start(request: Mapping[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _become_brug(request)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException as error:  # noqa: BLE001 - the child must never return into the nursery's own loop
        sys.excepthook(type(error), error, error.__traceback__)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def main() -> None:
    _import_all()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(_ended(request["ended"]) if "ended" in request else _start(request)), flush=True)


if __name__ == "__main__":
    main()
