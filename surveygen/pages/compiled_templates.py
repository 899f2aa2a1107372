"""Templates as Jinja has compiled them, kept from build to build for the time that it takes."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

from surveygen import __version__
from surveygen.files import write_atomically
from surveygen.survey.layout import STATE


class CompiledTemplates(BytecodeCache):
    """A file for each template, in the folder of a survey's caches.

    Jinja itself looks whether the text of a template has changed since.
    """

    def __init__(self, root: Path) -> None:
        """Keep them for the survey at a root."""
        self._folder = root / STATE / "cache" / "templates"
        self._program = f"{version('jinja2')} {__version__}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if there is something to fill it with."""
        try:
            data = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        # What is damaged must not be run.
        code = data[hashlib.sha256().digest_size :]
        if data == self._sealed(bucket.environment, code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket; where nothing can be written, the next build compiles too."""
        try:
            data = self._sealed(bucket.environment, bucket.bytecode_to_string())
            write_atomically(self._folder / bucket.key, data)
        except OSError:
            return

    def _sealed(self, environment: Environment, code: bytes) -> bytes:
        """Compiled code behind a hash over it, and over what but the template's text makes it."""
        made_by = (
            self._program,
            type(environment).__qualname__,
            sorted(environment.extensions),
            environment.trim_blocks,
            environment.lstrip_blocks,
            environment.keep_trailing_newline,
            bool(environment.autoescape),
        )
        return hashlib.sha256(repr(made_by).encode() + code).digest() + code
