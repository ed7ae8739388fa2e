"""Runs many command lines of `brug` in one process: most of a command's time is its start.

Reads lines, each a JSON list of [arguments, settings]; answers each with a line of [exit code, output, errors].
"""

import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout

from bot.__main__ import main


def run(arguments: Sequence[str], settings: Mapping[str, str]) -> tuple[int, str, str]:
    """As a process of its own would end. What it lets through is an error of the test."""
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["brug", *arguments]
    os.environ.update(settings)  # noqa: TID251 - this is where the environment of a command is made
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    for name in settings:
        del os.environ[name]  # noqa: TID251
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    for request in sys.stdin:
        print(json.dumps([run(*line) for line in json.loads(request)]), flush=True)
