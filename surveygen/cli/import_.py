"""``surveygen import``: works from files into a survey, shown as a plan before it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveygen.cli.init import today, write
from surveygen.cli.plans import ask, show_files
from surveygen.cli.session import FAILED, Session
from surveygen.cli.sources import check_works, read_sources, with_bibliographies
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, interface, ngettext

if TYPE_CHECKING:
    from surveygen.intake.import_plan import Judged
    from surveygen.intake.outline_plan import Placed
    from surveygen.intake.plan import Draft, Plan
    from surveygen.intake.sources import Imported, Source

FORMAT_NAMES = (
    *("outline", "markdown", "bibtex", "ris", "csl-json", "json", "identifiers", "csv"),
    "listing",
)
"""Those of `readers.formats.FORMATS`, which is imported when the verb is called."""
SHOWN = 20
"""Works of a verdict that are named; the rest is counted, unless with -v."""


@verb(
    "import",
    help=N_(
        """Add works from files to a survey.

        The format of each file is seen from its content; --format names it. The plan is shown
        first: works that are new, that are there already, that teach an entry a missing field,
        and damaged entries, which are left out with their line. Nothing that stands in your
        files is replaced, and importing a file again changes nothing. A work is the same by its
        DOI or arXiv number, or by title and people, whatever key it has; what may be one comes in
        and is named.

        A LaTeX outline, a Markdown list, a table with a column of sections and our own JSON also
        have sections, which become those of the survey unless they are there already; works stand
        where they stand in it. The bibliography of an outline is the one that it names, or --bib.
        In a new survey, groups of JabRef and keywords such as `learning > robustness` become
        sections where no file has them. Other works are not yet placed: add their keys to a
        section of taxonomy.yaml. Abstracts that a file holds are kept in .surveygen/, outside git,
        and are never published.
        """
    ),
    examples=(
        Example("surveygen import new.bib", N_("show the plan, ask, write")),
        Example("surveygen import new.bib --dry-run", N_("show the plan and the diff")),
        Example("surveygen import page-*.txt --yes", N_("saved listing pages, without asking")),
        Example("surveygen import refs.bib --into my-survey --yes", N_("into a new survey")),
        Example(
            "surveygen import review.tex --bib refs.bib --into my-survey --yes",
            N_("a review that is a LaTeX outline, into a new survey"),
        ),
    ),
    exit_codes={
        0: N_("written, or nothing to change, whatever was diagnosed"),
        FAILED: N_(
            "nothing was written: no consent, or a file cannot be read, edited or written; "
            "with --strict, also when anything is wrong with a file"
        ),
    },
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(FORMAT_NAMES),
    help=N_("The format of all files; else each is looked at."),
)
@option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=N_("The survey's folder; where it holds none, one is made."),
)
@option(
    "--bib",
    "bibliographies",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=N_("A bibliography that the files cite; else those that they name."),
)
@option("-n", "--dry-run", is_flag=True, help=N_("Write nothing; show the diff on stdout."))
@option("-y", "--yes", is_flag=True, help=N_("Write without asking."))
@option("--strict", is_flag=True, help=N_("Write nothing when anything is wrong with a file."))
@option("--json", "as_json", is_flag=True, help=N_("Show the plan as JSON on stdout."))
@click.pass_obj
def command(
    session: Session,
    files: tuple[Path, ...],
    format_name: str | None,
    into: Path | None,
    bibliographies: tuple[Path, ...],
    dry_run: bool,
    yes: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Read, judge, show, ask, write."""
    from surveygen.intake.import_plan import CannotEdit
    from surveygen.intake.outline_plan import CannotPlace

    sources = read_sources(session, files, format_name)
    sources = with_bibliographies(session, sources, bibliographies)
    try:
        draft, imported = _planned(session, into, sources)
        plan = draft.plan()
    except (CannotEdit, CannotPlace) as error:
        session.fail(str(error))
    except OSError as error:
        session.fail_at(error)
    found = imported.diagnostics
    if as_json:
        click.echo(_as_json(imported, plan))
    else:
        session.show(found)
        _show_judgement(session, imported)
        for part in imported.placed:
            _show_placed(session, part)
        if n := imported.grouped:
            text = ngettext(
                "{n} section of groups and keywords", "{n} sections of groups and keywords", n
            )
            session.say(text.format(n=n))
        show_files(session, plan)
    if dry_run and not as_json:
        for line in plan.diff():
            click.echo(line)
    if strict and found:
        session.fail(_("nothing was written, because of --strict"))
    if not plan.changes:
        session.say(_("nothing to change"))
    elif not dry_run:
        ask(session, yes)
        write(session, plan)
        session.say(_("written; `surveygen status` says what is next"))


def _planned(
    session: Session, into: Path | None, sources: Sequence[Source]
) -> tuple[Draft, Imported]:
    """The plan for the survey; for a new one where ``--into`` names a folder without."""
    from surveygen.intake.plan import Draft
    from surveygen.intake.sources import plan_sources
    from surveygen.survey.layout import TAXONOMY

    folder = session.directory / into if into is not None else session.directory
    if into is None or (folder / TAXONOMY).exists():
        survey = Session(folder, session.quiet).load()
        draft = Draft(survey.root)
        return draft, plan_sources(draft, survey, sources)
    from surveygen.intake.new_survey import plan_from_sources

    check_works(session, sources)
    draft = Draft(folder)
    return draft, plan_from_sources(draft, "", today(), sources).imported


def _show_judgement(session: Session, imported: Imported) -> None:
    from surveygen.intake.import_plan import Verdict

    judgement = imported.judgement
    for verdict in (Verdict.NEW, Verdict.MERGED):
        works = [work for work in judgement.works if work.verdict is verdict]
        shown = works if session.verbose else works[:SHOWN]
        for work in shown:
            session.say(f"  {_(verdict)}: {work.key}  {_what(work)}")
        if rest := len(works) - len(shown):
            session.say("  " + _("... and {n} more; -v names all").format(n=rest))
    counts = [f"{count} {_(verdict)}" for verdict in Verdict if (count := judgement.count(verdict))]
    if imported.damaged:
        counts.append(_("{n} damaged and left out").format(n=imported.damaged))
    if judgement.abstracts:
        n = judgement.abstracts
        counts.append(ngettext("{n} abstract to keep", "{n} abstracts to keep", n).format(n=n))
    session.say(", ".join(counts) or _("no work was found"))


def _show_placed(session: Session, placed: Placed) -> None:
    """What an outline comes to, on two lines; on one where nothing follows from it."""
    n = placed.sections
    sections = ngettext("{n} section, {new} new", "{n} sections, {new} new", n)
    n_works = placed.works
    works = ngettext("{n} placement of {works} work", "{n} placements of {works} works", n_works)
    session.say(
        f"{placed.path}: {sections.format(n=n, new=placed.new_sections)}; "
        f"{works.format(n=placed.placements, works=n_works)}"
    )
    homes, also, background = placed.homes, placed.also, placed.background
    unknown, uncited = placed.unknown, placed.uncited
    counts = {
        ngettext("{n} gets a home", "{n} get a home", homes): homes,
        ngettext("{n} is listed there too", "{n} are listed there too", also): also,
        ngettext("{n} joins the background", "{n} join the background", background): background,
        ngettext("{n} in no bibliography", "{n} in no bibliography", unknown): unknown,
        ngettext("{n} stands nowhere in it", "{n} stand nowhere in it", uncited): uncited,
    }
    if parts := [text.format(n=n) for text, n in counts.items() if n]:
        session.say("  " + ", ".join(parts))
    if placed.background and not placed.placements:
        text = _("works stand where a heading or the first line of an item cites them by itself")
        session.say(f"  {text}")


def _what(work: Judged) -> str:
    if work.adds:
        return _("takes over {fields} ({reason})").format(
            fields=", ".join(work.adds.fields), reason=work.reason
        )
    title = work.record.entry.title
    return f'"{title}"' if title else ""


def _as_json(imported: Imported, plan: Plan) -> str:
    from surveygen.cli.findings import as_json

    works = [
        {
            "key": work.key,
            "verdict": work.verdict.name.lower(),
            "reason": work.reason or None,
            "fields": dict(work.adds.fields),
            "path": work.record.entry.path,
            "line": work.record.entry.line,
            "title": work.record.entry.title,
        }
        for work in imported.judgement.works
    ]
    words = interface()
    damaged = [
        {
            "path": item.path,
            "line": item.line,
            "key": item.key or None,
            "reason": item.reason_in(words),
            "text": item.excerpt,
        }
        for source in imported.sources
        for item in source.read.quarantine
    ]
    files = [change.path for change in plan.changes]
    outlines = [{"path": part.path, **part.counts()} for part in imported.placed]
    content = {"works": works, "damaged": damaged, "outlines": outlines, "files": files}
    return as_json(imported.diagnostics, Path(), content)
