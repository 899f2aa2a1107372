"""``surveygen add``: a paper by number, address or title, with its place and a note to fill."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from surveygen.cli.completion import complete_section
from surveygen.cli.init import today, write
from surveygen.cli.plans import ask, show_diff, show_files
from surveygen.cli.progress import Progress
from surveygen.cli.services import OLD_ANSWERS, service_options, unheard
from surveygen.cli.session import FAILED, Session
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, ngettext
from surveygen.text.normal import fold

if TYPE_CHECKING:
    from surveygen.intake.add_plan import Added, Addition
    from surveygen.intake.plan import Plan
    from surveygen.metadata.resolving import Unresolved
    from surveygen.survey.entry import Entry
    from surveygen.survey.survey import Survey

OTHER_PLACES = 2
"""Proposals that are told beside the home."""
_NAMED = 3
"""Authors of a work that are named; the rest is "et al."."""


@verb(
    "add",
    help=N_(
        """Add papers by arXiv number, DOI, address or title.

        Each is looked up at arXiv and Crossref. What comes is one plan: the entry, as it is or as
        it was published since; whether the survey has the work already; the section that fits,
        and why; a note to fill in, with the date. Nothing that stands in your files is replaced.

        Where no section fits well enough, the paper is not yet placed; --section says where it
        belongs. A paper that the survey has may teach its entry a field that is missing. When a
        service is out of reach the others are asked, and what was kept stands in.

        --issue-form reads papers and section from the body of an issue instead, as a form of
        GitHub makes it; --report writes what was done as a comment for that issue.
        """
    ),
    examples=(
        Example("surveygen add 2307.04963", N_("an arXiv number; show the plan, ask, write")),
        Example("surveygen add 10.1145/3292500.3330701 --dry-run", N_("a DOI; only show the plan")),
        Example("surveygen add https://arxiv.org/abs/1810.00826 --yes", N_("an address")),
        Example('surveygen add "Attention is all you need"', N_("a title")),
        Example("surveygen add 2307.04963 --section ID", N_("into a section that you choose")),
        Example(
            "surveygen add --issue-form body.md --yes --report report.md",
            N_("what an issue names, with a report to comment on it"),
        ),
    ),
    exit_codes={
        0: N_("written, or nothing to change"),
        FAILED: N_(
            "a work could not be found, or nothing was written: no consent, or a file that cannot "
            "be read, edited or written"
        ),
        OLD_ANSWERS: N_("done, but a service was out of reach"),
    },
)
@click.argument("works", metavar="ID|URL|TITLE...", nargs=-1)
@option(
    "--issue-form",
    "form",
    type=click.File("rb"),
    metavar="FILE",
    help=N_("Papers and section from the body of an issue; - is stdin."),
)
@option(
    "-s",
    "--section",
    metavar="ID",
    default="",
    shell_complete=complete_section,
    help=N_("The section that is to be their home."),
)
@service_options
@option("-n", "--dry-run", is_flag=True, help=N_("Write nothing."))
@option("-y", "--yes", is_flag=True, help=N_("Write without asking."))
@option("--json", "as_json", is_flag=True, help=N_("Show the plan as JSON on stdout."))
@click.pass_obj
def command(
    session: Session,
    works: tuple[str, ...],
    form: BinaryIO | None,
    section: str,
    report: Path | None,
    offline: bool,
    refresh: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Look up, judge, place, show, ask, write."""
    from surveygen.intake.add_plan import plan_add
    from surveygen.intake.import_plan import CannotEdit
    from surveygen.intake.outline_plan import CannotPlace
    from surveygen.intake.plan import Draft
    from surveygen.metadata.resolving import Resolved, Unresolved, read_wanted, resolve
    from surveygen.metadata.run import open_run
    from surveygen.readers.decoding import text_of
    from surveygen.readers.issue_form import read_issue_form

    if bool(works) == bool(form):
        raise click.UsageError(_("name papers, or an issue's form with --issue-form"))
    survey = session.load()
    left_out = 0
    if form is not None:
        read = read_issue_form(text_of(form.read()))
        if not read.papers:
            session.fail(_("the form names no paper"))
        works, left_out = read.papers, read.left_out
        section = section or _section_called(survey, read.section)
    _check_section(session, survey, section)
    draft = Draft(survey.root)
    try:
        tell = Progress(session).tell_wait
        with open_run(survey.root, offline=offline, refresh=refresh, tell=tell) as run:
            found = resolve(run, [read_wanted(text) for text in works])
        resolved = [it for it in found if isinstance(it, Resolved)]
        unresolved = [it for it in found if isinstance(it, Unresolved)]
        addition = plan_add(draft, survey, resolved, today(), section)
        plan = draft.plan()
    except (CannotEdit, CannotPlace) as error:
        session.fail(str(error))
    except OSError as error:
        session.fail_at(error)
    failures = {} if offline else run.lookups.failures
    if as_json:
        click.echo(_as_json(survey, addition, unresolved, plan, failures))
    else:
        for work in addition.works:
            for line in _lines(survey, work):
                session.say(line)
        session.show(addition.judgement.diagnostics)
        for one in unresolved:
            for line in _reason(one):
                session.say(line)
        show_files(session, plan)
        show_diff(plan)
    for line in unheard(failures):
        session.say(line)
    if left_out:
        session.say(_too_many(left_out))
    if not plan.changes:
        session.say(_("nothing to change"))
    elif not dry_run:
        ask(session, yes)
        write(session, plan)
        session.say(_("written; {command}").format(command=_next(addition)))
    if report is not None:
        from surveygen.cli.reports import report_of_add, unheard_remarks, write_report

        remarks = [*unheard_remarks(failures), *([_too_many(left_out)] if left_out else ())]
        text = report_of_add(survey, addition, unresolved, plan, remarks, is_written=not dry_run)
        write_report(session, report, text)
    if unresolved or left_out:
        sys.exit(FAILED)
    if failures:
        sys.exit(OLD_ANSWERS)


def _section_called(survey: Survey, name: str) -> str:
    """The id of the section that a contributor calls so: by id, by an old id, or by its title."""
    id = survey.taxonomy.aliases.get(name, name)
    titled = [it.id for it in survey.sections.values() if name and fold(it.title) == fold(name)]
    return titled[0] if id not in survey.sections and len(titled) == 1 else id


def _too_many(left_out: int) -> str:
    from surveygen.readers.issue_form import MAX_PAPERS

    message = ngettext(
        "{n} more paper is not looked at: a form may name {most}",
        "{n} more papers are not looked at: a form may name {most}",
        left_out,
    )
    return message.format(n=left_out, most=MAX_PAPERS)


def _check_section(session: Session, survey: Survey, section: str) -> None:
    from surveygen.survey.spelling import suggestion

    if section and section not in survey.sections:
        near = suggestion(section, survey.sections)
        message = _('there is no section "{id}"').format(id=section)
        session.fail(f"{message}; {near}" if near else message)


def _lines(survey: Survey, work: Added) -> Iterator[str]:
    """What becomes of a work."""
    from surveygen.intake.import_plan import Verdict

    entry = work.judged.record.entry
    yield _("{wanted}: {verdict}").format(
        wanted=work.resolved.wanted.text, verdict=_(work.judged.verdict)
    )
    yield f"  {work.judged.key}  {described(entry)}"
    if work.judged.reason:
        place = home_of(survey, work.judged.key)
        message = _("{reason}; it stands in: {place}") if place else "{reason}"
        yield "  " + message.format(reason=work.judged.reason, place=place)
    if work.judged.adds:
        fields = ", ".join(work.judged.adds.fields)
        yield "  " + _("takes over {fields}").format(fields=fields)
    if work.judged.verdict is Verdict.NEW:
        if entry.status:
            message = _("status: {status} {note}")
            yield "  " + message.format(status=entry.status, note=entry.status_note).rstrip()
        yield from (f"  {line}" for line in _places(survey, work))
    if work.note:
        yield "  " + _("note: {path}").format(path=work.note)


def home_of(survey: Survey, key: str) -> str:
    """Where a work stands, in words; empty where no sound entry of the survey has its key."""
    paper = survey.find(key)
    if paper is None:
        return ""
    if paper.key in survey.background:
        return _("the background")
    return survey.sections[paper.home].title if paper.home else _("not yet placed")


def described(entry: Entry) -> str:
    """Title, people, venue and year of a work, in a line."""
    people = [person.surname for person in entry.authors[:_NAMED]]
    names = ", ".join(people) + (" et al." if len(entry.authors) > _NAMED else "")
    where = entry.venue or (f"arXiv:{entry.arxiv}" if entry.arxiv else "")
    said = ", ".join(part for part in (names, where, entry.year) if part)
    return f'"{entry.title}" ({said})'


def _places(survey: Survey, work: Added) -> Iterator[str]:
    proposals = work.proposals
    if work.section and not proposals:
        yield _("place: {section}").format(section=_named(survey, work.section))
        return
    if not work.section:
        yield without_place(work)
    for number, it in enumerate(proposals[: 1 + OTHER_PLACES]):
        message = _("place: {section} ({confidence}, {score:.2f})")
        if number or not work.section:
            message = _("or: {section} ({confidence}, {score:.2f})")
        yield message.format(
            section=_named(survey, it.section), confidence=_(it.confidence), score=it.score
        )
        yield f"  {it.reason}"


def without_place(work: Added) -> str:
    """Why a work is not placed."""
    if work.proposals:
        return _("place: none fits well enough, so it is not yet placed")
    return _("place: no section fits, so it is not yet placed")


def _named(survey: Survey, id: str) -> str:
    return f'{id} "{survey.sections[id].title}"'


def _reason(one: Unresolved) -> Iterator[str]:
    yield _("{wanted}: not added: {reason}").format(wanted=one.wanted.text, reason=one.reason)
    for found in one.candidates:
        id = f"arXiv:{found.id}" if found.source == "arXiv" else found.id
        yield f"  {id}  {described(found.entry)}"


def _next(addition: Addition) -> str:
    for work in addition.works:
        if work.note:
            return _("next: fill in {path}").format(path=work.note)
    return _("`surveygen status` says what is next")


def _as_json(
    survey: Survey,
    addition: Addition,
    unresolved: Sequence[Unresolved],
    plan: Plan,
    failures: Mapping[str, str],
) -> str:
    from surveygen.cli.findings import as_json

    content = {
        "works": [_work_as_json(work) for work in addition.works],
        "unresolved": [
            {
                "wanted": one.wanted.text,
                "reason": one.reason,
                "candidates": [
                    {"source": it.source, "id": it.id, "title": it.entry.title}
                    for it in one.candidates
                ],
            }
            for one in unresolved
        ],
        "unheard": dict(failures),
        "files": [change.path for change in plan.changes],
    }
    return as_json(addition.judgement.diagnostics, survey.root, content)


def _work_as_json(work: Added) -> dict[str, object]:
    new = work.judged.record.entry
    return {
        "wanted": work.resolved.wanted.text,
        "key": work.judged.key,
        "verdict": work.judged.verdict.name.lower(),
        "reason": work.judged.reason or None,
        "type": new.declared_type or new.entry_type,
        "fields": dict(new.fields),
        "takes_over": dict(work.judged.adds.fields),
        "section": work.section or None,
        "places": [
            {
                "section": it.section,
                "score": it.score,
                "confidence": it.confidence.value,
                "reason": it.reason,
            }
            for it in work.proposals
        ],
        "note": work.note or None,
    }
