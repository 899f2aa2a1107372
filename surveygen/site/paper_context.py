"""What the page of a paper shows, ready for its template: escaped, with links as seen from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from surveygen.files import write_if_changed
from surveygen.pages.mentions import InText, Mentions, Quoted, SurveyMentions
from surveygen.pages.neighbours import Compared, compare
from surveygen.references.reference import (
    Style,
    author_text,
    published_text,
    reference,
    status_text,
    title_runs,
    year_text,
)
from surveygen.site.builder_like import BuilderLike
from surveygen.site.citation_texts import citation_runs, citation_text
from surveygen.site.note_labels import kind_label, shown_claims
from surveygen.site.outputs import identity_of, state_folder
from surveygen.site.paper_lines import byline, status_mark
from surveygen.site.paper_links import also_links, outward_links, tag_links
from surveygen.site.program import program
from surveygen.site.search_indexing import SEARCHED, SEARCHED_END
from surveygen.site.search_sections import paper_filters
from surveygen.site.serialize import html_reference, html_runs
from surveygen.site.state import PAGES, Loaded
from surveygen.site.targets import card_id, file_uri, paper_docname, paper_uri
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.writers.entry_texts import entry_texts
from surveygen.writers.survey_citation import survey_reference

_MARK = Markup(' <span class="sg-mark" title="{}">{}</span>')


def _compared(file: Path) -> Compared | None:
    """What came of comparing papers in the last build; None where that is lost or damaged."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        nearest = {
            key: [(int(score), str(other)) for score, other in near]
            for key, near in content["nearest"].items()
        }
        known = Compared(dict(content["vectors"]), nearest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return known if known.vectors.keys() == nearest.keys() else None


@dataclass(frozen=True, slots=True)
class Row:
    """A paper in a list."""

    title: str
    byline: str
    status: str
    """HTML."""


def nearest_papers(
    builder: BuilderLike, survey: Survey
) -> tuple[Mapping[str, tuple[Paper, ...]], set[str]]:
    """Neighbours of every paper that has a page, and the keys of those that had others before."""
    file = state_folder(builder) / "nearest.json"
    papers = {key: it for key, it in survey.papers.items() if it.home is not None}
    before = _compared(file)
    now = compare(papers.values(), before)
    content = {"vectors": now.vectors, "nearest": now.nearest}
    write_if_changed(file, json.dumps(content).encode("ascii"))
    found = {
        key: tuple(papers[other] for _score, other in near) for key, near in now.nearest.items()
    }
    known = before.nearest if before else {}
    names = {key: [other for _score, other in near] for key, near in known.items()}
    others = {key for key, near in found.items() if names.get(key) != [it.key for it in near]}
    return found, others


@dataclass(frozen=True)
class PaperContexts:
    """Makes the contexts of all papers; what relates papers to one another is found once."""

    builder: BuilderLike
    here: Loaded
    titles: Mapping[str, str]
    """Of the pages of the tree, by their names."""
    nearest: Mapping[str, tuple[Paper, ...]]
    """Of `nearest_papers`."""
    _rows: dict[str, Row] = field(default_factory=dict)

    @cached_property
    def _mentions(self) -> SurveyMentions:
        return SurveyMentions(self.here.survey)

    @cached_property
    def _shared(self) -> str:
        """What all pages show, and what makes them."""
        taxonomy = replace(self.here.survey.taxonomy, sections=(), places={}, alias_places={})
        return identity_of((taxonomy, "tags" in self.here.pages, program(self.here.language)))

    def identity(self, paper: Paper, skeleton: str, fragment: str) -> str:
        """What changes whenever the page would: digests of all that it shows.

        A digest of a paper holds all of its entry and note, so it is enough for lists, too.

        Args:
            paper: whose page it is.
            skeleton: a digest of the page around it.
            fragment: the note as HTML.

        """
        digests = self.here.digests
        near = [(it.key, digests[it.key]) for it in self.nearest.get(paper.key, ())]
        sections = (paper.home or "", *paper.also)
        path = [(part.id, part.title) for id in sections for part in self.here.survey.ancestors[id]]
        cited = [self._mentioned(found) for found in self._mentions.of(paper.key)]
        names = ("index", *(name for name, _title in path))
        titles = [self.titles[name] for name in names]
        parts = (self._shared, skeleton, fragment, digests[paper.key], near, path, titles, cited)
        return identity_of(parts)

    def _mentioned(self, found: Mentions) -> tuple[object, ...]:
        by, digests = found.by, self.here.digests
        place = (by.key, digests[by.key]) if isinstance(by, Paper) else (by.id, by.title)
        keys = [
            named.key
            for sentence in found.sentences
            for part in sentence
            if isinstance(part, InText)
            for one in part.cited
            if (named := self.here.survey.find(one.key)) is not None
        ]
        return (place, found.sentences, [(key, digests[key]) for key in keys])

    def context(self, paper: Paper, fragment: str) -> dict[str, Any]:
        """What ``paper_page.html.j2`` shows; ``fragment`` is the note as HTML."""
        here, docname = self.here, paper_docname(paper)
        survey, words, entry = here.survey, here.words, paper.entry
        texts = entry_texts(survey)
        path = survey.ancestors[paper.home or ""]
        home_uri = self._uri(paper, f"{PAGES}/{paper.home}")
        return {
            "paper": paper,
            "entry": entry,
            "note": paper.note,
            "fragment": fragment,
            "title": html_runs(title_runs(entry)),
            "authors": author_text(entry, limit=10_000, words=words),
            "year": year_text(entry, words),
            "status": status_text(entry, words),
            "published": published_text(entry, words),
            "claims": shown_claims(paper.note, survey.vocabulary, words),
            "kind": kind_label(paper.note, words) if paper.note else "",
            "links": outward_links(paper, words),
            "tags": tag_links(self.builder, docname, paper, here),
            "path": [
                (self.titles[part], self._uri(paper, f"{PAGES}/{part}"))
                for part in ("index", *(section.id for section in path))
            ],
            "place": (path[-1].title, f"{home_uri}#{card_id(paper)}"),
            "also": also_links(self.builder, docname, paper, here),
            "mentions": [self._mention(paper, found) for found in self._mentions.of(paper.key)],
            "nearest": [
                (self._row(near), paper_uri(self.builder, docname, near, here))
                for near in self.nearest.get(paper.key, ())
            ],
            "reference": html_reference(reference(entry, Style.AUTHOR_YEAR, words)),
            "bibtex": texts.bibtex(paper),
            "bibtex_uri": file_uri(self.builder, docname, f"papers/{paper.slug}.bib"),
            "section_citation": self._section_citation(paper),
            "mark": self._mark(paper),
            "coins": texts.coins(paper),
            "searched": SEARCHED,
            "searched_end": SEARCHED_END,
            "filters": paper_filters(here, paper),
        }

    def _uri(self, paper: Paper, target: str) -> str:
        return self.builder.get_relative_uri(paper_docname(paper), target)

    def _row(self, paper: Paper) -> Row:
        if paper.key not in self._rows:
            title, words = html_runs(title_runs(paper.entry)), self.here.words
            row = Row(title, byline(paper, words), status_mark(paper, words))
            self._rows[paper.key] = row
        return self._rows[paper.key]

    def _mark(self, paper: Paper) -> Any:
        """A function of a field's name: the mark of one that no source confirmed."""
        words = self.here.words
        unverified = _MARK.format(
            words.gettext("No source confirmed this"), words.gettext("unverified")
        )

        def mark(*fields: str) -> Markup:
            return unverified if not paper.entry.unverified.isdisjoint(fields) else Markup()

        return mark

    def _mention(self, paper: Paper, found: Mentions) -> dict[str, Any]:
        by = found.by
        shown: dict[str, Any]
        if isinstance(by, Paper):
            uri = paper_uri(self.builder, paper_docname(paper), by, self.here)
            shown = {"note": True, "title": self._row(by).title, "uri": uri}
        else:
            uri = self._uri(paper, f"{PAGES}/{by.id}")
            shown = {"note": False, "title": escape(by.title), "uri": uri}
        return {**shown, "sentences": [self._sentence(paper, one) for one in found.sentences]}

    def _sentence(self, paper: Paper, quoted: Quoted) -> str:
        """A sentence as HTML; the paper of the page stands out, other papers are links."""
        here = self.here

        def link(key: str, text: str) -> str:
            cited = here.survey.find(key)
            assert cited is not None
            if cited.key == paper.key:
                return f"<b>{text}</b>"
            uri = paper_uri(self.builder, paper_docname(paper), cited, here)
            return f'<a class="sg-cite" href="{escape(uri)}">{text}</a>'

        def shown(part: str | InText) -> str:
            if isinstance(part, str):
                return escape(part)
            return citation_text(citation_runs(part.cited, part.style, here), link, escape)

        return "".join(map(shown, quoted))

    def _section_citation(self, paper: Paper) -> str:
        """How to cite the part of the survey that the paper stands in, as plain text."""
        taxonomy, words = self.here.survey.taxonomy, self.here.words
        if taxonomy.url:
            address = self.builder.get_target_uri(f"{PAGES}/{paper.home}")
            taxonomy = replace(taxonomy, doi="", url=f"{taxonomy.url.rstrip('/')}/{address}")
        # Translators: a part of the survey, and the reference of the survey, which ends in a stop.
        text = words.gettext("“{section}”. In: {survey}")
        title = self.here.survey.sections[paper.home or ""].title
        return text.format(section=title, survey=survey_reference(taxonomy, words))
