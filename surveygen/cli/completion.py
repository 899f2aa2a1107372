"""What the shell offers behind a command or an option, from the survey at hand.

Nothing is offered, and nothing said, where there is no survey that can be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from surveygen.survey.taxonomy import Taxonomy


def complete_section(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of sections, with their titles."""
    found = _root_and_taxonomy(ctx)
    return [
        CompletionItem(section.id, help=section.title)
        for _, section in (found[1].walk() if found else ())
        if section.id.startswith(incomplete)
    ]


def complete_key(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Keys of entries, with their titles."""
    from surveygen.project import Unreadable, read_bibliography

    found = _root_and_taxonomy(ctx)
    try:
        entries = read_bibliography(*found).entries if found else {}
    except Unreadable:
        return []
    return [
        CompletionItem(key, help=entry.title)
        for key, entry in sorted(entries.items())
        if key.startswith(incomplete)
    ]


def _root_and_taxonomy(ctx: click.Context) -> tuple[Path, Taxonomy] | None:
    from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy
    from surveygen.survey.layout import TAXONOMY, SurveyNotFound, find_root

    try:
        root = find_root(ctx.obj.directory)
        taxonomy, _ = read_taxonomy((root / TAXONOMY).read_bytes(), path=TAXONOMY)
    except (SurveyNotFound, UnreadableTaxonomy, OSError):
        return None
    return root, taxonomy
