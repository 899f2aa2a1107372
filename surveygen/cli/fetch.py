"""``surveygen fetch``: what services know of the survey's works, shown as a plan."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveygen.cli.init import today, write
from surveygen.cli.plans import ask, show_diff, show_files
from surveygen.cli.progress import Progress
from surveygen.cli.services import OLD_ANSWERS, service_options, unheard
from surveygen.cli.session import FAILED, Session
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, ngettext
from surveygen.text.normal import one_line

if TYPE_CHECKING:
    from surveygen.intake.fetch_plan import Fetched
    from surveygen.intake.plan import Plan
    from surveygen.metadata.proposals import Proposal
    from surveygen.survey.entry import Entry
    from surveygen.survey.survey import Survey

_SHOWN_OF_VALUE = 70


@verb(
    "fetch",
    help=N_(
        """Ask arXiv, Crossref and doi.org what has become of the survey's works.

        Looked for are missing DOIs and other fields that a reference shows, preprints that have
        been published since, retractions, corrections, and withdrawn preprints. Nothing is
        proposed unless title, first author and year agree, and nothing that stands in your files
        is replaced, but for the type and year of a preprint that was published with the same
        title and people; its arXiv number stays. Fields named in x-locked = {doi, year} are left
        alone. Who supplied a field is recorded in .surveygen/provenance.jsonl.

        Services are asked slowly, as their rules say. What they answer is kept in .surveygen/ for
        some weeks, so an interrupted run goes on where it was. When a service is out of reach,
        what was kept stands in for it; --offline uses nothing else. SURVEYGEN_MAILTO may hold a
        mail address for the services; Crossref then answers more readily.
        """
    ),
    examples=(
        Example("surveygen fetch", N_("look at all works, show the plan, ask, write")),
        Example("surveygen fetch KEY", N_("look at one work")),
        Example("surveygen fetch --dry-run", N_("show the plan and the diff")),
    ),
    exit_codes={
        0: N_("written, or nothing to change"),
        FAILED: N_(
            "nothing was written: no consent, a key that is no entry, or a file that cannot be "
            "read, edited or written"
        ),
        OLD_ANSWERS: N_("done, but a service was out of reach, and kept answers stand in"),
    },
)
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@service_options
@option("-n", "--dry-run", is_flag=True, help=N_("Write nothing; show the diff on stdout."))
@option("-y", "--yes", is_flag=True, help=N_("Write without asking."))
@option("--json", "as_json", is_flag=True, help=N_("Show the plan as JSON on stdout."))
@click.pass_obj
def command(
    session: Session,
    keys: tuple[str, ...],
    report: Path | None,
    offline: bool,
    refresh: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Look up, show, ask, write."""
    from surveygen.intake.fetch_plan import plan_fetch
    from surveygen.intake.plan import Draft
    from surveygen.metadata.run import open_run

    survey = session.load()
    entries = _entries(session, survey, keys)
    draft = Draft(survey.root)
    progress = Progress(session)
    try:
        with open_run(
            survey.root, offline=offline, refresh=refresh, tell=progress.tell_wait
        ) as run:
            fetched = plan_fetch(draft, run, entries, today(), progress.tell)
        plan = draft.plan()
    except OSError as error:
        session.fail_at(error)
    finally:
        progress.end()
    failures = {} if offline else run.lookups.failures
    if as_json:
        click.echo(_as_json(survey, fetched, plan, failures))
    else:
        session.show(fetched.diagnostics)
        for line in _lines(fetched.proposals, {entry.key: entry for entry in entries}):
            session.say(line)
        session.say(_summary(fetched, run.pace.requests.total()))
        show_files(session, plan)
    if dry_run and not as_json:
        show_diff(plan)
    for line in unheard(failures):
        session.say(line)
    if not plan.changes:
        session.say(_("nothing to change"))
    elif not dry_run:
        ask(session, yes)
        write(session, plan)
        session.say(_("written; to undo it, take these files back with git"))
    if report is not None:
        from surveygen.cli.reports import report_of_fetch, unheard_remarks, write_report

        summary = _summary(fetched, run.pace.requests.total())
        remarks = unheard_remarks(failures)
        text = report_of_fetch(survey, summary, fetched, plan, remarks, is_written=not dry_run)
        write_report(session, report, text)
    if failures:
        sys.exit(OLD_ANSWERS)


def _entries(session: Session, survey: Survey, keys: Sequence[str]) -> list[Entry]:
    """The entries of these keys, or all of them."""
    from surveygen.survey.spelling import suggestion

    if not keys:
        return [paper.entry for paper in (*survey.papers.values(), *survey.background.values())]
    entries = {}
    for key in keys:
        paper = survey.find(key)
        if paper is None:
            near = suggestion(key, (*survey.papers, *survey.background))
            message = _('"{key}" is no entry').format(key=key)
            session.fail(f"{message}; {near}" if near else message)
        entries[paper.key] = paper.entry
    return list(entries.values())


def _lines(proposals: Sequence[Proposal], entries: dict[str, Entry]) -> Iterator[str]:
    for it in proposals:
        message = _("{key}: {change} ({source}, {confidence})")
        yield message.format(
            key=it.key, change=_(it.change), source=it.source, confidence=_(it.confidence)
        )
        old = entries[it.key]
        if it.entry_type and it.entry_type != old.entry_type:
            yield f"  @{old.declared_type or old.entry_type} -> @{it.entry_type}"
        for name, value in it.fields.items():
            before = f"{_shown(old.fields[name])} -> " if name in old.fields else ""
            yield f"  {name}: {before}{_shown(value)}"
        yield from (f"  {name}: {_('goes')}" for name in it.removed)


def _shown(value: str) -> str:
    return one_line(value, _SHOWN_OF_VALUE)


def _summary(fetched: Fetched, requests: int) -> str:
    n = fetched.entries
    works = ngettext("{n} work looked up", "{n} works looked up", n).format(n=n)
    if fetched.unheard:
        works += " " + _("({n} not in full)").format(n=fetched.unheard)
    asked = ngettext("{n} request", "{n} requests", requests).format(n=requests)
    count = len(fetched.proposals)
    changes = ngettext("{n} change proposed", "{n} changes proposed", count).format(n=count)
    return f"{works}, {asked}, {changes}"


def _as_json(survey: Survey, fetched: Fetched, plan: Plan, failures: dict[str, str]) -> str:
    from surveygen.cli.findings import as_json

    proposals = [
        {
            "key": it.key,
            "change": it.change.name.lower(),
            "confidence": it.confidence.name.lower(),
            "source": it.source,
            "id": it.id,
            "type": it.entry_type or None,
            "fields": dict(it.fields),
            "removed": list(it.removed),
        }
        for it in fetched.proposals
    ]
    files = [change.path for change in plan.changes]
    content = {"proposals": proposals, "unheard": failures, "files": files}
    return as_json(fetched.diagnostics, survey.root, content)
