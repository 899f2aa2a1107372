"""``surveygen check``: what is wrong with the survey, and whether what was built equals it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import FAILED, Session, papers_and_sections, problems
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _
from surveygen.survey.codes import Severity
from surveygen.survey.diagnostics import Diagnostic, in_order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from surveygen.checks.read_back import ReadBack
    from surveygen.survey.survey import Survey


@verb(
    "check",
    help=N_(
        """Say what is wrong with the survey, with file, line and what to do.

        Works offline and writes nothing. Each finding is a line `file:line:column: severity:
        message; what to do [code]` with the line that it is about. Of many of one code the first
        are shown, with -v all. An error means that something is not shown as it was written; a
        warning, that it is shown, but doubtful. The guide lists all codes.
        """
    ),
    examples=(
        Example("surveygen check", N_("what is wrong; many of a kind are counted")),
        Example("surveygen check -v", N_("everything that is wrong")),
        Example("surveygen check --built --strict", N_("compare the built site and PDF, too")),
        Example("surveygen check --json > findings.json", N_("for programs")),
        Example("surveygen check --schema > taxonomy.schema.json", N_("for editors")),
    ),
    exit_codes={
        0: N_("no error; with --strict, no warning either"),
        FAILED: N_("an error; with --strict, an error or a warning"),
    },
)
@option("--strict", is_flag=True, help=N_("Exit 1 on a warning, too."))
@option("--built", is_flag=True, help=N_("Read build/ back and compare it with the bibliography."))
@option("--json", "as_json", is_flag=True, help=N_("Write all findings as JSON."))
@option("--github", is_flag=True, help=N_("Write annotations that GitHub shows in a pull request."))
@option("--schema", is_flag=True, help=N_("Only write the JSON Schema of taxonomy.yaml."))
@click.pass_obj
def command(
    session: Session, strict: bool, built: bool, as_json: bool, github: bool, schema: bool
) -> None:
    """Show every finding."""
    if schema:
        from surveygen.readers.taxonomy_schema import taxonomy_schema

        click.echo(json.dumps(taxonomy_schema(), indent=2))
        return
    from surveygen.cli import findings

    if as_json and github:
        raise click.UsageError(_("--json and --github exclude each other"))
    survey, found, root = _load(session)
    result = None
    if survey is not None:
        from surveygen.intake.abstracts import read_abstracts

        abstracts = read_abstracts(survey.root)
        found = every_finding(survey, abstracts)
        _say_what_did_not_run(session, survey, abstracts)
        if built:
            from surveygen.checks.read_back import read_back

            result = read_back(survey)
            found += result.diagnostics
            _show_read_back(session, result)
    shown = in_order(found)
    if as_json:
        counts = {"papers": len(survey.papers), "sections": len(survey.sections)} if survey else {}
        click.echo(findings.as_json(shown, root, counts))
    elif github:
        for line in findings.as_github(shown, root):
            click.echo(line)
    else:
        for line in findings.with_excerpts(shown, root, show_all=session.verbose):
            click.echo(line)
    if survey is not None:
        session.say(f"{papers_and_sections(survey)}, {problems(shown)}")
    if any(strict or finding.severity is Severity.ERROR for finding in shown):
        sys.exit(FAILED)


def _load(session: Session) -> tuple[Survey | None, list[Diagnostic], Path]:
    """The survey and its findings; only these where it cannot be read at all."""
    from surveygen.project import Unreadable, load

    root = session.root()
    try:
        survey = load(root)
    except Unreadable as error:
        return None, error.diagnostics, root
    return survey, list(survey.diagnostics), root


def every_finding(survey: Survey, abstracts: Mapping[str, str]) -> list[Diagnostic]:
    """Everything that is wrong with the files of a survey; ``abstracts`` are those at hand."""
    from surveygen.checks.configuration import check_configuration
    from surveygen.checks.duplicates import check_duplicates
    from surveygen.checks.front_page import check_front_page
    from surveygen.checks.narratives import check_narratives
    from surveygen.checks.notes import check_against_abstracts, check_notes
    from surveygen.checks.written_pages import check_written_pages

    found = [
        *survey.diagnostics,
        *check_configuration(survey),
        *check_front_page(survey),
        *check_duplicates(survey),
        *check_notes(survey),
        *check_narratives(survey),
        *check_written_pages(survey),
    ]
    if abstracts:
        found += check_against_abstracts(survey, abstracts)
    return found


def _say_what_did_not_run(session: Session, survey: Survey, abstracts: Mapping[str, str]) -> None:
    if any(paper.note and paper.key not in abstracts for paper in survey.papers.values()):
        session.say(_("not run for notes without an abstract at hand: numbers, spans, own words"))


def _show_read_back(session: Session, result: ReadBack) -> None:
    """A table of what was found in each medium."""
    from surveygen.checks.read_back import FIELDS

    if result.tallies:
        heads = (f"{_(name):>10}" for name in FIELDS)
        session.say(f"{_('shown / wanted'):<16}" + "".join(heads))
    for tally in result.tallies:
        cells = (
            f"{tally.found[name]}/{tally.wanted[name]}" if tally.wanted[name] else "-"
            for name in FIELDS
        )
        session.say(f"{_(tally.medium):<16}" + "".join(f"{cell:>10}" for cell in cells))
    for text in result.left_out:
        session.say(_("not read: {what}").format(what=text))
