"""What of a taxonomy and a bibliography does not fit is said with its place, and costs no more."""

import time
from pathlib import Path

import pytest

from surveygen import project
from surveygen.pages.digests import card_digests
from surveygen.pages.render import render_pages
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.note import read_note
from surveygen.readers.taxonomy_yaml import RESERVED_IDS, UnreadableTaxonomy, read_taxonomy
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.spelling import suggestion
from surveygen.survey.survey import Survey

DATA = Path(__file__).parent.parent / "data"
FOLDER = DATA / "taxonomies"


def load(taxonomy: bytes, bibliography: bytes) -> Survey:
    found = read_bibtex([("references.bib", bibliography)])
    read, said = read_taxonomy(taxonomy, path="taxonomy.yaml")
    diagnostics = (*said, *found.diagnostics)
    return assemble(
        Parts(Path(), read, found.entries, quarantine=found.quarantine, diagnostics=diagnostics)
    )


def survey(name: str) -> Survey:
    file = FOLDER / f"{name}.yaml"
    return load(file.read_bytes(), (FOLDER / "references.bib").read_bytes())


def messages(name: str) -> list[str]:
    """What is said of a taxonomy, without what is said of the damaged entry of the bibliography."""
    try:
        found = survey(name).diagnostics
    except UnreadableTaxonomy as error:
        found = tuple(error.diagnostics)
    return [str(one) for one in found if one.path == "taxonomy.yaml"]


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.yaml")))
def test_taxonomy_is_told(name: str) -> None:
    expected = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert messages(name) == expected


def test_a_whole_taxonomy_places_every_paper() -> None:
    found = survey("whole")
    assert {paper.key: (paper.home, paper.also) for paper in found.papers.values()} == {
        "godel1931formal": ("limits", ()),
        "turing1936computable": ("limits", ()),
        "cook1971complexity": ("complexity", ("limits",)),
        "1811770": ("raw", ()),
        "no": ("raw", ()),
        "2020-01-01": ("raw", ()),
        "1e3": ("raw", ()),
        "0x1F": ("raw", ()),
    }
    assert list(found.background) == ["church1936unsolvable"]
    assert found.find("turing1937computable") is found.papers["turing1936computable"]


def test_newest_papers_come_first_then_keys() -> None:
    newest = "1811770 cook1971complexity no turing1936computable godel1931formal"
    assert list(survey("whole").papers) == [*newest.split(), "0x1F", "1e3", "2020-01-01"]


def test_a_paper_of_two_homes_stands_in_the_first_and_is_listed_in_the_second() -> None:
    paper = survey("keys").papers["godel1931formal"]
    assert (paper.home, paper.also) == ("limits", ("complexity",))


def test_a_paper_that_is_only_listed_gets_its_first_section_as_home() -> None:
    paper = survey("keys").papers["church1936unsolvable"]
    assert (paper.home, paper.also) == ("limits", ("complexity",))


def test_a_background_entry_that_stands_in_a_section_is_a_paper() -> None:
    found = survey("keys")
    assert "cook1971complexity" in found.papers
    assert list(found.background) == ["2020-01-01", "no"]


def test_a_section_with_an_unusable_id_keeps_its_papers() -> None:
    found = survey("ids")
    assert not found.not_placed
    assert [section.title for section in found.sections.values()][:4] == [
        "Limits",
        "Limits again",
        "A generated page",
        "Blank and capitals",
    ]
    assert len(found.sections) == 13


def test_a_damaged_entry_is_named_once() -> None:
    said = [one for one in survey("keys").diagnostics if "damaged" in one.message]
    assert [(one.code.id, one.path, one.line) for one in said] == [("B004", "references.bib", 10)]


def test_entries_say_what_they_lack() -> None:
    file = DATA / "bibliographies" / "fields-missing.bib"
    found = load(b"version: 1\ntitle: A\nsections: [{id: a, title: A}]", file.read_bytes())
    said = {
        (one.line, one.column, one.code.id)
        for one in found.diagnostics
        if one.path and one.code.id != "T204"
    }
    assert said == {
        (1, 1, "B005"),  # anonymous1919: neither year nor title
        (1, 1, "B006"),
        (5, 1, "B005"),  # lecture-notes: nothing at all
        (5, 1, "B006"),
        (5, 1, "B007"),
        (8, 1, "B005"),  # bare
        (8, 1, "B006"),
        (8, 1, "B007"),
        (13, 3, "B018"),  # in-press: its year is text
        (26, 3, "B017"),  # identifiers: neither doi nor url is one
        (27, 3, "B016"),
    }
    years = {key: paper.entry.year for key, paper in found.papers.items()}
    assert years["in-press"] == "in press"
    assert years["edited"] == "1934"
    assert len([one for one in found.diagnostics if one.code.id == "T204"]) == 7


def test_background_entries_say_what_they_lack_too() -> None:
    taxonomy = b"version: 1\ntitle: A\nsections: [{id: a, title: A}]\nbackground: [b]"
    found = load(taxonomy, b"@misc{b, title = {B}, author = {Student}}")
    assert [str(one) for one in found.diagnostics] == [
        'references.bib:1:1: warning: entry "b" has no year; shown as "n.d."; add year = {...} '
        "[B005]"
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("eprint = {2101.00001}, archiveprefix = {arXiv}", None),
        ("eprint = {math/0211159v1}, eprinttype = {arxiv}", None),
        ("eprint = {https://www.jstor.org/stable/2371045}", None),
        ("eprint = {}, archiveprefix = {arXiv}", None),
        ("eprint = {jstor 2371045}, archiveprefix = {arXiv}", "B017"),
        ("x-unverified = {author}", None),
    ],
)
def test_an_eprint_of_arxiv_must_be_one(fields: str, code: str | None) -> None:
    author = "" if "author" in fields else "author = {Student}, "
    text = f"@misc{{a, title = {{A}}, year = 1908, {author}{fields}}}"
    found = load(b"version: 1\ntitle: A\nsections: [{id: a, title: A, papers: [a]}]", text.encode())
    assert [one.code.id for one in found.diagnostics] == ([code] if code else [])


def test_a_note_cites_keys_aliases_and_damaged_entries_in_peace() -> None:
    taxonomy = (
        b"version: 1\ntitle: A\naliases: {old: a}\nsections: [{id: s, title: A, papers: [a]}]"
    )
    bibliography = read_bibtex(
        [("references.bib", b"@misc{a, title={A}, author={B}, year=1936}\n@misc{broken, title={")]
    )
    notes = {}
    for key, text in (("a", b"See {cite:p}`a,old,broken,typo`."), ("lost", b"Nothing.")):
        notes[key], _ = read_note(text, key=key, path=f"docs/notes/{key}.md")
    found = assemble(
        Parts(
            Path(),
            read_taxonomy(taxonomy, path="taxonomy.yaml")[0],
            bibliography.entries,
            notes,
            quarantine=bibliography.quarantine,
        )
    )
    assert [str(one) for one in found.diagnostics] == [
        'docs/notes/a.md:1:5: error: "typo" is cited but is no entry; correct the key, or add its '
        "entry to the bibliography [N008]",
        'docs/notes/lost.md:1:1: error: note "lost" has no entry; rename the file after a key, or '
        "add the entry [N001]",
    ]


def test_generated_pages_that_are_no_sections_have_reserved_names() -> None:
    found = survey("keys")
    pages = render_pages(found, card_digests(found))
    assert found.quarantine
    assert found.not_placed
    assert pages.keys() - found.sections.keys() <= RESERVED_IDS


def test_a_suggestion_is_near_or_none() -> None:
    assert suggestion("turing1936", ["turing1937", "church1936"]) == 'did you mean "turing1937"?'
    assert suggestion("turing1936", ["godel1931"]) == ""
    assert suggestion("x" * 1000, ["x" * 999]) == ""


@pytest.mark.slow
def test_a_survey_whose_keys_all_changed_is_checked_in_time() -> None:
    keys = [f"author{number}title" for number in range(3000)]
    bibliography = "".join(f"@misc{{{key}}}\n" for key in keys)
    taxonomy = "version: 1\ntitle: A\nsections:\n- {id: a, title: A, papers: [%s]}\n"
    start = time.process_time()
    found = load((taxonomy % ", ".join(f"{key}b" for key in keys)).encode(), bibliography.encode())
    assert time.process_time() - start < 4
    said = [one for one in found.diagnostics if one.code.id == "T201"]
    assert len(said) == 3000
    assert 'did you mean "author0title"?' in str(said[0])


def test_the_note_of_a_key_that_is_no_file_name_is_named_after_its_slug(tmp_path: Path) -> None:
    (tmp_path / "docs" / "notes").mkdir(parents=True)
    (tmp_path / "taxonomy.yaml").write_text(
        "version: 1\ntitle: T\nsections:\n- {id: s, title: S, papers: ['10.1000/X']}\n"
    )
    (tmp_path / "docs" / "references.bib").write_text(
        "@misc{10.1000/X, title={T}, author={Kurt Gödel}, year={1931}}\n"
    )
    slug = project.load(tmp_path).papers["10.1000/X"].slug
    (tmp_path / "docs" / "notes" / f"{slug}.md").write_text("---\ntldr: Found.\n---\n")
    survey = project.load(tmp_path)
    note = survey.papers["10.1000/X"].note
    assert note is not None
    assert (note.key, note.tldr) == ("10.1000/X", "Found.")
    assert not survey.diagnostics
