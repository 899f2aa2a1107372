"""Progress on stderr: one line that grows on a terminal, a line every tenth elsewhere."""

from __future__ import annotations

import sys

import click

from surveygen.cli.session import Session
from surveygen.messages import _

FEW = 20
"""So few identifiers are answered at once; nobody waits for them."""


class Progress:
    """How far look-ups have come, service by service."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._is_terminal = sys.stderr.isatty()
        self._tenths: dict[tuple[str, int], int] = {}
        self._is_open = False

    def tell(self, name: str, done: int, total: int) -> None:
        """``done`` of ``total`` identifiers are answered."""
        if self._session.quiet or total < FEW:
            return
        text = _("{service}: {done} of {total}").format(service=name, done=done, total=total)
        if self._is_terminal:
            click.echo(f"\r\x1b[K{text}", err=True, nl=done == total)
            self._is_open = done != total
            return
        tenth = 10 * done // total
        if tenth > self._tenths.get((name, total), -1):
            self._tenths[name, total] = tenth
            click.echo(text, err=True)

    def tell_wait(self, name: str, reason: str, seconds: float) -> None:
        """A service gave no answer, and is asked again in some seconds."""
        self.end()
        message = _("{service}: {reason}; it is asked again in {n} s")
        self._session.say(message.format(service=name, reason=reason, n=round(seconds)))

    def end(self) -> None:
        """Let what follows begin on a line of its own."""
        if self._is_open:
            click.echo(err=True)
        self._is_open = False
