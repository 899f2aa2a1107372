"""What verbs that write share: a plan is shown, then applied with consent alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import Session
from surveygen.messages import _, ngettext
from surveygen.survey.layout import STATE

if TYPE_CHECKING:
    from surveygen.intake.plan import FileChange, Plan


def ask(session: Session, yes: bool) -> None:
    """Go on with consent alone."""
    if yes:
        return
    if not sys.stdin.isatty():
        session.fail(_("nothing was written; --yes writes it"))
    try:
        agreed = click.confirm(_("Write this?"), err=True)
    except click.Abort:  # Ctrl-C, or the end of the input
        click.echo(err=True)
        agreed = False
    if not agreed:
        session.fail(_("nothing was written"))


def show_files(session: Session, plan: Plan) -> None:
    """A line for each file that will change, and by how much."""
    for change in plan.changes:
        session.say(f"  {change.path}: {_size(change)}")


def show_diff(plan: Plan) -> None:
    """The diff on stdout, of those files that people keep in git."""
    for change in plan.changes:
        if not change.path.startswith(f"{STATE}/"):
            for line in change.diff():
                click.echo(line)


def _size(change: FileChange) -> str:
    if change.after is None:
        return _("goes")
    lines = list(change.diff())[2:]
    added = sum(line.startswith("+") for line in lines)
    removed = sum(line.startswith("-") for line in lines)
    if change.before is None:
        return ngettext("new, {n} line", "new, {n} lines", added).format(n=added)
    return f"+{added} -{removed}"
