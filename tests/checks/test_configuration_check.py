"""What `surveygen check` says of docs/conf.py: it must build the survey and agree with it."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveygen.checks.configuration import check_configuration
from surveygen.readers.taxonomy_yaml import read_taxonomy
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.identity import identity_options
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import SurveyAuthor, Taxonomy

ROOT = Path(__file__).parents[2]
ENGLISH = Taxonomy(
    title="Limits",
    authors=(SurveyAuthor("Kurt Gödel"), SurveyAuthor("Alonzo Church")),
    edition="2026.1",
    date="2026-11-21",
    url="https://example.org/",
)
GERMAN = Taxonomy(title="Grenzen", language="de")
LISTED = 'extensions = ["surveygen"]\n'


def findings(
    root: Path, conf: str | bytes | None, taxonomy: Taxonomy = ENGLISH
) -> list[Diagnostic]:
    (root / "docs").mkdir(exist_ok=True)
    if conf is not None:
        data = conf.encode() if isinstance(conf, str) else conf
        (root / "docs" / "conf.py").write_bytes(data)
    return list(check_configuration(Survey(root, taxonomy)))


def lines(root: Path, conf: str | bytes | None, taxonomy: Taxonomy = ENGLISH) -> list[str]:
    return [str(finding) for finding in findings(root, conf, taxonomy)]


def test_a_conf_py_that_leaves_identity_to_the_taxonomy(tmp_path: Path) -> None:
    assert not findings(tmp_path, LISTED)


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests" / "data" / "sample"], ids=["own", "sample"])
def test_the_surveys_of_this_repository_agree_with_their_conf_py(root: Path) -> None:
    taxonomy, _ = read_taxonomy((root / "taxonomy.yaml").read_bytes(), path="taxonomy.yaml")
    assert not list(check_configuration(Survey(root, taxonomy)))


# What conf.py sets


@pytest.mark.parametrize("name", identity_options(ENGLISH))
def test_a_value_that_differs_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, f'{LISTED}\n{name} = "Other"\n')
    assert finding.code is Code.IDENTITY_DIFFERS
    assert (finding.path, finding.line, finding.column) == ("docs/conf.py", 3, 1)
    wanted = identity_options(ENGLISH)[name]
    assert finding.message == f'conf.py sets {name} to "Other", the taxonomy says "{wanted}"'


@pytest.mark.parametrize("name", identity_options(ENGLISH))
def test_a_value_that_says_the_same_is_none(name: str, tmp_path: Path) -> None:
    assert not findings(tmp_path, f"{LISTED}{name} = {identity_options(ENGLISH)[name]!r}\n")


def test_the_whole_line_tells_what_to_do(tmp_path: Path) -> None:
    assert lines(tmp_path, f'{LISTED}release = "2025.9"') == [
        'docs/conf.py:2:1: warning: conf.py sets release to "2025.9", the taxonomy says "2026.1"; '
        "delete the line in conf.py, or make both equal [C013]"
    ]


@pytest.mark.parametrize("value", ['f"{x}"', '"a" + "b"', "str(1)", "other", 'x or "a"', "[1]"])
def test_what_is_computed_is_not_compared(value: str, tmp_path: Path) -> None:
    assert not findings(tmp_path, f"{LISTED}release = {value}\n")


@pytest.mark.parametrize(
    "code",
    [
        'project = "Other"\nproject = name()',
        'project = "Other"\nproject += "s"',
        'if x:\n    project = "Other"',
        'try:\n    project = "Other"\nexcept ValueError:\n    pass',
        'project = "Other"\nfrom shared import project',
        'project = "Other"\nfrom shared import name as project',
        'project = "Other"\ndel project',
        'def setup(app):\n    project = "Other"',
        'class A:\n    project = "Other"',
        'project, x = "Other", 1',
        'config.project = "Other"',
        "project: str",
    ],
)
def test_only_plain_assignments_are_compared(code: str, tmp_path: Path) -> None:
    assert not findings(tmp_path, f"{LISTED}{code}\n")


def test_the_last_assignment_counts(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, f'{LISTED}project = "Limits"\nproject = "Other"\n')
    assert finding.line == 3
    assert not findings(tmp_path, f'{LISTED}project = "Other"\nproject = "Limits"\n')


def test_an_annotated_assignment_is_one(tmp_path: Path) -> None:
    assert [finding.line for finding in findings(tmp_path, f'{LISTED}project: str = "O"\n')] == [2]


def test_one_value_for_two_names(tmp_path: Path) -> None:
    places = [(f.line, f.column) for f in findings(tmp_path, f'{LISTED}version = release = "1"\n')]
    assert places == [(2, 1), (2, 11)]


def test_columns_are_characters(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, f'{LISTED}é = "\u2028ü"; project = "Other"\n')
    assert (finding.line, finding.column) == (2, 11)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_lines_may_end_in_any_way(ends: str, tmp_path: Path) -> None:
    conf = f'{LISTED}\n\nproject = "Other"\n'.replace("\n", ends)
    assert [finding.line for finding in findings(tmp_path, conf)] == [4]


@pytest.mark.parametrize(("value", "differs"), [("2026.1", False), ("1", True)])
def test_a_value_that_is_no_text_is_compared_as_text(
    value: str, differs: bool, tmp_path: Path
) -> None:
    assert len(findings(tmp_path, f"{LISTED}release = {value}\n")) == differs


@pytest.mark.parametrize("value", ["None", "''"])
def test_an_option_that_is_set_to_nothing(value: str, tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, f"{LISTED}html_title = {value}\n")
    assert finding.message == 'conf.py sets html_title to "", the taxonomy says "Limits"'


def test_what_the_taxonomy_does_not_say_is_conf_pys_own(tmp_path: Path) -> None:
    conf = f'{LISTED}author = "A"\nrelease = "1"\nhtml_baseurl = "https://example.org/"\n'
    assert not findings(tmp_path, conf, Taxonomy(title="Limits"))


def test_a_copyright_of_its_own_is_no_difference(tmp_path: Path) -> None:
    assert not findings(tmp_path, f'{LISTED}copyright = "2020, A publisher"\n')


# The language, which Sphinx uses before an extension can set it


def test_a_language_that_conf_py_does_not_set(tmp_path: Path) -> None:
    assert lines(tmp_path, LISTED, GERMAN) == [
        'docs/conf.py:1:1: warning: conf.py sets no language, the taxonomy says "de"; '
        'add the line: language = "de" [C013]'
    ]


def test_a_language_that_differs(tmp_path: Path) -> None:
    assert lines(tmp_path, f'{LISTED}language = "en"\n', GERMAN) == [
        'docs/conf.py:2:1: warning: conf.py sets language to "en", the taxonomy says "de"; '
        "make both equal [C013]"
    ]


@pytest.mark.parametrize("head", ["def setup(app)", "class Config"])
def test_a_name_within_a_function_or_class_is_no_option(head: str, tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, f'{LISTED}{head}:\n    language = "de"\n', GERMAN)
    assert finding.line == 1


@pytest.mark.parametrize(
    ("conf", "language"),
    [
        ('language = "de"', "de"),
        ('language = "pt_BR"', "pt-BR"),
        ('language = "pt_br"', "pt_BR"),
        ("", "en"),
        ("from shared import *", "de"),
        ("import language", "de"),
        ("language = chosen()", "de"),
    ],
)
def test_languages_that_agree_or_are_not_known(conf: str, language: str, tmp_path: Path) -> None:
    assert not findings(tmp_path, f"{LISTED}{conf}\n", Taxonomy(title="A", language=language))


def test_the_line_to_add_is_written_as_sphinx_writes_languages(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, LISTED, Taxonomy(title="A", language="pt-BR"))
    assert finding.help == 'add the line: language = "pt_BR"'


# Extensions


@pytest.mark.parametrize("value", ['["myst_parser"]', '("myst_parser",)'])
def test_a_conf_py_without_the_extension_shows_no_survey(value: str, tmp_path: Path) -> None:
    assert lines(tmp_path, f"import os\nextensions = {value}\n") == [
        'docs/conf.py:2:1: error: "surveygen" is not among the extensions; the build would show '
        'no survey; add "surveygen" to the list [C014]'
    ]


@pytest.mark.parametrize(("conf", "line"), [("", 1), ("\n\nextensions = []", 3)])
def test_a_conf_py_without_any_extension(conf: str, line: int, tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, conf)
    assert (finding.code, finding.line) == (Code.UNUSABLE_CONFIGURATION, line)
    assert finding.help == 'write extensions = ["surveygen"]'


@pytest.mark.parametrize(
    "conf",
    [
        'extensions = ("surveygen",)',
        'extensions = ["a"] + more',
        'extensions = ["a", *more]',
        'extensions = ["a"]\nextensions += ["surveygen"]',
        'extensions = ["a"]\nextensions.append("surveygen")',
        'extensions = ["a"]\nextensions[:0] = ["surveygen"]',
        'extensions = ["a"]\nif x:\n    extensions.insert(0, "surveygen")',
        "from shared import *",
        "from shared import extensions",
    ],
)
def test_extensions_that_may_hold_it(conf: str, tmp_path: Path) -> None:
    assert not findings(tmp_path, conf)


def test_an_extension_that_cannot_stand_beside_it(tmp_path: Path) -> None:
    conf = 'extensions = [\n    "surveygen",\n    "sphinxcontrib.bibtex",\n]\n'
    assert lines(tmp_path, conf) == [
        'docs/conf.py:3:5: error: "sphinxcontrib.bibtex" defines the cite roles, as "surveygen" '
        "does; the build would stop; delete it from the list [C014]"
    ]


# A file that is none


def test_a_missing_conf_py(tmp_path: Path) -> None:
    assert lines(tmp_path, None) == [
        "docs/conf.py: error: there is no configuration for Sphinx; "
        'write the file: extensions = ["surveygen"] [N010]'
    ]


def test_what_to_write_sets_the_language_too(tmp_path: Path) -> None:
    (missing,) = findings(tmp_path, None, GERMAN)
    lines = missing.help.removeprefix("write the file: ")
    assert not findings(tmp_path, lines, GERMAN)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "docs" / "conf.py").mkdir(parents=True)
    (finding,) = findings(tmp_path, None)
    assert (finding.code, finding.line) == (Code.UNREADABLE_FILE, None)
    assert finding.message == "cannot be read: Is a directory"


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    conf = f'{LISTED}# é\r\nproject = "Möbius"\n'.encode().replace("ö".encode(), b"\xf6")
    assert lines(tmp_path, conf) == [
        "docs/conf.py:3:13: error: the byte 0xf6 is not UTF-8; save the file as UTF-8 [N006]"
    ]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert not findings(tmp_path, b"\xef\xbb\xbf" + LISTED.encode())


def test_a_syntax_error(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, f'{LISTED}project = "Limits\n')
    assert (finding.code, finding.line, finding.column) == (Code.UNUSABLE_CONFIGURATION, 2, 11)
    assert "unterminated string" in finding.message
    assert finding.help == "mend conf.py at the place that is named"


@pytest.mark.parametrize("conf", ["x = 1\0", "(" * 300, f"x = {'-' * 100_000}1"])
def test_what_python_gives_up_on(conf: str, tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, conf)
    assert finding.code is Code.UNUSABLE_CONFIGURATION
    assert finding.line == 1


def test_it_is_never_executed(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    findings(tmp_path, f"{LISTED}open({str(witness)!r}, 'w').close()\nraise SystemExit\n")
    assert not witness.exists()


def test_what_python_warns_of_in_it_is_not_shown(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not findings(tmp_path, f'{LISTED}pattern = "\\d"\n')


CODE = st.lists(
    st.sampled_from(
        'extensions = ["surveygen"]|extensions|project = "é"; release = "1"|if x:|    language = 1|'
        "from a import *|for version in x: pass|(|\t|\0|# coding: latin-1|é|def f():|  pass|'''|"
        "with a as author: pass|release: str|x[project] = 1|lambda: 1|\f|\\".split("|")
    )
    | st.text(max_size=8),
    max_size=8,
).map("\n".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conf=CODE.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary())
def test_any_file_gives_findings_with_a_place_in_it(conf: bytes, tmp_path: Path) -> None:
    count = len(conf.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")) + 1
    for finding in findings(tmp_path, conf):
        assert finding.line is not None and 1 <= finding.line <= count
        assert finding.column is not None and finding.column >= 1
        assert str(finding).isprintable()


# What the build would stop at


def test_extensions_as_text_hold_none(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, 'extensions = "surveygen"\n')
    assert finding.code is Code.UNUSABLE_CONFIGURATION
    assert finding.help == 'write extensions = ["surveygen"]'


def test_an_extension_that_is_not_installed_is_named_at_its_place(tmp_path: Path) -> None:
    conf = 'extensions = [\n    "surveygen",\n    "sphinx_no_such.part",\n]\n'
    (finding,) = findings(tmp_path, conf)
    assert (finding.code, finding.line, finding.column) == (Code.UNUSABLE_CONFIGURATION, 3, 5)
    assert finding.message.startswith('the extension "sphinx_no_such.part" is not installed')


@pytest.mark.parametrize(
    "conf",
    [
        'extensions = ["surveygen", "sphinx.ext.mathjax", "myst_parser"]',
        'import sys\nsys.path.insert(0, ".")\nextensions = ["surveygen", "sphinx_no_such"]',
        'extensions = ["surveygen", name, "sphinx_no_such"]',
        'extensions = ["surveygen", "", 1, ".x", "_x"]',
    ],
)
def test_extensions_that_are_installed_or_may_be(conf: str, tmp_path: Path) -> None:
    assert not findings(tmp_path, f"{conf}\n")


def test_a_zero_is_named_at_its_place(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, f"{LISTED}lang\0uage = 1\n")
    assert (finding.code, finding.line, finding.column) == (Code.UNUSABLE_CONFIGURATION, 2, 5)
