"""YAML is read as raw text with positions, and typed where a field is taken."""

import time

import pytest

from surveygen.readers.yaml_fields import Fields, Report, help_for_word
from surveygen.readers.yaml_nodes import YamlList, YamlMap, YamlText
from surveygen.readers.yaml_reader import read_yaml
from surveygen.survey.codes import Code
from surveygen.survey.note import PaperKind


def read(source, **settings):
    return read_yaml(
        source, path="t.yaml", syntax=Code.TAXONOMY_SYNTAX, limit=Code.TAXONOMY_LIMIT, **settings
    )


def fields_of(source):
    node, _ = read(source)
    return Fields(node, Report("t.yaml"), 'section "q"')


def test_scalars_stay_as_they_were_written():
    node, found = read("a: 1811770\nb: [no, 2020-01-01, '0x1']\n")
    assert found == []
    assert node.get("a") == YamlText("1811770", 1, 4)
    assert node.get("b") == YamlList(
        (YamlText("no", 2, 5), YamlText("2020-01-01", 2, 9), YamlText("0x1", 2, 21, quoted=True)),
        2,
        4,
    )


def test_positions_count_code_points_and_the_file_s_lines():
    source = '\ufeff"\U0001f600": {b: c, x: "y\u2028z"}\r\nd: e\rf: g\n'
    node, _ = read(source, first_line=3)
    assert node.get("\U0001f600").get("b") == YamlText("c", 3, 10)
    assert node.get("d") == YamlText("e", 4, 4)
    assert node.get("f") == YamlText("g", 5, 4)


def test_of_a_key_that_stands_twice_the_first_counts():
    node, found = read("a: 1\nb: 2\na: 3\n")
    assert node.get("a") == YamlText("1", 1, 4)
    assert [(d.code, d.line, d.column) for d in found] == [(Code.DUPLICATE_MAPPING_KEY, 3, 1)]
    assert "line 1" in found[0].message


@pytest.mark.parametrize(
    ("source", "line", "column", "says"),
    [
        ("a: b: c", 1, 5, "colon"),
        ("a:\n\t- b", 2, 1, "tab"),
        ("a: @b", 1, 4, "cannot start with @"),
        ("a: *b c", 1, 4, "cannot start with *"),
        ("a: *b\n  c", 1, 4, "cannot start with *"),
        ("a: \x00", 1, 4, "U+0000"),
        ("a: 'b\nc: d", 1, 4, "quote"),
        ("a: [b\nc: d", 1, 4, "list in brackets"),
        ("a: {b\nc: d", 1, 4, "mapping in braces"),
        ("a: b\nc\nd: e", 2, 1, "without a colon"),
        ("a:\n  - b\n c: d", 3, 2, "does not fit"),
        ("a: 'b' c", 1, 8, "does not fit"),
        ('a: "\\d"', 1, 5, "backslash"),
        ("a: - b", 1, 4, "list cannot begin"),
        ("a: *b* c", 1, 4, "cannot start with *"),
        ("a: &x b", 1, 4, "anchor"),
        ("a: !!python/object/apply:os.system [ls]", 1, 4, "tag"),
        ("a: *x", 1, 4, "alias"),
        ("a: 1\n---\nb: 2", 2, 1, "second YAML document"),
        ("? [a]\n: b", 1, 3, "name of a field"),
        ('a: "b\nc: "d" e\n', 1, 4, "quote that opens here"),
        ("a: 'b\nc: 'd': e\n", 1, 4, "quote that opens here"),
        ("a: [b]]", 1, 7, "] closes nothing"),
        ("a: {b: c}}", 1, 10, "} closes nothing"),
        ("a: [#b, #c]", 1, 4, "list in brackets"),
        ("a: {#b}", 1, 4, "mapping in braces"),
        ("a: 1\n<<<<<<< x\nb: 2\n=======\nb: 3\n>>>>>>> y\n", 2, 1, "merge conflict"),
    ],
)
def test_what_a_survey_has_no_use_for_is_reported_at_its_place(source, line, column, says):
    _, (finding,) = read(source)
    assert (finding.code, finding.line, finding.column) == (Code.TAXONOMY_SYNTAX, line, column)
    assert says in finding.message


def test_depth_and_size_are_limited():
    start = time.process_time()
    for source in ("[" * 100_000, "a: " * 3, "x" * 20_000_001, "&a [" + "*a," * 100_000 + "]"):
        node, found = read(source)
        assert found
        assert not isinstance(node, YamlMap)
    assert time.process_time() - start < 10
    assert read("[" * 20 + "]" * 20)[1] == []
    assert [d.code for d in read("[" * 21 + "]" * 21)[1]] == [Code.TAXONOMY_LIMIT]


def test_nothing_gives_nothing():
    assert read("") == (None, [])
    assert read("# only a comment\n") == (None, [])


def test_fields_are_taken_by_type():
    fields = fields_of("id: q\nn: 12\nkind: theory\nempty:\npapers: [a, 'b']\nlinks: {c: d}\n")
    assert fields.text("id", required=True) == "q"
    assert fields.integer("n") == 12
    assert fields.choice("kind", PaperKind) is PaperKind.THEORY
    assert fields.text("empty") == fields.text("missing") == ""
    assert [paper.text for paper in fields.texts("papers")] == ["a", "b"]
    assert [(key.text, value.text) for key, value in fields.pairs("links")] == [("c", "d")]
    fields.finish()
    assert fields.report.diagnostics == []


def test_a_wrong_field_is_one_finding_at_its_place():
    fields = fields_of("titel: x\nid: [q]\nn: 12x\npapers: [a, {b: c}]\nalso: a\n")
    assert (fields.text("id"), fields.integer("n"), fields.texts("also")) == ("", None, ())
    assert [paper.text for paper in fields.texts("papers")] == ["a"]
    fields.text("title", required=True)
    fields.finish()
    assert [(d.code.id, d.line, d.column) for d in fields.report.diagnostics] == [
        *[("T103", 2, 5), ("T103", 3, 4), ("T103", 5, 7), ("T103", 4, 13), ("T102", 1, 1)],
    ]
    assert str(fields.report.diagnostics[-1]) == (
        't.yaml:1:1: error: unknown field "titel" in section "q"; did you mean "title"? [T102]'
    )
    assert fields.spoiled == {"id", "n", "papers", "also", "title"}
    assert fields.report.unread_words == {"q", "12x", "a", "b", "c", "x"}


def test_did_you_mean_names_what_is_near_or_what_there_is():
    assert help_for_word("metod", ["method", "theory"]) == 'did you mean "method"?'
    assert help_for_word("zzz", ["method", "theory"]) == "known: method, theory"
    assert help_for_word("x" * 100_000, ["method"]) == "known: method"


def test_a_required_field_that_is_missing_is_named_with_what_lacks_it():
    fields = fields_of("id: q\n")
    fields.text("id")
    fields.text("title", required=True)
    fields.finish()
    assert [str(d) for d in fields.report.diagnostics] == [
        't.yaml:1:1: error: field "title" is missing in section "q"; write title: ... [T104]'
    ]


def test_a_field_that_lacks_its_colon_is_one_finding():
    fields = fields_of("{title A title, id: q}")
    fields.text("title", required=True)
    fields.text("id")
    fields.finish()
    (finding,) = fields.report.diagnostics
    assert (finding.code, finding.help) == (Code.UNKNOWN_FIELD, "write title: A title")


def test_items_of_the_wrong_type_are_one_mistake():
    fields = fields_of("papers: [{key: a}, b, {key: c}]\n")
    assert [paper.text for paper in fields.texts("papers")] == ["b"]
    (finding,) = fields.report.diagnostics
    assert (finding.code, finding.line, finding.column) == (Code.WRONG_TYPE, 1, 10)
    assert {"a", "c"} <= fields.report.unread_words


@pytest.mark.parametrize(
    ("source", "line", "column", "says"),
    [
        ("title: &t A\nid: *t\n", 2, 5, "alias *t"),
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n", 2, 8, "4 aliases"),
        ("title: &t A\nid: &i q\n", 1, 8, "2 anchors"),
        ("title: !!python/object/apply:os.system [ls]\n", 1, 8, "tag !!python/object"),
        ("*x : A\n", 1, 1, "alias *x"),
    ],
)
def test_anchors_aliases_and_tags_are_one_finding_and_no_wrong_field(source, line, column, says):
    node, found = read(source)
    fields = Fields(node, Report("t.yaml", diagnostics=found), "it")
    fields.text("title", required="title" in source)
    fields.text("id", required="id" in source)
    fields.finish()
    (finding,) = fields.report.diagnostics
    assert (finding.line, finding.column) == (line, column)
    assert says in finding.message


def test_what_stands_in_vain_is_not_read_and_not_forgotten():
    node, _ = read("a: 1\na: [b, c d]\n---\ne: f\n")
    fields = Fields(node, Report("t.yaml"), "it")
    fields.text("a")
    fields.finish()
    assert {"b", "c", "d", "e:", "f"} <= fields.report.unread_words


def test_of_a_merge_conflict_the_first_side_is_read_and_the_other_not_forgotten():
    node, _ = read("a: 1\n<<<<<<< x\nb: 2\n=======\nb: [k, l]\n>>>>>>> y\nc: 3\n", first_line=5)
    assert node.get("b") == YamlText("2", 7, 4)
    assert node.get("c") == YamlText("3", 11, 4)
    fields = Fields(node, Report("t.yaml"), "it")
    fields.finish()
    assert {"k", "l"} <= fields.report.unread_words


@pytest.mark.parametrize("break_", ["\x85", "\u2028", "\u2029"])
def test_what_yaml_1_1_takes_for_a_line_break_is_a_blank(break_):
    node, found = read(f"a: b{break_}c\nd: 'e{break_}f'\n")
    assert found == []
    assert node.get("a") == YamlText("b c", 1, 4)
    assert node.get("d") == YamlText("e f", 2, 4, quoted=True)


@pytest.mark.parametrize("blank", ["\xa0", "\u2003", "\u3000"])
def test_blanks_of_any_sort_indent(blank):
    node, found = read(f"a:\n{blank * 2}- b: c\n{blank * 4}d: e\n{blank} -{blank}b: {blank}f\n")
    assert found == []
    one, two = node.get("a").items
    assert (one.get("b"), one.get("d")) == (YamlText("c", 2, 8), YamlText("e", 3, 8))
    assert two.get("b") == YamlText(f"{blank}f", 4, 8)


def test_a_remark_in_a_list_that_does_not_end_is_the_likely_cause():
    assert "' #'" in read("a: [#b, #c]\n")[1][0].help
    assert "bracket" in read("a: [b, c\n")[1][0].help


def test_repeated_keys_in_a_row_are_one_fault_of_a_list():
    _, (finding,) = read("a:\n- id: b\n  title: c\n  id: d\n  title: e\n")
    assert (finding.line, finding.column) == (4, 3)
    assert "'-'" in finding.help
    _, found = read("a: 1\nb: 2\na: 3\nc: 4\nb: 5\n")
    assert [(d.line, d.help) for d in found] == [(3, "keep one of them"), (5, "keep one of them")]


def test_depth_says_to_nest_less_deep():
    assert read("[" * 21 + "]" * 21)[1][0].help == "nest it less deep"
