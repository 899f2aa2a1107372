"""``surveygen import``: works from files into a survey, shown as a plan before it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveygen.cli.init import today, write
from surveygen.cli.plans import ask, show_files
from surveygen.cli.session import FAILED, Session
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, interface, ngettext

if TYPE_CHECKING:
    from surveygen.intake.import_plan import Judged, Judgement
    from surveygen.intake.outline_plan import Placed
    from surveygen.intake.plan import Draft, Plan
    from surveygen.readers.formats import Format
    from surveygen.readers.records import Records
    from surveygen.survey.diagnostics import Diagnostic
    from surveygen.survey.survey import Survey

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

        A LaTeX outline and a Markdown list also have sections, which become those of the survey
        unless they are there already; works stand where they stand in it. The bibliography of an
        outline is the one that it names, or --bib. Works of other formats are not yet placed: add
        their keys to a section of taxonomy.yaml. Abstracts that a file holds are kept in
        .surveygen/, outside git, and are never published.
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
    from surveygen.intake.import_plan import CannotEdit, handles, plan_import
    from surveygen.intake.outline_plan import CannotPlace, plan_outline

    sources = _sources(session, files, format_name)
    sources = _with_bibliographies(session, sources, bibliographies)
    read = [source.read for source in sources]
    try:
        draft, survey = _target(session, into, sources)
        records = [record for found in read for record in found.records]
        judgement = plan_import(draft, survey, records)
        keys = handles(survey, judgement)
        placed = [
            plan_outline(draft, source.read.outline, keys, source.files[0][0])
            for source in sources
            if source.read.outline
        ]
        plan = draft.plan()
    except (CannotEdit, CannotPlace) as error:
        session.fail(str(error))
    except OSError as error:
        session.fail_at(error)
    found = [
        *(d for part in read for d in part.diagnostics),
        *judgement.diagnostics,
        *(d for part in placed for d in part.diagnostics),
    ]
    if as_json:
        click.echo(_as_json(judgement, plan, read, placed, found))
    else:
        session.show(found)
        _show_judgement(session, judgement, read)
        for part in placed:
            _show_placed(session, part)
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


@dataclass(frozen=True, slots=True)
class _Source:
    """Files of one format."""

    format: Format
    files: Sequence[tuple[str, bytes]]
    read: Records


def _sources(session: Session, files: Sequence[Path], name: str | None) -> list[_Source]:
    """The files by format, in their order."""
    from surveygen.readers.formats import FORMATS, detect

    by_name = {known.name: known for known in FORMATS}
    grouped: dict[tuple[str, str], list[tuple[str, bytes]]] = {}
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            session.fail(f"{file}: {error.strerror}")
        found = by_name[name] if name else detect(str(file), data)
        if found is None:
            message = _("{file}: cannot tell the format; name it with --format ({names})")
            session.fail(message.format(file=file, names=", ".join(by_name)))
        apart = str(file) if found.has_outline else ""
        grouped.setdefault((found.name, apart), []).append((str(file), data))
        session.say(_("{file}: {format}").format(file=file, format=_(found.title)))
    # What says most of a work comes first.
    order = sorted(by_name, key=lambda name: not by_name[name].is_bibliography)
    return [
        _Source(by_name[name], found, by_name[name].read(found))
        for (name, _apart), found in sorted(
            grouped.items(), key=lambda pair: order.index(pair[0][0])
        )
    ]


def _with_bibliographies(
    session: Session, sources: list[_Source], given: Sequence[Path]
) -> list[_Source]:
    """The sources, and those of the bibliographies that are given or that an outline names."""
    if given:
        return [*_sources(session, given, None), *sources]
    if any(source.format.is_bibliography for source in sources):
        return sources
    named = dict.fromkeys(Path(path) for source in sources for path in source.read.bibliographies)
    for path in named:
        if not path.is_file():
            session.say(
                _("{file} is named, but is not there; --bib names another").format(file=path)
            )
    return [*_sources(session, [path for path in named if path.is_file()], None), *sources]


def _target(
    session: Session, into: Path | None, sources: Sequence[_Source]
) -> tuple[Draft, Survey]:
    """The survey and a draft of its files; a new one where ``--into`` names a folder without."""
    from surveygen.intake.plan import Draft
    from surveygen.survey.layout import TAXONOMY

    folder = session.directory / into if into is not None else session.directory
    if into is None or (folder / TAXONOMY).exists():
        survey = Session(folder, session.quiet).load()
        return Draft(survey.root), survey
    from surveygen.intake.new_survey import plan_from_bibliographies, title_of

    draft = Draft(folder)
    bibliographies = [
        file for source in sources if source.format.is_bibliography for file in source.files
    ]
    if not bibliographies and any(_lacks_works(source.read) for source in sources):
        session.fail(_("the works of the outline are in a bibliography; name it with --bib"))
    outline = next((source.read.outline for source in sources if source.read.outline), None)
    new = plan_from_bibliographies(draft, title_of(folder), today(), bibliographies, outline)
    session.show(new.diagnostics)
    return draft, new.survey


def _lacks_works(read: Records) -> bool:
    """Whether a file has sections, and the works that stand in them are in another."""
    return bool(read.outline and read.outline.sections and not read.records)


def _show_judgement(session: Session, judgement: Judgement, read: Sequence[Records]) -> None:
    from surveygen.intake.import_plan import Verdict

    for verdict in (Verdict.NEW, Verdict.MERGED):
        works = [work for work in judgement.works if work.verdict is verdict]
        shown = works if session.verbose else works[:SHOWN]
        for work in shown:
            session.say(f"  {_(verdict)}: {work.key}  {_what(work)}")
        if rest := len(works) - len(shown):
            session.say("  " + _("... and {n} more; -v names all").format(n=rest))
    counts = [f"{count} {_(verdict)}" for verdict in Verdict if (count := judgement.count(verdict))]
    if damaged := sum(len(part.quarantine) for part in read):
        counts.append(_("{n} damaged and left out").format(n=damaged))
    if judgement.abstracts:
        n = judgement.abstracts
        counts.append(ngettext("{n} abstract to keep", "{n} abstracts to keep", n).format(n=n))
    session.say(", ".join(counts) or _("no work was found"))


def _show_placed(session: Session, placed: Placed) -> None:
    """What an outline comes to, on two lines."""
    n = placed.sections
    sections = ngettext("{n} section, {new} new", "{n} sections, {new} new", n)
    n_works = placed.works
    works = ngettext("{n} placement of {works} work", "{n} placements of {works} works", n_works)
    session.say(
        f"{sections.format(n=n, new=placed.new_sections)}; "
        f"{works.format(n=placed.placements, works=n_works)}"
    )
    session.say(
        _(
            "{homes} get a home, {also} are listed there too, {background} join the background; "
            "{unknown} unknown, {uncited} cited nowhere"
        ).format(
            homes=placed.homes,
            also=placed.also,
            background=placed.background,
            unknown=placed.unknown,
            uncited=placed.uncited,
        )
    )


def _what(work: Judged) -> str:
    if work.adds:
        return _("takes over {fields} ({reason})").format(
            fields=", ".join(work.adds.fields), reason=work.reason
        )
    title = work.record.entry.title
    return f'"{title}"' if title else ""


def _as_json(
    judgement: Judgement,
    plan: Plan,
    read: Sequence[Records],
    placed: Sequence[Placed],
    found: Sequence[Diagnostic],
) -> str:
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
        for work in judgement.works
    ]
    words = interface()
    damaged = [
        {
            "path": item.path,
            "line": item.line,
            "key": item.key or None,
            "reason": item.reason_in(words),
        }
        for part in read
        for item in part.quarantine
    ]
    files = [change.path for change in plan.changes]
    outlines = [part.counts() for part in placed]
    content = {"works": works, "damaged": damaged, "outlines": outlines, "files": files}
    return as_json(found, Path(), content)
