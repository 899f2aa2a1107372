"""What sets two states of a survey apart, whatever happened in between."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path

import pytest
from conftest import change

from surveygen.history.changes import Changes, Kind, PaperChange, SectionChange, compare
from surveygen.history.wording import counts_line, groups, markdown, plain
from surveygen.messages import ENGLISH
from surveygen.project import load

Edit = Callable[[Path], None]
BIB = "docs/references.bib"
NOTE = "docs/notes/cook1971complexity.md"


@pytest.fixture
def changes(sample: Path, tmp_path: Path) -> Callable[..., Changes]:
    """What edits change; each is a file, what stood there and what stands there now."""

    def made(*edits: tuple[str, str, str] | Edit) -> Changes:
        after = tmp_path / "after"
        shutil.copytree(sample, after)
        for edit in edits:
            if isinstance(edit, tuple):
                change(after / edit[0], edit[1], edit[2])
            else:
                edit(after)
        return compare(load(sample), load(after))

    return made


def paper(found: Changes) -> PaperChange:
    (one,) = found.papers
    return one


def section(found: Changes) -> SectionChange:
    (one,) = found.sections
    return one


def said(found: Changes) -> list[str]:
    return [line for line in plain(groups(found, ENGLISH)) if line]


def test_nothing(changes: Callable[..., Changes]) -> None:
    found = changes()
    assert (found.papers, found.sections) == ((), ())
    assert said(found) == []
    assert counts_line([], ENGLISH) == "Nothing has changed."


class TestPapers:
    def test_added_and_where(self, changes: Callable[..., Changes]) -> None:
        new = "@misc{new2020, title = {New}, author = {Lee}, year = {2020}}\n\n@book{knuth1984"
        found = changes(
            (BIB, "@book{knuth1984", new), ("taxonomy.yaml", "[knuth", "[new2020, knuth")
        )
        assert paper(found).kinds == (Kind.ADDED,)
        assert said(found) == ["Added (1)", "  new2020  New — Means › Typesetting"]

    def test_removed(self, changes: Callable[..., Changes]) -> None:
        found = changes(
            ("taxonomy.yaml", "papers: [erdos1960evolution]", "background: []"),
            (BIB, "{erdos1960evolution", "{other1960"),
        )
        assert [(one.key, one.kinds) for one in found.papers] == [
            ("other1960", (Kind.ADDED,)),
            ("erdos1960evolution", (Kind.REMOVED,)),
        ]

    def test_with_another_key_is_neither_removed_nor_added(
        self, changes: Callable[..., Changes]
    ) -> None:
        found = changes(
            (BIB, "{erdos1960evolution", "{erdos1960graphs"),
            ("taxonomy.yaml", "[erdos1960evolution]", "[erdos1960graphs]"),
            ("taxonomy.yaml", "aliases: {", "aliases: {erdos1960evolution: erdos1960graphs, "),
        )
        assert paper(found).kinds == (Kind.RENAMED,)
        assert paper(found).former_key == "erdos1960evolution"

    def test_merged_into_another_says_into_which(self, changes: Callable[..., Changes]) -> None:
        found = changes(
            (BIB, "@article{erdos1960evolution", "@comment{erdos1960evolution"),
            ("taxonomy.yaml", "papers: [erdos1960evolution]", "papers: []"),
            ("taxonomy.yaml", "aliases: {", "aliases: {erdos1960evolution: knuth1984texbook, "),
        )
        assert paper(found).merged_into == "knuth1984texbook"
        assert said(found)[1].endswith(" — now knuth1984texbook")

    def test_moved(self, changes: Callable[..., Changes]) -> None:
        found = changes(
            ("taxonomy.yaml", "[strassen1969gaussian, ajtai1983sorting]", "[strassen1969gaussian]"),
            ("taxonomy.yaml", "[knuth1984texbook]", "[knuth1984texbook, ajtai1983sorting]"),
            ("taxonomy.yaml", "also: [karp1972reducibility]", "also: []"),
        )
        karp, ajtai = sorted(found.papers, key=lambda one: one.key, reverse=True)
        assert ajtai.home == ("algorithms", "typesetting")
        assert karp.also_removed == ("algorithms",)
        assert said(found)[1:] == [
            "  karp1972reducibility  Reducibility among Combinatorial Problems — "
            "no longer listed in Means › Fast algorithms",
            "  ajtai1983sorting  An O(n log n) sorting network — "
            "Means › Fast algorithms → Means › Typesetting",
        ]

    def test_into_a_section_that_listed_it_is_one_move(
        self, changes: Callable[..., Changes]
    ) -> None:
        found = changes(
            ("taxonomy.yaml", "[strassen1969gaussian, ajtai1983sorting]", "[strassen1969gaussian]"),
            ("taxonomy.yaml", "[ajtai1983sorting, strassen1969gaussian]", "[strassen1969gaussian]"),
            ("taxonomy.yaml", "[cook1971complexity,", "[ajtai1983sorting, cook1971complexity,"),
        )
        assert paper(found).home == ("algorithms", "complexity")
        assert paper(found).also_removed == ()

    def test_retracted_names_no_fields(self, changes: Callable[..., Changes]) -> None:
        status = "x-status = {retracted}, x-status-note = {Made up},"
        found = changes((BIB, "{agrawal2004primes,", "{agrawal2004primes,\n  " + status))
        assert (paper(found).kinds, paper(found).fields) == ((Kind.STATUS,), ())
        assert said(found)[1].endswith(" — Retracted: Made up")

    def test_published_since_names_the_fields_that_came(
        self, changes: Callable[..., Changes], sample: Path
    ) -> None:
        preprint = "@misc{erdos1960evolution,\n  note = {journal"
        change(sample / BIB, "@article{erdos1960evolution,", preprint + " to come},")
        text = (sample / BIB).read_text(encoding="utf-8")
        entry = text[text.index("@misc{erdos1960evolution") :]
        journal = next(line for line in entry.splitlines() if line.strip().startswith("journal "))
        change(sample / BIB, f"{journal}\n", "")
        found = changes((BIB, preprint + " to come},", f"@article{{erdos1960evolution,\n{journal}"))
        assert paper(found).kinds == (Kind.PUBLISHED,)
        assert "type of entry, journal, note)" in said(found)[1]

    def test_changed_names_fields_and_parts_of_the_note(
        self, changes: Callable[..., Changes]
    ) -> None:
        claims = "claims:\n  - {metric: steps, value: '7'}\n"
        found = changes((NOTE, "tldr:", f"{claims}tldr: Indeed,"))
        assert paper(found).note == ("tldr", "claims")
        assert said(found)[1].endswith(" — note: tldr, claims (steps)")

    def test_new_and_deleted_notes(self, changes: Callable[..., Changes]) -> None:
        def other_note(root: Path) -> None:
            (root / NOTE).rename(root / "docs/notes/knuth1984texbook.md")

        found = changes(other_note)
        assert [line.rpartition(" — ")[2] for line in said(found)[1:]] == [
            "note deleted",
            "new note",
        ]

    def test_whose_entry_broke_is_not_removed(self, changes: Callable[..., Changes]) -> None:
        found = changes((BIB, "{173--198},", "{173--198,"))
        assert [one.kinds for one in found.papers] == [(Kind.DAMAGED,)]

    def test_spaces_in_a_field_are_no_change(self, changes: Callable[..., Changes]) -> None:
        assert changes((BIB, "On Computable Numbers", "On Computable\n     Numbers")).papers == ()

    def test_stand_in_the_order_of_the_taxonomy(self, changes: Callable[..., Changes]) -> None:
        found = changes(
            (BIB, "@book{knuth1984texbook,", "@book{knuth1984texbook,\n  abc = {1},"),
            (BIB, "{agrawal2004primes,", "{agrawal2004primes,\n  abc = {1},"),
            (BIB, "{erdos1960evolution,", "{erdos1960evolution,\n  abc = {1},"),
        )
        keys = [one.key for one in found.papers]
        assert keys == ["agrawal2004primes", "erdos1960evolution", "knuth1984texbook"]


class TestSections:
    def test_added_and_removed(self, changes: Callable[..., Changes]) -> None:
        found = changes(("taxonomy.yaml", "id: typesetting", "id: printing"))
        assert [(one.id, one.kinds) for one in found.sections] == [
            ("printing", (Kind.ADDED,)),
            ("typesetting", (Kind.REMOVED,)),
        ]
        assert paper(found).home == ("typesetting", "printing")

    def test_with_another_id_moves_no_paper(self, changes: Callable[..., Changes]) -> None:
        found = changes(
            ("taxonomy.yaml", "id: typesetting", "id: printing"),
            ("taxonomy.yaml", "aliases: {", "aliases: {typesetting: printing, "),
        )
        assert found.papers == ()
        assert section(found).former_id == "typesetting"

    def test_with_another_title_or_text(self, changes: Callable[..., Changes]) -> None:
        found = changes(
            ("taxonomy.yaml", "title: Typesetting", "title: Setting type"),
            ("docs/sections/computability.md", "e", "E"),
        )
        assert said(found) == [
            "Sections (2)",
            "  computability  Computability — changed: narrative",
            "  typesetting  Setting type — was called Typesetting",
        ]

    def test_moved(self, changes: Callable[..., Changes]) -> None:
        lines = ("- id: typesetting", "  title: Typesetting", "  papers: [knuth1984texbook]")
        own, top = ("".join(f"{' ' * by}{line}\n" for line in lines) for by in (6, 2))
        found = changes(("taxonomy.yaml", own, top))
        assert section(found).parent == ("means", None)
        assert found.papers == ()
        assert said(found)[1].endswith("Typesetting — Means → the top")


def test_markdown_shows_titles_as_they_are(changes: Callable[..., Changes]) -> None:
    found = changes((BIB, "On Computable Numbers, with", "On *Computable* [Numbers], <b>with"))
    text = "\n".join(markdown(groups(found, ENGLISH)))
    assert text.startswith("### Changed (1)\n\n- [On \\*Computable\\* \\[Numbers\\], \\<b\\>with")
    assert text.endswith("(`turing1936computable`): title\n")


def test_fields_are_named_as_the_files_have_them(changes: Callable[..., Changes]) -> None:
    class Loud(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

    found = changes(
        (BIB, "@article{turing1936computable", "@misc{turing1936computable"),
        (BIB, "On Computable Numbers", "Of Computable Numbers"),
    )
    (group,) = groups(found, Loud())
    assert (group.heading, group.lines[0].said) == ("CHANGED", "TYPE OF ENTRY, title")
