"""What a reader or a check says comes from the catalogue, has a place, and says what to do."""

import shutil
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from surveygen import messages
from surveygen.checks.narratives import check_narratives
from surveygen.checks.notes import check_against_abstracts, check_notes
from surveygen.project import load
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.note import read_note
from surveygen.readers.paper_listing import read_listing
from surveygen.readers.prose import Grammar, read_prose
from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic

DATA = Path(__file__).parents[1] / "data"


class Marked(NullTranslations):
    """A language in which every message stands in brackets."""

    def gettext(self, message: str) -> str:
        return f"<{message}>"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"<{msgid1 if n == 1 else msgid2}>"


@pytest.fixture(autouse=True)
def marked() -> Iterator[None]:
    token = messages._interface.set(Marked())
    yield
    messages._interface.reset(token)


def check(found: list[Diagnostic]) -> None:
    assert found
    for one in found:
        assert one.message.startswith("<"), one.message
        assert one.help.startswith("<"), one.help
        assert one.line
        assert one.column
        # A user's text is no format: what it has in braces is shown as it is.
        assert "{field}" not in one.message


def test_of_bibliographies() -> None:
    found = []
    for file in (DATA / "damaged").glob("*.bib"):
        found += read_bibtex([(file.name, file.read_bytes())]).diagnostics
    check(found)


def test_of_taxonomies() -> None:
    found = []
    for file in (DATA / "taxonomies").glob("*.yaml"):
        try:
            found += read_taxonomy(file.read_bytes(), path=file.name)[1]
        except UnreadableTaxonomy as error:
            found += error.diagnostics
    check(found)


def test_of_notes_listings_and_prose() -> None:
    found = []
    for file in (DATA / "notes").glob("*.md"):
        found += read_note(file.read_bytes(), key="key", path=file.name)[1]
    found += read_listing((DATA / "listings" / "faulty.txt").read_bytes(), path="faulty.txt")[1]
    for file in (DATA / "prose" / "refused").glob("*.md"):
        for grammar in Grammar:
            text = file.read_text(encoding="utf-8")
            found += read_prose(text, path=file.name, line=1, grammar=grammar)[1]
    check(found)


def test_of_checks(tmp_path: Path) -> None:
    shutil.copytree(DATA / "sample", tmp_path / "sample")
    narrative = tmp_path / "sample" / "docs" / "sections" / "computability.md"
    text = narrative.read_text(encoding="utf-8")
    narrative.write_text(text.replace("{cite:t}`godel1931formal`", "He"), encoding="utf-8")
    survey = load(tmp_path / "sample")
    abstracts = dict.fromkeys(survey.papers, "An abstract that holds nothing of it.")
    found = [
        *check_notes(survey),
        *check_against_abstracts(survey, abstracts),
        *check_narratives(survey),
    ]
    check(found)
    assert {Code.NO_NOTE, Code.NEVER_CITED, Code.UNGROUNDED} <= {one.code for one in found}


def test_braces_of_a_user_are_no_format() -> None:
    bibliography = read_bibtex([("a.bib", b"@misc{a, title = {x}\n@misc{{key}, year = {y}}")])
    assert bibliography.diagnostics
    taxonomy = b"version: 1\ntitle: '{a}'\nsections:\n- {id: '{0}', '{x}': 1, papers: {'{}': 1}}"
    check(read_taxonomy(taxonomy, path="t")[1])
