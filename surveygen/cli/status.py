"""``surveygen status``: what the survey holds, what it lacks, and what to do next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import Session, papers_and_sections, problems
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveygen.checks.upkeep import Upkeep
    from surveygen.survey.survey import Survey

KEYS_SHOWN = 3
TARGETS = (
    ("html", N_("site")),
    ("pdf", N_("PDF")),
    ("epub", N_("EPUB")),
    ("exports", N_("exports")),
)
_LABEL = 18
"""Columns of the labels; none in any language is wider."""
_JSON_FORMAT = 1


@verb(
    "status",
    help=N_(
        """Show what the survey holds, what it lacks, and the next thing to do.

        For every section: papers that have their home in it or below it, papers that it lists
        too, papers with a note, and whether it has a narrative. Then what is left to do, whether
        what was built is that of the present files, and the next command. Works offline and
        writes nothing.
        """
    ),
    examples=(
        Example("surveygen status", N_("an overview")),
        Example("surveygen status -v", N_("with the keys of everything that is left to do")),
        Example("surveygen status --json", N_("for programs")),
    ),
)
@option("--json", "as_json", is_flag=True, help=N_("Write it as JSON."))
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """Show the standing of the survey."""
    from surveygen.checks.upkeep import upkeep

    survey = session.load()
    found = upkeep(survey)
    built = _built(survey)
    if as_json:
        click.echo(_as_json(survey, found, built))
        return
    lines = (
        survey.taxonomy.title,
        f"{papers_and_sections(survey)}, {problems(survey.diagnostics)}",
        "",
        *_sections(found),
        "",
        *_left_to_do(found, all_keys=session.verbose),
        *(f"{_(name):<{_LABEL}} {_(built[target])}" for target, name in TARGETS),
        f"{_('figures'):<{_LABEL}} {_(built['figures'])}",
        "",
        _("next: {step}").format(step=_next_step(survey, found, built)),
    )
    for line in lines:
        click.echo(line)


def _sections(found: Upkeep) -> Iterator[str]:
    """A table; titles stand last, so that no column has to know how wide they are."""
    yield " ".join(f"{_(head):>10}" for head in _HEADS) + f"  {_('section')}"
    for row in found.sections:
        counts = (row.papers, row.also, row.notes)
        cells = (f"{count or '-':>10}" for count in counts)
        narrative = _("yes") if row.has_narrative else "-"
        indent = "  " * row.depth
        yield f"{' '.join(cells)} {narrative:>10}  {indent}{row.section.title}"


_HEADS = (N_("papers"), N_("also"), N_("notes"), N_("narrative"))


@dataclass(frozen=True, slots=True)
class _Lack:
    """Something that is left to do."""

    name: str
    keys: tuple[str, ...]


def _lacks(found: Upkeep) -> tuple[_Lack, ...]:
    return (
        _Lack(N_("not yet placed"), found.not_placed),
        _Lack(N_("without note"), found.without_note),
        _Lack(N_("drafts"), found.drafts),
        _Lack(N_("unverified"), found.unverified),
        _Lack(N_("retracted"), found.retracted),
    )


def _left_to_do(found: Upkeep, *, all_keys: bool) -> Iterator[str]:
    yield f"{_('to mend'):<{_LABEL}} {found.to_mend or '-'}"
    for lack in _lacks(found):
        shown = lack.keys if all_keys else lack.keys[:KEYS_SHOWN]
        more = ", ..." if len(lack.keys) > len(shown) else ""
        keys = f"  {', '.join(shown)}{more}" if shown else ""
        yield f"{_(lack.name):<{_LABEL}} {len(lack.keys) or '-'}{keys}"


def _built(survey: Survey) -> dict[str, str]:
    """How each target, and the figures, stand to the present files; values are marked messages."""
    from surveygen.pages.build_records import standings

    found: dict[str, str] = {
        target: standing.value for target, standing in standings(survey.root).items()
    }
    # They are drawn into the pages.
    found["figures"] = found["html"]
    return found


def _next_step(survey: Survey, found: Upkeep, built: dict[str, str]) -> str:
    """One thing to do: what is wrong first, then what is not shown, then what is missing."""
    from surveygen.pages.build_records import Standing

    if found.to_mend or found.errors:
        return _("surveygen check, and mend what it names")
    if not survey.sections:
        return _("add sections to {file}").format(file=survey.taxonomy.path)
    if found.not_placed:
        text = _('place "{key}": add it to the papers of a section in {file}')
        return text.format(key=found.not_placed[0], file=survey.taxonomy.path)
    if built["html"] != Standing.CURRENT.value:
        return "surveygen build"
    if found.without_note:
        text = _("write {folder}/{key}.md")
        return text.format(folder=survey.taxonomy.notes, key=found.without_note[0])
    if found.drafts:
        text = _("read {folder}/{key}.md again and delete its line `draft: true`")
        return text.format(folder=survey.taxonomy.notes, key=found.drafts[0])
    return _("nothing is left to do")


def _as_json(survey: Survey, found: Upkeep, built: dict[str, str]) -> str:
    content = {
        "format": _JSON_FORMAT,
        "title": survey.taxonomy.title,
        "papers": len(survey.papers),
        "background": len(survey.background),
        "errors": found.errors,
        "to_mend": found.to_mend,
        **{lack.name.replace(" ", "_"): list(lack.keys) for lack in _lacks(found)},
        "built": built,
        "sections": [
            {
                "id": row.section.id,
                "title": row.section.title,
                "depth": row.depth,
                "papers": row.papers,
                "also": row.also,
                "notes": row.notes,
                "narrative": row.has_narrative,
            }
            for row in found.sections
        ],
        "next": _next_step(survey, found, built),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
