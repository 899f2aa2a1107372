"""Where the program begins and ends.

Ctrl-C ends it without a traceback from its first moment on. It ends without taking apart what it
has in memory, as the system does that faster: after a build that would take a tenth of its time.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading

_NEW_OBJECTS = 50_000
"""After so many new objects Python looks for garbage, in place of every 700. A build makes millions
that stay to its end, and looking at them again and again took a seventh of its time."""


def start() -> None:
    """Load the command line and run it."""
    gc.set_threshold(_NEW_OBJECTS)
    handler = signal.getsignal(signal.SIGINT)
    # While modules are loaded nothing has begun that could be gone on with. Where whoever starts
    # the program has it ignore Ctrl-C, it does.
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from surveygen.cli.main import main

    signal.signal(signal.SIGINT, handler)
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int) and threading.active_count() == 1:
            _end_at_once(end.code)
        raise


def _end_at_once(code: int) -> None:
    """End the process, if all is written that it has said."""
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads; Python says what is to be said
        return
    os._exit(code)
