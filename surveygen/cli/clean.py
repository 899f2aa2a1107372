"""``surveygen clean``: delete what a build made, and nothing that people wrote."""

from __future__ import annotations

import click

from surveygen.cli.session import Session
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, ngettext


@verb(
    "clean",
    help=N_(
        """Delete what a build made: build/, docs/survey/ and caches.

        Abstracts and whatever else in .surveygen/ cannot be made again stay, and so does every
        file that surveygen did not write. The next build makes everything anew.
        """
    ),
    examples=(
        Example("surveygen clean", N_("delete site, PDF, exports and caches")),
        Example("surveygen clean --dry-run", N_("only say what would go")),
    ),
)
@option("-n", "--dry-run", is_flag=True, help=N_("Only say what would be deleted."))
@click.pass_obj
def command(session: Session, dry_run: bool) -> None:
    """Delete generated files."""
    from surveygen.cli.building import BuildFailed, locked
    from surveygen.cli.cleaning import delete, generated_paths

    root = session.root()
    paths = generated_paths(root)
    if not paths:
        session.say(_("nothing to delete"))
        return
    if dry_run:
        for path in paths:
            session.say(_("would delete {path}").format(path=path.relative_to(root).as_posix()))
        return
    try:
        with locked(root):
            count = delete(root, paths)
    except BuildFailed as error:
        session.fail(str(error))
    except OSError as error:
        session.fail_at(error)
    session.say(ngettext("{n} file deleted", "{n} files deleted", count).format(n=count))
