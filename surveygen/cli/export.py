"""``surveygen export``: the bibliography of the survey or of a section."""

from __future__ import annotations

from pathlib import Path

import click

from surveygen.cli.session import Session
from surveygen.files import write_atomically
from surveygen.survey.crosscheck import suggestion
from surveygen.writers.bibtex import write_bibtex


@click.command("export")
@click.option("--section", metavar="ID", help="Only this section and what is below it.")
@click.option("--all-fields", is_flag=True, help="Every field, not only the public ones.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
)
@click.pass_obj
def command(session: Session, section: str | None, all_fields: bool, output: Path | None) -> None:
    """Write BibTeX to stdout, or to a file.

    \b
    Examples:
      surveygen export > survey.bib
      surveygen export --section quantization -o quantization.bib
    """
    survey = session.load()
    if section is None:
        papers = [*survey.in_tree_order(), *survey.background.values()]
    elif section in survey.sections:
        papers = list(survey.subtree_papers(survey.sections[section]))
    else:
        help = suggestion(section, survey.sections)
        session.fail(f'section "{section}" is unknown{f"; {help}" if help else ""}')
    text = write_bibtex(
        (paper.entry for paper in papers),
        all_fields=all_fields,
        former_keys=survey.former_keys,
    )
    if output is None:
        # Bytes, because BibTeX is UTF-8 whatever the locale.
        click.echo(text.encode("utf-8"), nl=False)
        return
    try:
        write_atomically(output, text.encode("utf-8"))
    except OSError as error:
        session.fail(f"{output}: {error.strerror}")
    session.say(f"{len(papers)} entries -> {output}")
