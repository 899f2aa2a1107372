"""What the index pages hold, and what makes them change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from surveygen.pages import index_pages
from surveygen.pages.indexes import (
    author_index,
    claim_index,
    kind_counts,
    short_title,
    tag_index,
    year_index,
)
from surveygen.pages.render import render_pages
from surveygen.survey.entry import Entry
from surveygen.survey.note import Claim, ClaimKind, Note, PaperKind
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import RESERVED_IDS, Placement, Section, Taxonomy
from surveygen.survey.vocabulary import Better, Metric, Vocabulary


def paper(key: str, note: Note | None = None, **fields: str) -> Paper:
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    entry = Entry(key, "misc", {"title": f"Title of {key}", "year": "2020", **given})
    return Paper(entry, key, note, home="s")


def note(key: str, **fields: object) -> Note:
    return Note(key, f"docs/notes/{key}.md", Prose("", 1, "", ""), **fields)  # type: ignore[arg-type]


def survey(*papers: Paper, vocabulary: Vocabulary | None = None) -> Survey:
    section = Section("s", "Section", papers=tuple(Placement(one.key) for one in papers))
    by_key = {one.key: one for one in sorted(papers, key=lambda one: one.sort_key)}
    taxonomy = Taxonomy("Survey", (section,))
    return Survey(Path("/nowhere"), taxonomy, by_key, vocabulary=vocabulary or Vocabulary())


def names(found: Survey) -> list[tuple[str, list[str]]]:
    return [(one.letter, [person.name for person in one.people]) for one in author_index(found)]


class TestAuthors:
    def test_stand_once_with_their_papers_newest_first(self) -> None:
        found = survey(
            paper("old", author="Ann Lee and Bo Lee", year="2001"),
            paper("new", author="Lee, Ann", year="2002"),
        )
        (letter,) = author_index(found)
        assert [(one.name, [p.key for p in one.papers]) for one in letter.people] == [
            ("Lee, Ann", ["new", "old"]),
            ("Lee, Bo", ["old"]),
        ]

    def test_of_two_spellings_are_not_merged(self) -> None:
        found = survey(paper("a", author="A. Lee and Ann Lee and Ànn Lee"))
        assert names(found) == [("L", ["Lee, A.", "Lee, Ann", "Lee, Ànn"])]

    def test_are_sorted_without_case_and_accents_and_with_their_particles(self) -> None:
        found = survey(
            paper("a", author="{Van den} Broeck, Guy and Émile Zola and Éric Dé and Eve De")
        )
        assert names(found) == [
            ("D", ["Dé, Éric", "De, Eve"]),
            ("V", ["Van den Broeck, Guy"]),
            ("Z", ["Zola, Émile"]),
        ]

    def test_of_east_asia_stand_by_family_without_a_comma_and_last(self) -> None:
        found = survey(paper("a", author="山田 太郎 and Лев Толстой and Ann Lee and {4D Group}"))
        assert names(found) == [
            ("L", ["Lee, Ann"]),
            ("Т", ["Толстой, Лев"]),
            ("", ["4D Group", "山田 太郎"]),
        ]
        assert [one.id for one in author_index(found)] == ["l", "u0442", "other"]

    def test_are_the_editors_where_there_are_no_authors(self) -> None:
        assert names(survey(paper("a", editor="Ann Lee"))) == [("L", ["Lee, Ann"])]

    def test_who_are_very_many_have_a_page_for_each_letter(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(index_pages, "PERSON_LIMIT", 3)
        found = survey(paper("a", author="Ann Lee and Bo Li and Лев Толстой and 山田 太郎"))
        pages = render_pages(found)
        assert {"authors", "authors-l", "authors-other"} <= pages.keys()
        assert pages.keys() - {"s"} <= RESERVED_IDS
        assert "[L](/survey/authors-l.md) (2)" in pages["authors"].text
        assert "Lee, Ann" not in pages["authors"].text
        assert '"Lee, Ann" a' in pages["authors-l"].text
        assert "## Т" in pages["authors-other"].text


class TestYears:
    def test_are_newest_first_and_those_without_one_last(self) -> None:
        found = survey(
            paper("a", year="1999"),
            paper("b", year=""),
            paper("c", year="in press"),
            paper("d", year="2001"),
        )
        assert [(one.year, [p.key for p in one.papers]) for one in year_index(found)] == [
            ("2001", ["d"]),
            ("1999", ["a"]),
            ("", ["b", "c"]),
        ]
        text = render_pages(found)["years"].text
        assert text.index("## 1999 (1)") < text.index("## n.d. (2)")


class TestTags:
    def test_stand_with_definition_and_papers(self) -> None:
        found = survey(
            paper("a", note("a", tags=("cnn", "Ärger"))),
            paper("b", note("b", tags=("cnn",))),
            vocabulary=Vocabulary(tags={"cnn": "Convolutional.", "unused": "Nobody's."}),
        )
        shown = [(t.tag, t.definition, [p.key for p in t.papers]) for t in tag_index(found)]
        assert shown == [("Ärger", "", ["a"]), ("cnn", "Convolutional.", ["a", "b"])]

    def test_with_one_slug_have_one_anchor(self) -> None:
        found = survey(paper("a", note("a", tags=("c", "C", "c++"))))
        assert [tag.anchor for tag in tag_index(found)] == ["tag-c", "", ""]

    def test_have_a_page_only_when_notes_have_tags(self) -> None:
        assert "tags" not in render_pages(survey(paper("a", note("a"))))

    def test_and_kinds_are_counted(self) -> None:
        kinds = (PaperKind.THEORY, PaperKind.METHOD, PaperKind.METHOD, None)
        papers = (paper(f"p{n}", note(f"p{n}", kind=k)) for n, k in enumerate(kinds))
        found = list(kind_counts(survey(*papers)).items())
        assert found == [(PaperKind.METHOD, 2), (PaperKind.THEORY, 1)]


ERROR = Metric("error", "Error", Better.LOWER, "Share of `wrong` answers.", "%")


class TestClaims:
    def claims(self, *claims: Claim) -> Survey:
        found = paper("a", note("a", claims=claims))
        return survey(found, vocabulary=Vocabulary(metrics={"error": ERROR}))

    def test_that_compare_stand_together_and_are_not_ranked(self) -> None:
        one = Claim("error", "9", "%", on="CIFAR-10")
        other = Claim("error", "1", "%", on="ImageNet")
        third = Claim("error", "5", "%", on="CIFAR-10")
        change = Claim("error", "2", "%", kind=ClaimKind.DIFFERENCE, on="CIFAR-10")
        (metric,) = claim_index(self.claims(change, one, other, third))
        assert [row.claim for row in metric.rows] == [one, third, other, change]
        assert metric.places == (("a", 1), ("a", 3), ("a", 2), ("a", 0))

    def test_have_a_page_that_says_what_was_measured(self) -> None:
        text = render_pages(self.claims(Claim("error", "9", "%")))["claims"].text
        assert "\nShare of `wrong` answers.\nUnit: %.\nLower is better.\n" in text

    def test_have_no_page_where_there_are_none(self) -> None:
        assert "claims" not in render_pages(self.claims())


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("A short title: and more", "A short title: and more"),
        ("LightHGNN: " + "a long explanation " * 5, "LightHGNN"),
        ("a long explanation " * 5, "a long explanation a long explanation a long…"),
        ("字" * 80, "字" * 48 + "…"),
        ("", "key"),
    ],
)
def test_a_title_among_many_is_short(title: str, short: str) -> None:
    assert short_title(Entry("key", "misc", {"title": title})) == short


class TestChanges:
    """A page changes when, and only when, what it shows does."""

    def changed(self, one: Survey, other: Survey) -> set[str]:
        before, after = render_pages(one), render_pages(other)
        names = ("authors", "years", "tags", "claims")
        return {name for name in names if before[name].text != after[name].text}

    def one(self, **fields: str) -> Paper:
        claims = (Claim("error", "9", "%"),)
        found = note("a", tldr="Short.", tags=("cnn",), claims=claims)
        return paper("a", found, **{"author": "Ann Lee", **fields})

    def test_of_a_note_change_none(self) -> None:
        before = self.one()
        assert before.note is not None
        after = replace(
            before, note=replace(before.note, tldr="Other.", body=Prose("", 1, "x", "x"))
        )
        assert self.changed(survey(before), survey(after)) == set()

    @pytest.mark.parametrize(
        ("fields", "pages"),
        [
            ({"title": "Other"}, {"authors", "years", "tags", "claims"}),
            ({"year": "2021"}, {"authors", "years", "tags", "claims"}),
            ({"author": "Bo Lee"}, {"authors"}),
            ({"author": "Ann Leo"}, {"authors", "years", "claims"}),
            ({"x_unverified": "author"}, {"authors"}),
            ({"journal": "Venue"}, {"years"}),
            ({"abstract": "unseen"}, set()),
        ],
    )
    def test_of_an_entry_change_those_that_show_it(
        self, fields: dict[str, str], pages: set[str]
    ) -> None:
        assert self.changed(survey(self.one()), survey(self.one(**fields))) == pages

    def test_of_a_claim_change_its_page(self) -> None:
        before = self.one()
        assert before.note is not None
        claims = (Claim("error", "8", "%"),)
        after = replace(before, note=replace(before.note, claims=claims))
        assert self.changed(survey(before), survey(after)) == {"claims"}


def test_a_survey_without_papers_has_no_indexes() -> None:
    pages = render_pages(survey())
    assert not {"indexes", "authors", "years"} & pages.keys()
    assert "indexes" not in pages["index"].text


def test_names_tags_and_definitions_are_no_markup() -> None:
    hostile = "](x) `` {cite}`y` <b> {#id} $x$"
    found = survey(
        paper("a", note("a", tags=(hostile,)), author='{"evil" {x}\n# y}'),
        vocabulary=Vocabulary(tags={hostile: "{cite}`k` <script> ``` # no"}),
    )
    text = render_pages(found)["tags"].text
    assert "\n## \\](x) \\`\\` \\{cite\\}\\`y\\` \\<b\\> " in text
    assert "\\{cite\\}`k` \\<script\\>" in text
    people = render_pages(found)["authors"].text
    assert '\n"\\"evil\\" x # y" a\n' in people
