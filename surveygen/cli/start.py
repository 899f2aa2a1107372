"""Where the program begins: Ctrl-C ends it without a traceback from its first moment on."""

from __future__ import annotations

import gc
import signal

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
    main()
