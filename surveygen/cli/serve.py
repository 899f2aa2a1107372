"""``surveygen serve``: the site while it is written."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import FAILED, Session, problems
from surveygen.cli.verb import INTERRUPTED, Example, option, verb
from surveygen.messages import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from surveygen.cli.forked_builds import ForkedBuilds, Outcome
    from surveygen.cli.site_process import SiteProcess
    from surveygen.cli.site_server import SiteServer
    from surveygen.survey.diagnostics import Diagnostic

_NAMES_SHOWN = 3


@verb(
    "serve",
    help=N_(
        """Show the site in a browser, and build it again whenever a file is saved.

        Builds build/html/ where it is not up to date, then serves it to this machine alone and
        writes the address to standard output. A change of taxonomy, bibliography, note, narrative
        or template is built at once, and open pages reload where they stand; the search follows a
        moment later. Where a build fails, pages stay and say why. Ctrl-C ends it.
        """
    ),
    examples=(
        Example("surveygen serve", N_("at port 8000, or the next that is free")),
        Example("surveygen serve --open", N_("and open the browser")),
        Example("surveygen serve --port 8080", N_("at this port or not at all")),
    ),
    exit_codes={
        0: N_("ended with Ctrl-C"),
        FAILED: N_("the port is taken"),
        INTERRUPTED: N_("interrupted before it served"),
    },
)
@option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help=N_("Serve at this port; without it, at the first free one from 8000."),
)
@option("--open", "opens", is_flag=True, help=N_("Open the site in the browser."))
@click.pass_obj
def command(session: Session, port: int | None, opens: bool) -> None:
    """Serve and build until interrupted."""
    from surveygen.cli.forked_builds import ForkedBuilds
    from surveygen.cli.site_process import SiteProcess
    from surveygen.environment import environment_digest

    root = session.root()
    server = _server(session, root, port)
    address = server.address
    site = SiteProcess(server)
    builds = ForkedBuilds(root, environment_digest(os.environ), verbose=session.verbose)
    try:
        _follow(session, root, builds, site, address, opens=opens)
    except KeyboardInterrupt:
        session.say("\n" + _("ended"))
    finally:
        builds.stop()
        site.end()


def _server(session: Session, root: Path, port: int | None) -> SiteServer:
    from surveygen.cli.site_server import PORTS, listen

    ports = PORTS if port is None else range(port, port + 1)
    try:
        return listen(root / "build" / "html", ports)
    except OSError as error:
        where = f"{ports[0]}" if port else f"{ports[0]}-{ports[-1]}"
        message = _("cannot serve at port {port}: {reason}; choose another with --port")
        session.fail(message.format(port=where, reason=error.strerror))


def _follow(
    session: Session,
    root: Path,
    builds: ForkedBuilds,
    site: SiteProcess,
    address: str,
    *,
    opens: bool,
) -> None:
    """Build now where that is needed, and then at every change; only an interrupt ends it."""
    from surveygen.cli.watching import Watch

    # Before anything is read: what is saved meanwhile is built next.
    watch = Watch(root)
    outcome = (None if session.verbose else builds.finished()) or builds.build()
    _show(session, root, outcome, ())
    # Pages may listen already: those of a server before this one, at the same port.
    site.tell(outcome.failure)
    if not outcome.failure:
        session.say(f"{outcome.contents}, {problems(outcome.diagnostics)}")
    click.echo(address)
    session.say(_("what you save is built at once; Ctrl-C ends it"))
    if opens:
        import webbrowser

        webbrowser.open(address)
    builds.prepare()
    while True:
        outcome = _rebuild(session, root, builds, watch.wait(), outcome)
        site.tell(outcome.failure)


def _rebuild(
    session: Session,
    root: Path,
    builds: ForkedBuilds,
    changed: Sequence[str],
    before: Outcome,
) -> Outcome:
    """Build, and say how it went; findings only where they are others than before."""
    started = time.monotonic()
    outcome = builds.build()
    seconds = f"{time.monotonic() - started:.1f}"
    _show(session, root, outcome, before.diagnostics)
    if outcome.failure:
        message = _("{files}: not built, the pages stay as they were")
    else:
        message = _("{files}: rebuilt in {seconds} s, {problems}")
    found = problems(outcome.diagnostics)
    session.say(message.format(files=_few(changed), seconds=seconds, problems=found))
    return outcome


def _show(session: Session, root: Path, outcome: Outcome, before: Sequence[Diagnostic]) -> None:
    """Findings as `check` shows them, on stderr, and a failure that is none of them."""
    from surveygen.cli.findings import with_excerpts

    if outcome.diagnostics != before:
        for line in with_excerpts(outcome.diagnostics, root):
            click.echo(line, err=True)
    if outcome.failure not in map(str, ("", *outcome.diagnostics)):
        click.echo(f"surveygen: {outcome.failure}", err=True)


def _few(names: Sequence[str]) -> str:
    """The first names, and how many there are beside them."""
    shown = ", ".join(names[:_NAMES_SHOWN])
    further = len(names) - _NAMES_SHOWN
    if further <= 0:
        return shown
    more = ngettext("{files} and {n} more", "{files} and {n} more", further)
    return more.format(files=shown, n=further)
