"""What the shell offers behind an option, from the survey at hand."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_section(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of sections, with their titles; nothing where there is no survey that can be read."""
    from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy
    from surveygen.survey.layout import TAXONOMY, SurveyNotFound, find_root

    try:
        root = find_root(ctx.obj.directory)
        taxonomy, _ = read_taxonomy((root / TAXONOMY).read_bytes(), path=TAXONOMY)
    except (SurveyNotFound, UnreadableTaxonomy, OSError):
        return []
    return [
        CompletionItem(section.id, help=section.title)
        for _, section in taxonomy.walk()
        if section.id.startswith(incomplete)
    ]
