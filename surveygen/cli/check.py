"""``surveygen check``: what is wrong with the survey, and whether what was built equals it."""

from __future__ import annotations

import sys

import click

from surveygen.checks.narratives import check_narratives
from surveygen.checks.notes import check_against_abstracts, check_notes
from surveygen.cli.session import FAILED, Session, problems
from surveygen.intake.abstracts import read_abstracts
from surveygen.survey.diagnostics import Severity, in_order


@click.command("check")
@click.option("--strict", is_flag=True, help="Exit 1 on a warning, too.")
@click.option("--built", is_flag=True, help="Read build/ back and compare it, too.")
@click.pass_obj
def command(session: Session, strict: bool, built: bool) -> None:
    """Name every finding with file, line and what to do. Works offline and writes nothing.

    \b
    Examples:
      surveygen check
      surveygen check --built --strict
    """
    survey = session.load()
    found = [*survey.diagnostics, *check_notes(survey), *check_narratives(survey)]
    abstracts = read_abstracts(survey.root)
    if abstracts:
        found += check_against_abstracts(survey, abstracts)
    if any(paper.note and paper.key not in abstracts for paper in survey.papers.values()):
        session.say("not run for notes without an abstract at hand: numbers, spans, own words")
    if built:
        from surveygen.checks.read_back import FIELDS, read_back

        result = read_back(survey)
        found += result.diagnostics
        if result.tallies:
            session.say(f"{'shown / wanted':<16}" + "".join(f"{name:>10}" for name in FIELDS))
        for tally in result.tallies:
            cells = (
                f"{tally.found[name]}/{tally.wanted[name]}" if tally.wanted[name] else "-"
                for name in FIELDS
            )
            session.say(f"{tally.medium:<16}" + "".join(f"{cell:>10}" for cell in cells))
        for text in result.left_out:
            session.say(f"not read: {text}")
    session.show(in_order(found))
    session.say(f"{len(survey.papers)} papers, {len(survey.sections)} sections, {problems(found)}")
    if any(strict or d.severity is Severity.ERROR for d in found):
        sys.exit(FAILED)
