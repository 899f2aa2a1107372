"""``surveygen import``: saved listing pages, whose abstracts are kept for drafting notes."""

from __future__ import annotations

from pathlib import Path

import click

from surveygen.cli.session import Session
from surveygen.intake.abstracts import keep_abstracts, plan_abstracts
from surveygen.readers.paper_listing import ListedPaper, read_listing


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be kept.")
@click.pass_obj
def command(session: Session, files: tuple[Path, ...], dry_run: bool) -> None:
    """Read saved listing pages and keep the abstracts of the survey's papers.

    Abstracts go to .surveygen/abstracts.jsonl, which git ignores; they are never published.

    \b
    Example:
      surveygen import listings/*.txt
    """
    survey = session.load()
    listed: list[ListedPaper] = []
    for file in files:
        papers, found = read_listing(file.read_bytes(), path=str(file))
        listed.extend(papers)
        session.show(found)
        session.say(f"{file}: {len(papers)} papers")
    plan = plan_abstracts(survey, listed)
    for paper in plan.unknown:
        session.say(f'{paper.path}:{paper.line}: not in the survey: "{paper.title}"')
    if not dry_run:
        try:
            keep_abstracts(survey.root, plan.abstracts)
        except OSError as error:
            session.fail(f"{error.filename}: {error.strerror}")
    session.say(
        f"{plan.listed} listed, {plan.distinct} distinct, {len(plan.unknown)} not in the survey; "
        f"{len(plan.new)} abstracts {'to keep' if dry_run else 'kept'}, "
        f"{len(plan.abstracts)} of {len(survey.papers)} papers have one"
    )
