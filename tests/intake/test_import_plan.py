"""What comes in is judged: new, known, merged or repeated; a second import changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveygen.intake.abstracts import ABSTRACTS
from surveygen.intake.import_plan import CannotEdit, Judgement, Verdict, plan_import
from surveygen.intake.plan import Draft
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.formats import FORMATS
from surveygen.readers.records import Record
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy

PATH = "docs/references.bib"
KNOWN = b"""@article{turing1936computable,
  author = {Turing, Alan M.},
  title  = {On Computable Numbers},
  year   = {1937},
}
"""
READ = {known.name: known.read for known in FORMATS}


def survey_of(data: bytes, root: Path = Path(), taxonomy: Taxonomy | None = None) -> Survey:
    found = read_bibtex([(PATH, data)])
    taxonomy = taxonomy or Taxonomy("A survey")
    return assemble(Parts(root, taxonomy, found.entries, quarantine=found.quarantine))


def imported(data: bytes, text: str, name: str = "bibtex") -> tuple[Judgement, bytes]:
    """The judgement, and the bibliography after it."""
    draft = Draft(Path("/nowhere"))
    draft.write(PATH, data)
    records = READ[name]([("new", text.encode("utf-8", "surrogatepass"))]).records
    judgement = plan_import(draft, survey_of(data), records)
    after = draft.read(PATH)
    assert after is not None
    return judgement, after


def verdicts(judgement: Judgement) -> list[tuple[str, str]]:
    return [(work.key, work.verdict.name) for work in judgement.works]


def said(judgement: Judgement) -> list[str]:
    return [f"{found.code.id} {found.path}:{found.line}" for found in judgement.diagnostics]


def test_a_new_work_comes_in_as_its_file_has_it() -> None:
    text = "@Article{knuth1998art,\n\tauthor={Knuth, D.},\n  title = {{The} art},\n  }"
    judgement, after = imported(KNOWN, text)
    assert verdicts(judgement) == [("knuth1998art", "NEW")]
    assert after == KNOWN + b"\n" + text.encode() + b"\n"


def test_a_known_work_changes_nothing_whatever_its_key() -> None:
    text = "@article{t36, author = {Turing, A.}, title = {On {Computable} numbers}, year = 1937}"
    judgement, after = imported(KNOWN, text)
    assert verdicts(judgement) == [("turing1936computable", "KNOWN")]
    assert after == KNOWN


def test_a_known_work_may_teach_a_field_and_replaces_none() -> None:
    text = """@article{t36, author = {Turing, Alan}, title = {On computable numbers}, year = {1937},
        doi = {10.1112/plms/s2-42.1.230}, abstract = {Not ours.}, keywords = {mine}}"""
    judgement, after = imported(KNOWN, text)
    assert verdicts(judgement) == [("turing1936computable", "MERGED")]
    assert after == KNOWN.replace(
        b"{1937},\n", b"{1937},\n  doi    = {10.1112/plms/s2-42.1.230},\n"
    )


def test_another_version_teaches_its_archive_number_alone() -> None:
    text = """@misc{t36, author = {Turing, Alan}, title = {On computable numbers}, year = {1936},
        eprint = {math/3612001}, archiveprefix = {arXiv}, howpublished = {Typescript}}"""
    judgement, after = imported(KNOWN, text)
    assert said(judgement) == ["I003 new:1"]
    (work,) = judgement.works
    assert list(work.adds.fields) == ["eprint", "archiveprefix"]
    assert b"howpublished" not in after


@pytest.mark.parametrize(
    "said",
    [
        "@misc{t, author = {Turing, A.}, title = {On Computable Numbers}, year = {1937}, %s}",
        "@inproceedings{t, title = {On Computable Numbers}, year = {1937}, %s}",
    ],
)
def test_a_row_that_says_the_year_alone_is_no_other_version(said: str) -> None:
    known = KNOWN.replace(b"},\n}", b"},\n  journal = {Proc. LMS},\n}")
    judgement, after = imported(known, said % "doi = {10.1112/plms/s2-42.1.230}")
    assert verdicts(judgement) == [("turing1936computable", "MERGED")]
    assert not judgement.diagnostics
    assert b"@article" in after


def test_an_entry_with_a_venue_takes_no_howpublished() -> None:
    known = KNOWN.replace(b"},\n}", b"},\n  journal = {Proc. LMS},\n}")
    text = """@article{t, author = {Turing, A.}, title = {On Computable Numbers},
        howpublished = {somewhere}, pages = {230--265}}"""
    _, after = imported(known, text)
    assert b"pages" in after
    assert b"howpublished" not in after


def test_a_row_that_was_imported_first_takes_over_the_version_and_its_type() -> None:
    known = b"@misc{t,\n  title = {A work},\n  author = {Ann Smith},\n  year = {2020},\n}\n"
    text = "@article{x, title={A work}, author={Ann Smith}, journal={Works}, year=2020}"
    _, after = imported(known, text)
    entry = read_bibtex([(PATH, after)]).entries["t"]
    assert (entry.entry_type, entry.venue) == ("article", "Works")


def test_a_key_of_another_work_is_made_a_new_one_and_said() -> None:
    text = "@misc{turing1936computable, author = {Ann Smith}, title = {Gardening}}"
    judgement, after = imported(KNOWN, text)
    assert verdicts(judgement) == [("turing1936computableb", "NEW")]
    assert said(judgement) == ["I001 new:1"]
    assert b"@misc{turing1936computableb," in after


def test_a_shared_identifier_of_another_title_is_said_and_both_stay() -> None:
    known = KNOWN.replace(b"},\n}", b"},\n  doi = {10.1000/1},\n}")
    judgement, _ = imported(known, "@misc{g, title = {Gardening by night}, doi = {10.1000/1}}")
    assert verdicts(judgement) == [("g", "NEW")]
    assert said(judgement) == ["I002 new:1"]


def test_a_work_that_is_listed_twice_is_one_and_has_what_both_say() -> None:
    text = """@misc{a, title = {A work}, author = {Ann Smith}}
        @misc{b, title = {A Work}, author = {Ann Smith}, year = {2020}}"""
    judgement, after = imported(KNOWN, text)
    assert verdicts(judgement) == [("a", "NEW"), ("a", "REPEATED")]
    assert read_bibtex([(PATH, after)]).entries["a"].fields["year"] == "2020"


def test_the_entry_of_a_bare_title_takes_over_everything_its_type_too() -> None:
    known = b"@misc{work,\n  title = {A work},\n}\n"
    text = "@inproceedings{x, title={A work}, author={Ann Smith}, booktitle={Works}, year=2020}"
    _, after = imported(known, text)
    entry = read_bibtex([(PATH, after)]).entries["work"]
    assert (entry.entry_type, entry.year, entry.venue) == ("inproceedings", "2020", "Works")


def test_strings_of_the_file_are_written_out() -> None:
    text = '@string{acm = "ACM Press"}\n@misc{a, title = {A work}, publisher = acm # {, NY}}'
    _, after = imported(KNOWN, text)
    found = read_bibtex([(PATH, after)])
    assert found.entries["a"].fields["publisher"] == "ACM Press, NY"
    assert not found.diagnostics


def test_a_parent_whose_key_changes_is_written_out_in_its_children() -> None:
    text = """@inproceedings{child, title = {A paper}, author = {Ann Smith},
        crossref = {turing1936computable}}
        @proceedings{turing1936computable, title = {Proceedings}, year = {1999}}"""
    judgement, after = imported(KNOWN, text)
    found = read_bibtex([(PATH, after)])
    assert verdicts(judgement)[1] == ("turing1936computableb", "NEW")
    assert found.entries["child"].fields["booktitle"] == "Proceedings"
    assert "crossref" not in found.entries["child"].fields


def test_a_parent_that_the_survey_alone_has_stays_the_parent() -> None:
    known = b"@proceedings{p, title = {Proceedings}, year = {1999}}\n"
    text = "@inproceedings{child, title = {A paper}, author = {Ann Smith}, crossref = {p}}"
    judgement, after = imported(known, text)
    assert verdicts(judgement) == [("child", "NEW")]
    child = read_bibtex([(PATH, after)]).entries["child"]
    assert (child.venue, child.year) == ("Proceedings", "1999")
    assert imported(after, text)[1] == after


def test_a_damaged_entry_of_the_survey_is_mended_there_not_doubled() -> None:
    data = b"@misc{a, title = {Not closed\n\n@misc{b, title = {B}}\n"
    judgement, after = imported(data, "@misc{a, title = {Closed}}")
    assert verdicts(judgement) == [("a", "KNOWN")]
    assert after == data


def test_an_entry_that_says_nothing_is_no_work_where_its_key_is_taken() -> None:
    judgement, after = imported(KNOWN, "@misc{turing1936computable,}\n@misc{new,}")
    assert verdicts(judgement) == [("turing1936computable", "KNOWN"), ("new", "NEW")]
    assert b"turing1936computableb" not in after


def test_keys_of_aliases_are_taken() -> None:
    survey = survey_of(KNOWN, taxonomy=Taxonomy("A", aliases={"a": "turing1936computable"}))
    draft = Draft(Path("/nowhere"))
    records = READ["bibtex"]([("new", b"@misc{a, title = {New}}")]).records
    assert plan_import(draft, survey, records).works[0].key == "ab"


def test_a_listed_title_becomes_an_entry_of_its_own_that_says_no_more() -> None:
    listing = f"Spiking ResNets in 3D\n\n{'An abstract. ' * 30}\n"
    judgement, after = imported(KNOWN, listing, "listing")
    assert verdicts(judgement) == [("spikingresnets3d", "NEW")]
    assert after.endswith(b"\n@misc{spikingresnets3d,\n  title = {Spiking {ResNets} in {3D}},\n}\n")
    assert judgement.abstracts == 1


def test_abstracts_go_where_git_does_not_see_them(tmp_path: Path) -> None:
    draft = Draft(tmp_path)
    record = Record(next(iter(survey_of(KNOWN).papers.values())).entry, "Some text.")
    plan_import(draft, survey_of(KNOWN, tmp_path), [record])
    assert [change.path for change in draft.plan().changes] == [ABSTRACTS]


def test_a_bibliography_that_is_not_utf_8_is_not_edited() -> None:
    with pytest.raises(CannotEdit, match="save it as UTF-8 first"):
        imported(b"@misc{a, title = {B\xe9}}", "@misc{b, title = {New}}")


def test_an_entry_with_a_merge_conflict_is_not_edited_and_that_is_the_reason() -> None:
    torn = KNOWN.replace(
        b"  year   = {1937},\n",
        b"<<<<<<< HEAD\n  year   = {1937},\n=======\n  year   = {1936},\n>>>>>>> other\n",
    )
    text = """@article{t36, author = {Turing, Alan}, title = {On computable numbers}, year = {1937},
        doi = {10.1112/plms/s2-42.1.230}}"""
    with pytest.raises(CannotEdit, match=r'entry "turing1936computable" of .* is not edited'):
        imported(torn, text)


# Works whose identifiers are their own; a file may know less of one, and spell it otherwise.
WORKS = (
    {"title": "A work", "author": "Ann Smith", "doi": "10.1000/1", "eprint": "2001.00001"},
    {"title": "Another work", "author": "Smith, A. and Bob Jones", "eprint": "2001.00002"},
    {"title": "A work", "author": "Carl Gauss", "doi": "10.1000/3", "isbn": "9783161484100"},
    {"title": r"\'Etudes, part {I}", "author": "{The Group}", "doi": "10.1000/4"},
    {"title": "Learning to see in the dark of night", "author": "Ann Smith and Bo Li and others"},
)
KEYS = st.sampled_from(["k0", "k1", "k2", "K1", "k3"])
TYPES = st.sampled_from(
    ["misc", "article", "inproceedings", "proceedings", "phdthesis", "book", "inbook", "dataset"]
)
MORE = {
    "year": st.sampled_from(["2013", "2020", "2021"]),
    "date": st.sampled_from(["2020-02-03", "2021"]),
    "booktitle": st.sampled_from(["Works", "Proceedings", "Workshop"]),
    "journal": st.sampled_from(["Works", "arXiv preprint arXiv:2001.00002"]),
    "journaltitle": st.just("Journal of works"),
    "crossref": st.sampled_from(["k0", "K1", "k2", "none"]),
    "number": st.sampled_from(["1", "2"]),
    "volume": st.sampled_from(["1", "2"]),
    "edition": st.sampled_from(["1", "2"]),
    "subtitle": st.sampled_from(["part {II}", "An essay"]),
    "url": st.sampled_from(["https://arxiv.org/abs/2001.00001v2", "https://doi.org/10.1000/4"]),
    "note": st.just("x"),
    "x-not-same": st.just("k1"),
}
Described = tuple[str, str, dict[str, str]]
"""Type, key and fields of an entry; of a damaged one the type is empty."""


@st.composite
def entries(draw: st.DrawFn) -> Described:
    """A description of a work, which may be of another version, damaged, or say nothing."""
    key = draw(KEYS)
    if draw(st.integers(0, 15)) == 0:
        return draw(st.sampled_from([("", key, {}), ("misc", key, {}), ("book", key, {})]))
    work = draw(st.sampled_from(WORKS))
    kept = draw(st.sets(st.sampled_from(sorted(work)))) | {"title"}
    fields = {name: value for name, value in work.items() if name in kept}
    fields["title"] = draw(st.sampled_from([fields["title"], fields["title"].upper()]))
    more = draw(st.sets(st.sampled_from(sorted(MORE)), max_size=4))
    fields |= {name: draw(MORE[name]) for name in sorted(more)}
    return draw(TYPES), key, fields


ENTRIES = st.lists(entries(), max_size=6)
KEYLESS = st.sets(st.integers(0, 5), max_size=2)
"""Numbers of imported works whose format has no keys."""
ALIASES = st.dictionaries(KEYS, KEYS, max_size=2)


def as_text(entries: list[Described]) -> str:
    return "".join(
        f"@{kind or 'misc'}{{{key},\n"
        + "".join(f"  {n} = {{{v}}},\n" for n, v in fields.items())
        + ("}\n\n" if kind else "  title = {Not closed,\n\n")
        for kind, key, fields in entries
    )


def planned(
    data: bytes, new: list[Described], keyless: set[int], aliases: dict[str, str]
) -> tuple[Judgement, bytes]:
    """The judgement of an import, and the bibliography after it."""
    draft = Draft(Path("/nowhere"))
    draft.write(PATH, data)
    records = [
        replace(record, entry=replace(record.entry, key=""))
        if number in keyless and record.entry.title
        else record
        for number, record in enumerate(READ["bibtex"]([("new", as_text(new).encode())]).records)
    ]
    survey = survey_of(data, taxonomy=Taxonomy("A survey", aliases=aliases))
    judgement = plan_import(draft, survey, records)
    after = draft.read(PATH)
    assert after is not None
    return judgement, after


WORK = {"title": "A work", "author": "Ann Smith"}
ANOTHER = {"title": "Another work", "author": "Smith, A. and Bob Jones"}
ETUDES = {"title": r"\'Etudes, part {I}", "author": "{The Group}"}


@pytest.mark.slow
@settings(max_examples=300)
@given(ENTRIES, ENTRIES, KEYLESS, ALIASES)
@example(
    [("misc", "k0", WORK)],
    [("misc", "k0", {**ANOTHER, "crossref": "k0"}), ("article", "k1", {**ANOTHER, "year": "2020"})],
    set(),
    {},
)
@example(
    [("misc", "k0", WORK), ("misc", "k1", ETUDES)],
    [
        ("misc", "k1", WORK),
        ("proceedings", "k0", {**ETUDES, "note": "x", "year": "2021"}),
        ("misc", "k0", WORK),
        ("proceedings", "k2", {**ETUDES, "year": "2020"}),
    ],
    set(),
    {},
)
@example(
    [("misc", "k1", {"title": "A work", "journal": "Works", "year": "2013"})],
    [("misc", "k0", {"title": "Another work", "crossref": "K1", "date": "2020-02-03"})],
    set(),
    {},
)
@example(
    [],
    [
        ("misc", "k0", {"title": "A work"}),
        ("misc", "k2", {"title": "A work", "number": "2"}),
        ("book", "k1", {"title": "Another work", "volume": "1", "crossref": "k0", "year": "2020"}),
    ],
    set(),
    {},
)
def test_a_second_import_changes_nothing(
    before: list[Described],
    new: list[Described],
    keyless: set[int],
    aliases: dict[str, str],
) -> None:
    once, written = planned(as_text(before).encode(), new, keyless, aliases)
    again, twice = planned(written, new, keyless, aliases)
    assert twice == written
    assert again.count(Verdict.NEW) == 0
    assert [work.key for work in again.works] == [work.key for work in once.works]


@given(ENTRIES, ENTRIES, KEYLESS, ALIASES)
def test_nothing_that_stands_in_the_bibliography_is_lost(
    before: list[Described],
    new: list[Described],
    keyless: set[int],
    aliases: dict[str, str],
) -> None:
    data = as_text(before).encode()
    _, after = planned(data, new, keyless, aliases)
    found = read_bibtex([(PATH, after)]).entries
    for key, entry in read_bibtex([(PATH, data)]).entries.items():
        own = {n: v for n, v in entry.fields.items() if n not in entry.inherited}
        assert own.items() <= found[key].fields.items()
