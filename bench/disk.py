"""What a durable write costs here. Every ratio of a durable system depends on it."""

import os
import statistics
import tempfile
import time
from pathlib import Path

WRITES = 200
PAGE = b"x" * 4096


def sync_time() -> float:
    """Median seconds to append a page to a file in the temporary folder and sync it."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "page").open("wb", buffering=0) as file:
        return statistics.median(_write(file.fileno()) for _ in range(WRITES))


def _write(file: int) -> float:
    began = time.perf_counter()
    os.write(file, PAGE)
    os.fdatasync(file)
    return time.perf_counter() - began
