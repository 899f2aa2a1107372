"""Notes: a wrong field costs itself, and the body always survives."""

from pathlib import Path

import pytest

from surveygen.readers.note import read_note
from surveygen.survey.codes import Code
from surveygen.survey.note import Bound, Claim, ClaimKind, PaperKind

DATA = Path(__file__).parents[1] / "data" / "notes"


def read(name):
    return read_note((DATA / name).read_bytes(), key="key", path=name)


def found_at(found):
    return sorted((d.code.id, d.line, d.column) for d in found)


def test_a_whole_note():
    note, found = read("whole.md")
    assert found == []
    assert note.tldr == "Halves the memory of 8-bit training and keeps the accuracy."
    assert note.kind is PaperKind.METHOD
    assert note.tags == ("post-training-quantization", "vision")
    assert note.claims == (
        Claim(
            metric="top-1-accuracy",
            value="80.0",
            unit="%",
            bound=Bound.AT_LEAST,
            kind=ClaimKind.ABSOLUTE,
            on="ImageNet-1K",
            versus="76.3 of the best spiking CNN",
            where=(812, 931),
        ),
    )
    assert note.links == {"code": "https://example.org/code"}
    assert (note.about, note.added) == ("arXiv v1", "2026-11-21")
    assert note.quote == {"ImageNet 1 K": "a name"}
    assert note.body.line == 13
    assert note.body.citations[0].line == 13


def test_a_wrong_field_costs_itself():
    note, found = read("faulty-fields.md")
    assert found_at(found) == [
        ("N003", 4, 1),
        *[("N004", 2, 7), ("N004", 3, 7), ("N004", 5, 7), ("N004", 7, 44), ("N004", 7, 59)],
        *[("N004", 8, 5), ("N004", 9, 5), ("N004", 10, 15), ("N004", 11, 8), ("N004", 12, 18)],
    ]
    (unknown,) = [d for d in found if d.code is Code.FRONT_MATTER_FIELD]
    assert str(unknown).endswith(
        'unknown field "tagz" in the front matter; did you mean "tags"? [N003]'
    )
    assert note.claims == (Claim(metric="accuracy", value="80.0"),)
    assert note.links == {"data": "https://example.org/data"}
    assert note.about == "kept"
    assert note.body.text == "The body survives."


def test_a_syntax_error_costs_its_field():
    note, found = read("broken-yaml.md")
    assert [d.code.id for d in found] == ["N002", "N002"]
    assert found[0].line == 2
    assert "quotes" in found[0].help
    assert (note.tldr, note.kind, note.about) == ("", PaperKind.METHOD, "arXiv v2")
    assert note.body.text == "The body survives."


def test_front_matter_that_is_not_closed_ends_at_the_first_empty_line():
    note, found = read("not-closed.md")
    assert found_at(found) == [("N002", 1, 1)]
    assert (note.tldr, note.body.text) == ("A sentence.", "The body survives.")


def test_a_byte_that_is_no_utf8_costs_its_line():
    note, found = read("latin-1.md")
    assert found_at(found) == [("N006", 2, 10)]
    assert note.about == "v\u00e9"
    assert note.body.text == "Body na\u00efve."


def test_notes_without_front_matter_or_anything():
    assert read_note(b"Text.", key="k", path="p")[0].body.text == "Text."
    for data in (b"", b"---", b"---\n---", b"---\n---\n", b"\xef\xbb\xbf", b"---\n---\n\n\n"):
        note, _ = read_note(data, key="k", path="p")
        assert note.body.text == ""


def test_front_matter_that_is_no_mapping():
    for data in (b"---\n- a\n---\nx", b"---\nplain\n---\nx", b"---\n[a]: b\n---\nx"):
        note, found = read_note(data, key="k", path="p")
        assert note.body.text == "x"
        assert {d.line for d in found} == {2}


def test_text_of_fields_stays_text():
    data = b"---\ntldr: no\nabout: 2020-01-01\ntags: [1811770, yes, ~]\n---\n"
    note, found = read_note(data, key="k", path="p")
    assert found == []
    assert (note.tldr, note.about, note.tags) == ("no", "2020-01-01", ("1811770", "yes"))


def test_a_note_knows_where_its_front_matter_stands():
    note, _ = read("whole.md")
    assert note.places["tldr"] == (2, 7)
    assert note.places["tags"] == (4, 7)
    assert (note.places["tags.0"], note.places["tags.1"]) == ((4, 8), (4, 36))
    assert note.places["claims.0"] == (6, 5)
    assert note.places["claims.0.value"] == (6, 37)
    assert note.places["claims.0.where"] == (6, 151)
    assert note.unread == frozenset()


def test_claims_are_counted_without_those_that_are_left_out():
    data = b"---\nclaims:\n- {value: 1}\n- {metric: m, value: 2, wher: [1, 2]}\n---\n"
    note, found = read_note(data, key="k", path="p")
    assert [claim.metric for claim in note.claims] == ["m"]
    assert note.places["claims.0"] == (4, 3)
    assert note.unread == {"claims.0.where"}
    assert [(d.line, d.column) for d in found] == [(3, 3), (4, 25)]


def test_fields_that_stand_there_and_cannot_be_read_are_known():
    note, _ = read("faulty-fields.md")
    assert {"tldr", "kind", "tags", "added"} <= note.unread
    note, _ = read("broken-yaml.md")
    assert note.unread == {"tldr", "tags"}
    note, _ = read_note(b"---\n- tldr: a\n---\n", key="k", path="p")
    assert {"tldr", "tags"} <= note.unread


@pytest.mark.parametrize(
    "data",
    [
        b"tldr: A.\nkind: theory\n---\nText.\n",
        b"--\ntldr: A.\nkind: theory\n---\nText.\n",
        b"---\n---\ntldr: A.\nkind: theory\n---\nText.\n",
        b"\n---\ntldr: A.\nkind: theory\n---\nText.\n",
        b"---\ntldr: A.\nkind: theory\n--\nText.\n",
        b"---\ntldr: A.\nkind: theory\n\nText.\n",
        b"---\ntldr: A.\nkind: theory\nText.\n",
    ],
)
def test_a_fence_that_is_missing_is_one_finding_and_costs_nothing(data):
    note, found = read_note(data, key="k", path="p")
    assert found_at(found) == [("N002", 1, 1)]
    assert (note.tldr, note.kind, note.body.text) == ("A.", PaperKind.THEORY, "Text.")


def test_empty_lines_inside_the_fence_are_nothing():
    note, found = read_note(b"---\n\ntldr: A.\n\nkind: theory\n\n---\nText.\n", key="k", path="p")
    assert found == []
    assert (note.tldr, note.kind, note.body.text) == ("A.", PaperKind.THEORY, "Text.")


def test_a_line_without_colon_costs_itself():
    note, found = read_note(b"---\ntldr A.\nkind: theory\n---\n", key="k", path="p")
    assert len(found) == 1
    assert (note.kind, note.unread) == (PaperKind.THEORY, {"tldr"})


def test_a_line_at_the_margin_goes_on_with_the_field_before():
    data = b"---\ntldr: A sentence\nthat goes on.\nkind: theory\n---\n"
    note, found = read_note(data, key="k", path="p")
    assert found_at(found) == [("N002", 3, 1)]
    assert (note.tldr, note.kind) == ("A sentence that goes on.", PaperKind.THEORY)


CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\n" + CONFLICT.format("tldr: A.", "tldr: B.") + "kind: theory\n---\nText.\n",
         "N002", 2),
        ("---\ntldr: A.\nkind: theory\n---\n" + CONFLICT.format("Text.", "Other."), "N005", 5),
        (CONFLICT.format("---\ntldr: A.\nkind: theory\n---\nText.", "---\ntldr: B.\n---\n"),
         "N002", 1),
        ("---\ntldr: A.\nkind: theory\n" + CONFLICT.format("---\nText.", "about: B\n---\nB."),
         "N002", 4),
    ],
)  # fmt: skip
def test_of_a_merge_conflict_the_first_side_is_read(text, code, line):
    note, found = read_note(text.encode(), key="k", path="p")
    assert found_at(found) == [(code, line, 1)]
    assert (note.tldr, note.kind, note.body.text) == ("A.", PaperKind.THEORY, "Text.")
    assert ("about" in note.unread) == (code == "N002")


def test_whether_it_is_a_draft_is_true_or_false():
    _, (finding,) = read_note(b"---\ndraft: yes\n---\n", key="k", path="p")
    assert finding.help == "known: true, false"
