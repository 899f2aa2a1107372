"""Where the program begins: Ctrl-C ends it without a traceback from its first moment on."""

from __future__ import annotations

import signal


def start() -> None:
    """Load the command line and run it."""
    handler = signal.getsignal(signal.SIGINT)
    # While modules are loaded nothing has begun that could be gone on with. Where whoever starts
    # the program has it ignore Ctrl-C, it does.
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from surveygen.cli.main import main

    signal.signal(signal.SIGINT, handler)
    main()
