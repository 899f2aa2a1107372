"""``surveygen diff``: what has changed between two git revisions of the survey."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import FAILED, Session
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, interface, translations

if TYPE_CHECKING:
    from surveygen.history.changes import Changes
    from surveygen.history.revisions import Revision
    from surveygen.survey.survey import Survey

_JSON_FORMAT = 1


@verb(
    "diff",
    help=N_(
        """Show what has changed in the survey between two git revisions.

        A..B compares two revisions, A alone compares A with the present files, nothing compares
        HEAD with them. Papers are told by what happened to them: added, removed, moved, retracted,
        published since, changed, or given another key (which `aliases:` says); then the sections.
        Neither your files nor the repository are touched.
        """
    ),
    examples=(
        Example("surveygen diff", N_("what is not committed yet")),
        Example("surveygen diff v1.0", N_("since the last edition")),
        Example("surveygen diff v1.0..v1.1 --markdown", N_("release notes")),
        Example("surveygen diff main --json", N_("for programs")),
    ),
    exit_codes={
        0: N_("shown, whether anything changed or not"),
        FAILED: N_("no git, no repository, no such revision, or a survey that cannot be read"),
    },
)
@click.argument("revisions", metavar="[A..B]", default="HEAD")
@option("--json", "as_json", is_flag=True, help=N_("Write it as JSON."))
@option("--markdown", "as_markdown", is_flag=True, help=N_("Write it as Markdown."))
@click.pass_obj
def command(session: Session, revisions: str, as_json: bool, as_markdown: bool) -> None:
    """Compare, and write what was found."""
    from surveygen.history.changes import compare
    from surveygen.history.wording import counts_line, groups, markdown, plain

    if as_json and as_markdown:
        raise click.UsageError(_("--json and --markdown exclude each other"))
    names = _names(revisions)
    with TemporaryDirectory(prefix="surveygen-") as scratch:
        read = (_read(session, name, Path(scratch)) for name in names)
        (before, old), (after, new) = read
    changes = compare(before, after)
    if as_json:
        click.echo(_as_json(changes, old, new))
        return
    # Whoever reads release notes reads the survey, too.
    words = translations(after.taxonomy.language) if as_markdown else interface()
    found = groups(changes, words)
    for line in markdown(found) if as_markdown else plain(found):
        click.echo(line)
    click.echo(counts_line(found, words))


def _names(revisions: str) -> tuple[str, str | None]:
    """Two names of revisions; None stands for the present files."""
    before, dots, after = revisions.partition("..")
    if after.startswith("."):
        raise click.UsageError(_("write two revisions as A..B, with two dots"))
    if not dots:
        return before, None
    return before or "HEAD", after or "HEAD"


def _read(session: Session, name: str | None, scratch: Path) -> tuple[Survey, Revision | None]:
    from surveygen.history.revisions import NoRevision, find_revision, load_revision
    from surveygen.project import Unreadable

    if name is None:
        return session.load(), None
    root = session.root()
    try:
        revision = find_revision(root, name)
        return load_revision(root, revision, scratch), revision
    except NoRevision as error:
        session.fail(str(error))
    except Unreadable as error:
        session.show(error.diagnostics)
        session.fail(_('the survey of "{name}" cannot be read').format(name=name))


def _as_json(changes: Changes, old: Revision | None, new: Revision | None) -> str:
    content = {
        "format": _JSON_FORMAT,
        "from": _revision(old),
        "to": _revision(new),
        "counts": {
            "papers": dict(Counter(kind for one in changes.papers for kind in one.kinds)),
            "sections": dict(Counter(kind for one in changes.sections for kind in one.kinds)),
        },
        "papers": [
            {
                "key": one.key,
                "kinds": one.kinds,
                "title": one.paper.entry.title,
                "former_key": one.former_key or None,
                "merged_into": one.merged_into or None,
                "home": one.after.home if one.after else None,
                "former_home": one.before.home if one.before else None,
                "also_added": one.also_added,
                "also_removed": one.also_removed,
                "status": one.paper.entry.status or None,
                "fields": one.fields,
                "note": one.note,
                "new_note": one.has_new_note,
                "deleted_note": one.lost_its_note,
                "metrics": one.metrics,
            }
            for one in changes.papers
        ],
        "sections": [
            {
                "id": one.id,
                "kinds": one.kinds,
                "title": one.after.title if one.after else None,
                "former_id": one.former_id or None,
                "former_title": one.before.title if one.before else None,
                "parent": one.parent[1] if one.parent else None,
                "former_parent": one.parent[0] if one.parent else None,
                "texts": one.texts,
            }
            for one in changes.sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _revision(revision: Revision | None) -> dict[str, str] | None:
    """Null stands for the present files."""
    return {"name": revision.name, "commit": revision.commit} if revision else None
