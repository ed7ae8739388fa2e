"""Other programs that a test starts, and stops by their own id."""

import json
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]


class PythonProcess:
    """`python -m module arguments...`, from the folder of the project. Kill it as often as the test needs."""

    def __init__(self, module: str, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        command = [sys.executable, "-m", module, *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.poll()

    def first_json(self, timeout: float = 20.0) -> Any:
        """The first line it prints, as JSON: there a stand-in says its port."""
        return json.loads(self._lines.get(timeout=timeout))

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        self._process.kill()
        self._finish(10.0)

    def stop(self, timeout: float = 15.0) -> int:
        """SIGTERM, then SIGKILL when it takes too long. Returns the exit code."""
        self._process.terminate()
        try:
            self._finish(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
        return self._process.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _finish(self, timeout: float) -> None:
        self._process.wait(timeout)
        self._reader.join(timeout)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self) -> None:
        """Reads all it prints, so that a full pipe never stops it."""
        for line in self._process.stdout or ():
            self._lines.put(line)


def wait_for_port(port: int, timeout: float = 20.0, host: str = "127.0.0.1") -> None:
    """Return when something listens there. Raises `TimeoutError`."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            socket.create_connection((host, port), 0.5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def free_port() -> int:
    """A port of the loopback interface on which nothing listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
