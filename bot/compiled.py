"""Templates, compiled once in a process, however many applications it makes: compiling takes longer than showing."""

from typing import Final

import jinja2
from jinja2.bccache import Bucket


class Compiled(jinja2.BytecodeCache):
    """In memory. One for each kind of environment: what a template is compiled to depends on its options."""

    def __init__(self) -> None:
        self._code: Final[dict[str, tuple[str, bytes]]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._code.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = (bucket.checksum, bucket.bytecode_to_string())
