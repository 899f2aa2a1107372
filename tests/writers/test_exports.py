"""Export files hold every paper where it stands, each once, under names that are safe."""

import json
import re
from pathlib import Path

import pytest

from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.ris import read_ris
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.entry import Entry
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Placement, Section, Taxonomy
from surveygen.writers import exports as exports_module
from surveygen.writers.exports import exports


def section(id: str, papers: str = "", also: str = "", *sections: Section) -> Section:
    placed = [tuple(Placement(key) for key in keys.split()) for keys in (papers, also)]
    return Section(id, id.title(), papers=placed[0], also=placed[1], sections=sections)


def survey(keys: str, *sections: Section, background: str = "", **fields: object) -> Survey:
    entries = {key: Entry(key, "misc", {"title": key, "year": "1936"}) for key in keys.split()}
    placed = tuple(Placement(key) for key in background.split())
    taxonomy = Taxonomy("A survey", sections, background=placed, **fields)
    return assemble(Parts(Path(), taxonomy, entries))


def keys_by_file(made: Survey) -> dict[str, list[str]]:
    files = dict(exports(made))
    assert len(files) == len(list(exports(made)))
    return {name: list(read_bibtex([(name, data)]).entries) for name, data in files.items()}


TREE = (
    section("limits", "", "e", section("computability", "b a"), section("complexity", "c", "a d")),
    section("means", "d", "", section("algorithms", "e", "c")),
)


def test_the_whole_survey_stands_in_tree_order_then_what_has_no_place() -> None:
    made = survey("f e d c b a bg", *TREE, background="bg")
    assert keys_by_file(made)["survey.bib"] == ["a", "b", "c", "d", "e", "f", "bg"]


def test_a_section_holds_its_subtree_each_paper_once() -> None:
    files = keys_by_file(survey("a b c d e f", *TREE))
    assert files["sections/limits.bib"] == ["e", "a", "b", "c", "d"]
    assert files["sections/computability.bib"] == ["a", "b"]
    assert files["sections/complexity.bib"] == ["c", "a", "d"]
    assert files["sections/means.bib"] == ["d", "e", "c"]
    assert files["sections/algorithms.bib"] == ["e", "c"]


def test_every_paper_has_a_file_of_its_own() -> None:
    files = keys_by_file(survey("a b c d e f bg", *TREE, background="bg"))
    assert {name: keys for name, keys in files.items() if name.startswith("papers/")} == {
        f"papers/{key}.bib": [key] for key in ("a", "b", "c", "d", "e", "f", "bg")
    }


def test_a_large_survey_has_no_file_per_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports_module, "PAPER_FILE_LIMIT", 2)
    assert not [name for name, _ in exports(survey("a b c")) if name.startswith("papers/")]


def test_names_of_files_are_safe_and_differ_without_regard_to_case() -> None:
    keys = "Turing1936 turing1936 con ../etc/passwd DBLP:a/b 10.1016/S0(05)1 gödel1931 -rf . a.b"
    names = [name for name, _ in exports(survey(keys)) if name.startswith("papers/")]
    assert len({name.casefold() for name in names}) == len(keys.split())
    for name in names:
        assert re.fullmatch(r"papers/[a-z0-9][a-z0-9._-]*\.bib", name)
        assert not name.startswith("papers/con.")


def test_an_alias_that_hides_an_entry_mixes_up_no_files() -> None:
    files = keys_by_file(survey("a b", aliases={"a": "b"}))
    assert files["papers/a.bib"] == ["a"]
    assert files["papers/b.bib"] == ["b"]


def test_an_alias_is_a_name_of_the_entry_it_leads_to() -> None:
    files = dict(exports(survey("a b", aliases={"old": "a", "older": "a"})))
    assert b"ids   = {old, older}" in files["papers/a.bib"]
    assert b"ids" not in files["papers/b.bib"]


def test_reference_managers_get_what_the_bibliography_holds() -> None:
    files = dict(exports(survey("f e d c b a bg", *TREE, background="bg")))
    wanted = ["a", "b", "c", "d", "e", "f", "bg"]
    ris = read_ris([("survey.ris", files["survey.ris"])]).records
    assert [record.entry.key for record in ris] == wanted
    assert [item["id"] for item in json.loads(files["survey.csl.json"])] == wanted


def test_the_same_survey_gives_the_same_bytes() -> None:
    assert list(exports(survey("a b c d e f", *TREE))) == list(
        exports(survey("f e d c b a", *TREE))
    )
