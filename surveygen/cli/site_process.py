"""The server of a site in a process of its own.

It answers in threads, and a process with threads cannot be forked safely, as builds are.
"""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.connection import Connection
from threading import Thread

from surveygen.cli.site_server import SiteServer


class SiteProcess:
    """Serves until it is ended, or the process that began it is gone."""

    def __init__(self, server: SiteServer) -> None:
        """Take over a server that listens already."""
        forked = multiprocessing.get_context("fork")
        told, self._teller = forked.Pipe()
        self._process = forked.Process(target=_serve, args=(server, told, self._teller))
        # Ctrl-C reaches every process at the terminal; this one ends when its builder does.
        interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self._process.start()
        finally:
            signal.signal(signal.SIGINT, interrupt)
        told.close()
        server.server_close()  # here alone: the other process goes on listening

    def tell(self, failure: str) -> None:
        """Tell pages of a build: why it failed, or nothing where they are to reload.

        Comes back when they are told, so that a page which asks from then on hears the same.
        """
        self._teller.send(failure)
        self._teller.recv()

    def end(self) -> None:
        """Stop serving and free the port."""
        self._teller.close()
        self._process.terminate()
        self._process.join()


def _serve(server: SiteServer, told: Connection, teller: Connection) -> None:
    # Or it would wait for itself to hang up.
    teller.close()
    Thread(target=server.serve_forever, daemon=True).start()
    while True:
        try:
            server.tell(told.recv())
            told.send(None)
        except EOFError:
            return
