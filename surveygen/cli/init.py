"""``surveygen init``: a new survey that builds."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import FAILED, Session, papers_and_sections, problems
from surveygen.cli.sources import check_works, read_sources, with_bibliographies
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, ngettext
from surveygen.survey.codes import Severity

if TYPE_CHECKING:
    from surveygen.intake.new_survey import NewSurvey
    from surveygen.intake.plan import Plan


@verb(
    "init",
    help=N_(
        """Make a new survey in the folder NAME.

        Without --from it holds five well-known works, with notes and narratives to look at and
        replace. With --from it is made of files that you have, in any format that `import` reads;
        bibliographies are copied byte for byte. Its sections are those of an outline, a list or a
        table; where there are none, groups of JabRef and keywords such as `learning > robustness`
        make them. Every other entry is shown on the page `Not yet placed`. Damaged entries are
        left out, and `surveygen check` lists them with their line.

        Files that are there already stay as they are. The folder also gets a .gitignore, a
        README, and for GitHub workflows that check and publish the survey, propose papers that
        an issue names, and look every week what has become of its works.
        """
    ),
    examples=(
        Example("surveygen init my-survey", N_("a small survey to try things out")),
        Example("surveygen init my-survey --from refs.bib", N_("a survey of a bibliography")),
        Example(
            "surveygen init my-survey --from zotero.ris", N_("of a reference manager's export")
        ),
        Example("surveygen init . --title 'Sorting networks'", N_("in this folder")),
    ),
    exit_codes={
        FAILED: N_(
            "nothing was written: it is a survey already, or a file cannot be read or written"
        )
    },
)
@click.argument("name", type=click.Path(file_okay=False))
@option(
    "--from",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_("A file of any format that `import` reads; may be given several times."),
)
@option("--title", metavar="TEXT", help=N_("The survey's title; else made of NAME."))
@option("-n", "--dry-run", is_flag=True, help=N_("Only show the files, as a diff."))
@click.pass_obj
def command(
    session: Session,
    name: str,
    files: tuple[Path, ...],
    title: str | None,
    dry_run: bool,
) -> None:
    """Write the files of a new survey."""
    from surveygen.intake.import_plan import CannotEdit
    from surveygen.intake.new_survey import (
        AlreadyThere,
        plan_from_sources,
        plan_sample,
        title_of,
    )
    from surveygen.intake.outline_plan import CannotPlace
    from surveygen.intake.plan import Draft

    if not name.strip():  # a variable that is not set, say
        raise click.UsageError(_("NAME is empty; `.` is the current folder"))
    folder = session.directory / name
    draft = Draft(folder)
    title = " ".join((title or "").split())
    sources = with_bibliographies(session, read_sources(session, files))
    check_works(session, sources)
    try:
        if sources:
            new = plan_from_sources(draft, title, today(), sources)
        else:
            new = plan_sample(draft, title or title_of(folder), today())
        plan = draft.plan()
    except (AlreadyThere, CannotEdit, CannotPlace) as error:
        session.fail(str(error))
    except OSError as error:
        session.fail_at(error)
    if dry_run:
        for line in plan.diff():
            click.echo(line)
    else:
        write(session, plan)
    _summarise(session, new, Path(name), is_written=not dry_run)


def today() -> str:
    """The date that a new survey bears: of ``SOURCE_DATE_EPOCH`` where it is set, else today's.

    Source: reproducible-builds.org/specs/source-date-epoch.
    """
    import datetime
    import os

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.date.today().isoformat()


def write(session: Session, plan: Plan) -> None:
    """Apply a plan, or end the program with the reason why nothing was written."""
    from surveygen.intake.plan import Overtaken

    try:
        plan.apply()
    except Overtaken as error:
        session.fail(str(error))
    except OSError as error:
        session.fail_at(error)


def _summarise(session: Session, new: NewSurvey, name: Path, *, is_written: bool) -> None:
    survey = new.survey
    session.show(new.imported.diagnostics)
    for path in new.kept:
        session.say(_("{path} was there and stays as it is").format(path=path))
    session.say(f"{papers_and_sections(survey)}, {problems(survey.diagnostics)}")
    unplaced, damaged = len(survey.not_placed), len(survey.quarantine)
    if unplaced:
        text = ngettext("{n} entry is not yet placed", "{n} entries are not yet placed", unplaced)
        session.say(text.format(n=unplaced))
    if damaged:
        text = ngettext("{n} entry is damaged", "{n} entries are damaged", damaged)
        session.say(text.format(n=damaged))
    if not is_written:
        session.say(_("nothing was written"))
        sys.exit(0)
    here = "" if name == Path() else f"cd {shlex.quote(str(name))} && "
    is_wrong = any(one.severity is Severity.ERROR for one in survey.diagnostics)
    verb = "check" if is_wrong else "build"
    session.say(_("next: {command}").format(command=f"{here}surveygen {verb}"))
