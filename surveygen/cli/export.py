"""``surveygen export``: papers of the survey for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveygen.cli.completion import complete_section
from surveygen.cli.session import FAILED, Session
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, ngettext

if TYPE_CHECKING:
    from surveygen.survey.diagnostics import Diagnostic
    from surveygen.survey.entry import Entry
    from surveygen.survey.paper import Paper
    from surveygen.survey.survey import Survey
    from surveygen.survey.taxonomy import Section

FORMATS = ("bibtex", "biblatex", "ris", "csl-json", "csv", "json", "outline", "markdown")
_WITH_COMMANDS = ("bibtex", "biblatex")
"""Formats in which TeX's commands mean something."""


@verb(
    "export",
    help=N_(
        """Write papers of the survey for LaTeX, reference managers, tables and programs.

        Without a choice, everything: papers in the order of the taxonomy, then the background.
        With --keys, what a document cites, in its order: a LaTeX document's .aux, .bcf or .tex,
        a Markdown file, or a list of keys; - reads a list from standard input. A paper that is
        cited by an old key comes under that key.

        A LaTeX outline has the sections too, with their descriptions; it cites the works by
        their keys, so it goes with a .bib file of the same name. A Markdown list names the works
        under their sections and links to them. `surveygen import` reads both.

        Only fields that anybody may see are written, and none that no source confirmed;
        --all-fields writes everything, in BibTeX as it stands in your file.
        """
    ),
    examples=(
        Example("surveygen export > survey.bib", N_("the whole bibliography")),
        Example("surveygen export --section quantization -o q.bib", N_("a section")),
        Example("surveygen export --keys paper.aux -o paper.bib", N_("the .bib of your paper")),
        Example("surveygen export --format ris -o papers.ris", N_("for a reference manager")),
        Example("surveygen export --format biblatex --ascii", N_("without letters beyond ASCII")),
        Example("surveygen export --format csv -o papers.csv", N_("a table")),
        Example("surveygen export --format outline -o review.tex", N_("a LaTeX outline")),
    ),
    exit_codes={
        0: N_("written, whatever was diagnosed"),
        FAILED: N_("nothing could be written; with --strict, also when a key is unknown"),
    },
)
@option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="bibtex",
    show_default=True,
    help=N_("What to write."),
)
@option(
    "--section",
    metavar="ID",
    shell_complete=complete_section,
    help=N_("Only this section and what is below it."),
)
@option(
    "--keys",
    "document",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help=N_("Only what this document cites or lists."),
)
@option("--ascii", is_flag=True, help=N_("TeX commands for accents; bibtex and biblatex only."))
@option("--all-fields", is_flag=True, help=N_("Every field, not only the public ones."))
@option("--strict", is_flag=True, help=N_("Exit 1 and write nothing when a key is unknown."))
@option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("Write to a file instead of standard output."),
)
@click.pass_obj
def command(
    session: Session,
    format_name: str,
    section: str | None,
    document: Path | None,
    ascii: bool,
    all_fields: bool,
    strict: bool,
    output: Path | None,
) -> None:
    """Choose papers and write them."""
    if section is not None and document is not None:
        raise click.UsageError(_("--section and --keys exclude each other"))
    if ascii and format_name not in _WITH_COMMANDS:
        raise click.UsageError(_("--ascii is for bibtex and biblatex"))
    survey = session.load()
    if output is not None and _is_read_by(survey, output):
        session.fail(_("{file} is a file of the survey; name another one").format(file=output))
    papers, unknown = _chosen(session, survey, section, document)
    session.show(unknown)
    if unknown and (strict or not papers):
        sys.exit(FAILED)
    if document is not None and not papers:
        message = _("{file} cites nothing; the .aux file of a LaTeX run has all keys")
        session.fail(message.format(file=document))
    if ascii:
        papers = [replace(paper, entry=_in_ascii(paper.entry)) for paper in papers]
    if format_name in ("outline", "markdown"):
        text = _listed(survey, papers, format_name, survey.sections.get(section or ""), output)
    else:
        text = _written(survey, papers, format_name, all_fields, has_old_keys=document is not None)
    if ascii:
        session.show(_letters_left(text))
    if output is None:
        # Bytes, because all formats are UTF-8 whatever the locale.
        click.echo(text.encode("utf-8"), nl=False)
        return
    from surveygen.files import write_atomically

    try:
        write_atomically(output, text.encode("utf-8"))
    except OSError as error:
        session.fail(f"{output}: {error.strerror}")
    count = ngettext("{n} entry -> {file}", "{n} entries -> {file}", len(papers))
    session.say(count.format(n=len(papers), file=output))


def _is_read_by(survey: Survey, file: Path) -> bool:
    """Whether what people wrote would be lost: taxonomy, bibliographies, pages and their parts."""
    place = file.resolve()
    names = (survey.taxonomy.path, *survey.taxonomy.bibliography)
    is_page = file.suffix == ".md" and place.is_relative_to((survey.root / "docs").resolve())
    return place in {(survey.root / name).resolve() for name in names} or (
        is_page and place.exists()
    )


def _chosen(
    session: Session, survey: Survey, section: str | None, document: Path | None
) -> tuple[list[Paper], list[Diagnostic]]:
    """The papers, and what was asked for in vain."""
    if document is not None:
        return _cited(survey, document)
    if section is None:
        return [*survey.in_tree_order(), *survey.background.values()], []
    if section not in survey.sections:
        from surveygen.survey.spelling import suggestion

        help = suggestion(section, survey.sections)
        message = _('section "{id}" is unknown').format(id=section)
        session.fail(f"{message}; {help}" if help else message)
    return list(survey.subtree_papers(survey.sections[section])), []


def _cited(survey: Survey, document: Path) -> tuple[list[Paper], list[Diagnostic]]:
    from surveygen.readers.cited_keys import read_cited_keys
    from surveygen.survey.codes import Code
    from surveygen.survey.diagnostics import Diagnostic
    from surveygen.survey.spelling import suggestion

    is_stdin = str(document) == "-"
    data = sys.stdin.buffer.read() if is_stdin else document.read_bytes()
    cited = read_cited_keys(data, path=str(document))
    papers: dict[str, Paper] = {}
    unknown = []
    for place in cited.keys:
        paper = survey.find(place.key)
        if paper is not None:
            entry = replace(paper.entry, key=place.key)
            papers[place.key] = replace(paper, entry=entry)
        else:
            message = _('"{key}" is no entry of the survey').format(key=place.key)
            help = suggestion(place.key, (*survey.papers, *survey.background))
            where = str(document), place.line, place.column
            unknown.append(Diagnostic(Code.UNKNOWN_REQUEST, message, *where, help))
    if cited.everything:
        for paper in (*survey.in_tree_order(), *survey.background.values()):
            papers.setdefault(paper.key, paper)
    return list(papers.values()), unknown


def _written(
    survey: Survey, papers: Iterable[Paper], name: str, all_fields: bool, *, has_old_keys: bool
) -> str:
    if name == "json":
        from surveygen.writers.papers_json import write_papers_json

        return write_papers_json(survey, papers, all_fields=all_fields)
    if name == "csv":
        from surveygen.writers.papers_csv import write_papers_csv

        return write_papers_csv(survey, papers, all_fields=all_fields)
    entries = [paper.entry for paper in papers]
    if name == "ris":
        from surveygen.writers.ris import write_ris

        return write_ris(entries, all_fields=all_fields)
    if name == "csl-json":
        from surveygen.writers.csl_json import write_csl_json

        return write_csl_json(entries, all_fields=all_fields)
    from surveygen.writers.bibtex import write_bibtex
    from surveygen.writers.bibtex_flavours import in_biblatex

    # Where papers come under the keys that a document cites, those are not named again in `ids`.
    former = {} if has_old_keys else survey.former_keys
    flavour = in_biblatex if name == "biblatex" else None
    return write_bibtex(entries, all_fields=all_fields, former_keys=former, flavour=flavour)


def _listed(
    survey: Survey,
    papers: Iterable[Paper],
    name: str,
    section: Section | None,
    output: Path | None,
) -> str:
    """The sections that papers stand in, and the papers."""
    keys = {found.key for paper in papers if (found := survey.find(paper.key))}
    if name == "markdown":
        from surveygen.writers.markdown_list import write_markdown_list

        return write_markdown_list(survey, keys, section=section)
    from surveygen.writers.latex_outline import write_latex_outline

    bibliography = output.stem if output else "survey"
    return write_latex_outline(survey, keys, bibliography=bibliography, section=section)


def _in_ascii(entry: Entry) -> Entry:
    from surveygen.text.ascii_tex import to_ascii_tex

    fields = {name: to_ascii_tex(name, value) for name, value in entry.fields.items()}
    return replace(entry, fields=fields)


def _letters_left(text: str) -> list[Diagnostic]:
    """One finding that names the letters beyond ASCII that a text still holds."""
    from surveygen.survey.codes import Code
    from surveygen.survey.diagnostics import Diagnostic

    letters = sorted(set(text) - set(map(chr, range(128))))
    if not letters:
        return []
    message = ngettext(
        "{n} letter has no command in TeX and stays: {letters}",
        "{n} letters have no command in TeX and stay: {letters}",
        len(letters),
    ).format(n=len(letters), letters=" ".join(letters))
    return [Diagnostic(Code.NOT_ASCII, message)]
