"""``surveygen merge``: two entries of one work become one, shown as a plan before it is applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveygen.cli.completion import complete_key
from surveygen.cli.init import write
from surveygen.cli.plans import ask, show_files
from surveygen.cli.session import FAILED, Session
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _
from surveygen.text.normal import one_line

if TYPE_CHECKING:
    from surveygen.intake.key_lists import Placed
    from surveygen.intake.merge_plan import Merged
    from surveygen.intake.plan import Plan
    from surveygen.survey.survey import Survey

_SHOWN_OF_VALUE = 60


@verb(
    "merge",
    help=N_(
        """Make one entry of several that describe the same work.

        The first key stays, with all that its entry says. It takes over what it lacks from the
        others: missing fields, their places in sections (a second home becomes a further
        listing), and a note where it has none. The other entries leave the bibliography, and
        their keys become aliases, so that citations and addresses keep working. `check` names
        the entries that are, or may be, one work.

        Where both have a note, that of the other key stays for you to unite: nothing that you
        wrote is lost. What cannot be edited safely is refused, and nothing is written. To undo
        a merge, take the files back with git.
        """
    ),
    examples=(
        Example("surveygen merge KEEP OTHER", N_("show the plan, ask, write")),
        Example("surveygen merge KEEP OTHER --dry-run", N_("show the plan and the diff")),
        Example("surveygen merge KEEP OTHER ANOTHER --yes", N_("several at once, without asking")),
    ),
    exit_codes={
        0: N_("written, or nothing to change"),
        FAILED: N_(
            "nothing was written: no consent, a key that is no entry, or a file that cannot be "
            "read, edited or written"
        ),
    },
)
@click.argument("keep", shell_complete=complete_key)
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, shell_complete=complete_key)
@option("-n", "--dry-run", is_flag=True, help=N_("Write nothing; show the diff on stdout."))
@option("-y", "--yes", is_flag=True, help=N_("Write without asking."))
@option("--json", "as_json", is_flag=True, help=N_("Show the plan as JSON on stdout."))
@click.pass_obj
def command(
    session: Session, keep: str, others: tuple[str, ...], dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Plan, show, ask, write."""
    from surveygen.intake.merge_plan import CannotMerge, plan_merge
    from surveygen.intake.plan import Draft

    survey = session.load()
    draft = Draft(survey.root)
    try:
        merged = plan_merge(draft, survey, keep, others)
        plan = draft.plan()
    except CannotMerge as error:
        session.fail(str(error))
    except OSError as error:
        session.fail_at(error)
    if as_json:
        click.echo(_as_json(keep, merged, plan))
    else:
        for one in merged:
            for line in _lines(survey, keep, one):
                session.say(line)
        show_files(session, plan)
    if dry_run and not as_json:
        for line in plan.diff():
            click.echo(line)
    if not plan.changes:
        session.say(_("nothing to change"))
    elif not dry_run:
        ask(session, yes)
        write(session, plan)
        session.say(_("written; to undo it, take these files back with git"))


def _lines(survey: Survey, keep: str, merged: Merged) -> Iterator[str]:
    """What becomes of one entry."""
    compared = merged.comparison
    message = _("{other} -> {keep}: {reason}")
    if not (compared.is_same or compared.is_suspect):
        message = _("{other} -> {keep}: look again, they seem to be two works ({reason})")
    yield message.format(other=merged.key, keep=keep, reason=compared.shown_reason)
    yield from (f"  {line}" for line in _changes(survey, keep, merged))


def _changes(survey: Survey, keep: str, merged: Merged) -> Iterator[str]:
    if merged.adds:
        yield _("takes over {fields}").format(fields=", ".join(merged.adds.fields))
    for it in merged.differences:
        kept, dropped = (f'"{one_line(text, _SHOWN_OF_VALUE)}"' for text in (it.kept, it.dropped))
        message = _("{field} stays {kept}, not {dropped}")
        yield message.format(field=it.field, kept=kept, dropped=dropped)
    if merged.dropped:
        message = _("does not take over {fields}")
        yield message.format(fields=", ".join(merged.dropped))
    yield from (_placed(survey, placed) for placed in merged.placed)
    if merged.parts:
        message = _("crossref of {keys} leads to {keep}")
        yield message.format(keys=", ".join(merged.parts), keep=keep)
    if merged.note_moved:
        old, new = merged.note_moved
        yield _("its note moves: {old} -> {new}").format(old=old, new=new)
    if merged.note_left:
        old, new = merged.note_left
        message = _("its note {old} stays: put what is new into {new} and delete it")
        yield message.format(old=old, new=new)


def _placed(survey: Survey, placed: Placed) -> str:
    if not placed.section:
        return _("background: stands for it") if placed.now else _("background: not needed")
    title = survey.sections[placed.section].title
    if placed.now == "papers":
        message = _('"{section}" becomes its home')
    elif placed.now == "also":
        message = _('"{section}" lists it, too')
    else:
        message = _('"{section}" has it already')
    return message.format(section=title)


def _as_json(keep: str, merged: Sequence[Merged], plan: Plan) -> str:
    from surveygen.cli.findings import as_json

    works = [
        {
            "key": one.key,
            "verdict": one.comparison.sameness.value,
            "reason": one.comparison.shown_reason,
            "fields": dict(one.adds.fields),
            "differences": [
                {"field": it.field, "kept": it.kept, "dropped": it.dropped}
                for it in one.differences
            ],
            "dropped": list(one.dropped),
            "placements": [
                {"section": it.section or None, "was": it.was, "now": it.now} for it in one.placed
            ],
            "crossref": list(one.parts),
            "note_moved": one.note_moved,
            "note_left": one.note_left,
        }
        for one in merged
    ]
    files = [change.path for change in plan.changes]
    return as_json((), Path(), {"keep": keep, "merged": works, "files": files})
