"""A measured program as a child process: its CPU, its memory, its end."""

import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 10.0
"""Seconds between asking a program to end and ending it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """Started in the project's root with nothing but the given environment, so that no setting leaks in."""

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self.log = log
        with log.open("wb") as output:
            self._child = subprocess.Popen(
                command,
                cwd=ROOT,
                env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", **(environment or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._child.pid

    def check(self) -> None:
        """Raise with the last lines of its log when it ended by itself."""
        if self._child.poll() is not None:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise RuntimeError(f"{self._child.args!r} ended with code {self._child.returncode}:\n{tail}")

    def listens(self, port: int) -> bool:
        self.check()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def cpu(self) -> float:
        return cpu(self.pid)

    def memory(self) -> int:
        """Resident bytes, children too."""
        return sum(int(process.memory_info().rss) for process in _family(self.pid))

    def stop(self) -> None:
        """Ask it to end, as a service manager would, and end it when it does not."""
        self._child.terminate()
        try:
            self._child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            print(f"had to be killed: {self._child.args!r}")
            self._child.kill()
            self._child.wait()


def cpu(pid: int) -> float:
    """CPU seconds that a process and its children took so far."""
    return sum(_seconds(process) for process in _family(pid))


def machine_cpu() -> float:
    """CPU seconds that all programs took so far, and those that the host gave to somebody else."""
    times = psutil.cpu_times()
    return float(sum(times[:8]) - times.idle - times.iowait)


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _seconds(process: psutil.Process) -> float:
    """Children that ended and were waited for count as well, else a database's short-lived ones are lost."""
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)
