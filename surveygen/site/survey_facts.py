"""The line of facts below the heading of a section: counts, years, and papers per year as bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.messages import Words
from surveygen.pages.statistics import Facts, facts
from surveygen.pages.year_bars import counts_text, year_bars
from surveygen.site.targets import has_paper_pages

if TYPE_CHECKING:
    from surveygen.site.state import Spot


def facts_line(spot: Spot) -> list[nodes.Node]:
    """What a section or the survey holds; bars on the site, elsewhere the first and last year."""
    survey, words = spot.here.survey, spot.here.words
    found = facts(survey, survey.sections[spot.section] if spot.section else None)
    line = nodes.paragraph("", " · ".join(_counts(found, words)), classes=["sg-overview"])
    if found.years:
        line += _years(found, words, is_drawn=has_paper_pages(spot.builder))
    return [line]


def _counts(found: Facts, words: Words) -> Iterator[str]:
    count = found.papers
    yield words.ngettext("{count} paper", "{count} papers", count).format(count=count)
    if found.sections:
        count = found.sections
        yield words.ngettext("{count} section", "{count} sections", count).format(count=count)
    if found.topics:
        count = found.topics
        yield words.ngettext("{count} topic", "{count} topics", count).format(count=count)
    if found.also:
        # Translators: papers that stand in another section and are listed in this one as well.
        text = words.ngettext("{count} listed here too", "{count} listed here too", found.also)
        yield text.format(count=found.also)
    if found.notes == found.papers > 0:
        yield words.ngettext("with a note", "all with notes", found.notes)
    elif found.notes:
        text = words.ngettext("{count} with a note", "{count} with notes", found.notes)
        yield text.format(count=found.notes)


def _years(found: Facts, words: Words, *, is_drawn: bool) -> nodes.Node:
    first, last = min(found.years), max(found.years)
    if first == last:
        return nodes.Text(f" · {first}")
    if not is_drawn:
        return nodes.Text(f" · {first}–{last}")
    title = words.gettext("Papers per year: {counts}").format(counts=counts_text(found.years))
    bars = nodes.raw("", f" {year_bars(found.years, title)} ", format="html")
    # The years at both ends of the figure are its scale, so they stay with it.
    return nodes.inline("", "", nodes.Text(str(first)), bars, nodes.Text(str(last)))
