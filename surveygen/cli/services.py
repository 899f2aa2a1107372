"""What verbs that ask services share: their options, and what is said of a service unheard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from surveygen.cli.verb import option
from surveygen.messages import N_, _

F = TypeVar("F", bound=Callable[..., Any])

OLD_ANSWERS = 3
"""Exit code: done, but a service was out of reach."""


def service_options(command: F) -> F:
    """``--report``, ``--offline`` and ``--refresh``."""
    report = option(
        "--report",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=N_("Also write what was done as Markdown, for a comment on GitHub."),
    )
    offline = option("--offline", is_flag=True, help=N_("Use what was kept; ask nobody."))
    refresh = option("--refresh", is_flag=True, help=N_("Ask for what was kept, too."))
    return report(offline(refresh(command)))


def unheard(failures: Mapping[str, str]) -> Iterator[str]:
    """A line for every service that was not heard, by its name and the reason."""
    for service, reason in failures.items():
        message = _("{service} was not heard: {reason}; run the command again to ask it")
        yield message.format(service=service, reason=reason)
