"""One bad input costs only itself: every file of ``tests/data/damaged``, as users meet it.

A bibliography becomes a survey by ``init --from``. Any other file takes its place in the sample
survey, over which ``undamaged/`` is laid, so that there is something to lose.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DATA, contents, run

FOLDER = DATA / "damaged"
KINDS = ("taxonomy", "notes", "narratives", "vocabulary", "configuration")
BIBLIOGRAPHY = "docs/references.bib"
NOTE = "docs/notes/cook1971complexity.md"
NARRATIVE = ("first problem", "The other way", "only seem", "fast algorithms")
"""What the undamaged narrative of a section shows, in its order."""
GENERATED = ("build/", ".surveygen/", "docs/survey/")
NOTHING_TO_SHOW = ("empty", "blank-lines", "all-nul", "bytes-png", "bytes-no-bibliography")
"""Files of which no line can be shown."""
REPRESENTATIVE = (
    "bytes-html bytes-latin-1 bytes-no-bibliography bytes-utf-16-le brace-of-entry-lost-middle "
    "comments-of-jabref crossref-circle fields-lost key-of-a-page key-of-a-windows-device "
    "key-twice-different key-unusable key-unusual-but-fine merge-conflict-in-an-entry "
    "string-undefined types year-in-words"
).split()
"""Bibliographies of which the site is built, too; of all others the exports are."""


@dataclass(frozen=True)
class Case:
    """A damaged file, and what is expected of it."""

    kind: str
    file: Path
    place: str
    """Where it lies in the survey."""
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.kind}/{self.file.stem}"

    @property
    def says(self) -> list[str]:
        return sorted([*self.expected["says"], *self.expected.get("checks", ())])

    @property
    def built(self) -> str:
        """``site``, ``exports`` or ``nothing``."""
        return str(self.expected.get("built", "site"))

    def survey(self, folder: Path, undamaged: Path) -> Path:
        """A survey in which the file lies."""
        if self.kind == "bibliography":
            assert run(folder, "init", "survey", "--from", str(self.file)).exit_code == 0
            return folder / "survey"
        root = folder / "survey"
        shutil.copytree(undamaged, root)
        (root / self.place).write_bytes(self.file.read_bytes())
        return root


def read_expected(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    return content


def cases() -> Iterator[Case]:
    for name, expected in read_expected(FOLDER).items():
        yield Case("bibliography", FOLDER / f"{name}.bib", BIBLIOGRAPHY, expected)
    for kind in KINDS:
        content = read_expected(FOLDER / kind)
        suffix = Path(content["as"]).suffix
        for name, expected in content["files"].items():
            place = expected.get("as", content["as"])
            yield Case(kind, FOLDER / kind / f"{name}{suffix}", place, expected)


CASES = list(cases())
BIBLIOGRAPHIES = [case for case in CASES if case.kind == "bibliography"]
OTHERS = [case for case in CASES if case.kind != "bibliography"]
SITES = [
    *(case for case in OTHERS if case.built == "site"),
    *(case for case in BIBLIOGRAPHIES if case.file.stem in REPRESENTATIVE),
]


@dataclass(frozen=True)
class Undamaged:
    root: Path
    findings: frozenset[tuple[str, str, str]]
    state: Mapping[str, object]


@pytest.fixture(scope="session")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Undamaged:
    """The survey into which damaged files are put, with its exports."""
    root = tmp_path_factory.mktemp("undamaged") / "survey"
    ignored = shutil.ignore_patterns("build", ".surveygen", "survey")
    shutil.copytree(DATA / "sample", root, ignore=ignored)
    shutil.copytree(FOLDER / "undamaged", root, dirs_exist_ok=True)
    found = findings(root)
    assert run(root, "build", "exports").exit_code == 0
    shutil.rmtree(root / ".surveygen")
    return Undamaged(root, frozenset(map(what, found)), state(root))


def findings(root: Path) -> list[dict[str, Any]]:
    content = json.loads(run(root, "check", "--json").stdout)
    found: list[dict[str, Any]] = content["findings"]
    return found


def what(finding: Mapping[str, Any]) -> tuple[str, str, str]:
    """A finding without its place, which lines above it move."""
    return finding["code"], finding["path"], finding["message"]


def told(found: Iterable[Mapping[str, Any]], place: str) -> list[str]:
    """``CODE line:column``, with the path where that is not the damaged file's."""
    lines = []
    for finding in found:
        parts = [] if finding["path"] == place else [finding["path"]]
        parts += [finding["line"], finding["column"]] if finding["line"] else []
        lines.append(f"{finding['code']} {':'.join(map(str, parts))}")
    return sorted(lines)


def assert_helpful(found: Iterable[Mapping[str, Any]], case: Case, root: Path) -> None:
    """Every finding says what to do, where, and shows that line."""
    files: dict[str, list[bytes]] = {}
    for finding in found:
        assert finding["help"].strip(), finding
        file = root / finding["path"]
        if not file.exists():
            continue
        if finding["path"] not in files:
            files[finding["path"]] = re.split(rb"\r\n|\r|\n", file.read_bytes())
        lines = files[finding["path"]]
        assert 1 <= finding["line"] <= len(lines), finding
        assert finding["column"] >= 1, finding
        is_shown = finding["path"] != case.place or not case.file.stem.endswith(NOTHING_TO_SHOW)
        if is_shown and lines[finding["line"] - 1].strip():
            assert finding["excerpt"].strip(), finding


def state(root: Path) -> dict[str, object]:
    """What ``papers.json`` says of sections, places and notes, by path."""
    content = json.loads((root / "build/exports/papers.json").read_text(encoding="utf-8"))
    found = {f"survey.{name}": value for name, value in content["survey"].items()}
    for section in content["sections"]:
        found[section["id"]] = [section["title"], section["parent"]]
    for paper in content["papers"]:
        key = paper["key"]
        found |= {f"{key}.home": paper["home"], f"{key}.also": paper["also"]}
        found |= {f"{key}.note.{name}": value for name, value in (paper["note"] or {}).items()}
    return found


def exported_keys(root: Path) -> set[str]:
    text = (root / "build/exports/survey.bib").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^@\w+\{(.+),$", text))


def of_people(root: Path) -> dict[str, str]:
    """A hash for every file that is not generated."""
    return {name: it for name, it in contents(root).items() if not name.startswith(GENERATED)}


def of_readers(root: Path) -> dict[str, str]:
    """A hash for every file of the site, but those in which Sphinx keeps what it was built with."""
    found = contents(root / "build/html")
    return {name: it for name, it in found.items() if not name.startswith(".buildinfo")}


def visible(page: Path) -> str:
    """The text of a page, white space squeezed."""
    text = re.sub(r"<script.*?</script>|<[^>]*>", "", page.read_text(encoding="utf-8"), flags=re.S)
    return " ".join(unescape(text).split())


def test_every_file_has_its_expectation() -> None:
    files = {
        file
        for folder in (FOLDER, *(FOLDER / kind for kind in KINDS))
        for file in folder.iterdir()
        if file.is_file() and file.name not in ("expected.yaml", ".gitattributes")
    }
    assert {case.file for case in CASES} == files
    assert set(REPRESENTATIVE) <= {case.file.stem for case in BIBLIOGRAPHIES}


def test_the_undamaged_survey_has_nothing_but_gaps(undamaged: Undamaged) -> None:
    """Papers without notes, notes of few tags."""
    assert {code for code, _path, _message in undamaged.findings} == {"C001", "C004"}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_damage_is_told_once_and_costs_only_itself(
    case: Case, undamaged: Undamaged, tmp_path: Path
) -> None:
    root = case.survey(tmp_path, undamaged.root)
    before, built = of_people(root), contents(root / "build")
    if case.kind == "bibliography":
        assert (root / BIBLIOGRAPHY).read_bytes() == case.file.read_bytes()

    result = run(root, "check", "--json")
    content = json.loads(result.stdout)
    # A survey of a bibliography has no sections yet, and says so.
    found = [
        finding
        for finding in content["findings"]
        if what(finding) not in undamaged.findings
        and not (case.kind == "bibliography" and finding["code"] == "T107")
    ]
    assert told(found, case.place) == case.says
    assert_helpful(found, case, root)
    assert result.exit_code == any(finding["severity"] == "error" for finding in found)

    result = run(root, "build", "exports")
    assert of_people(root) == before
    if case.built == "nothing":
        assert result.exit_code == 1
        assert contents(root / "build") == built
        return
    assert result.exit_code == 0
    if case.kind == "bibliography":
        assert exported_keys(root) == set(case.expected["kept"])
        return
    assert exported_keys(root) == exported_keys(undamaged.root)
    wanted = {**undamaged.state, **case.expected.get("differs", {})}
    assert state(root) == {name: value for name, value in wanted.items() if _is_there(name, wanted)}


def _is_there(name: str, wanted: Mapping[str, object]) -> bool:
    """Whether papers.json still has a member: sections and whole notes can be gone."""
    if "." not in name:
        return wanted[name] is not None
    key, _dot, field = name.partition(".note.")
    return not field or wanted[f"{key}.note.text"] is not None


@pytest.fixture(scope="session")
def site(undamaged: Undamaged, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The undamaged survey with its site."""
    root = tmp_path_factory.mktemp("site") / "survey"
    shutil.copytree(undamaged.root, root)
    assert run(root, "build", "--strict").exit_code == 0
    return root


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in OTHERS if case.built != "site"], ids=str)
def test_what_cannot_be_built_leaves_the_old_site(case: Case, site: Path, tmp_path: Path) -> None:
    root = case.survey(tmp_path, site)
    before, pages = of_people(root), of_readers(root)
    result = run(root, "build", "html")
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert of_people(root) == before
    assert of_readers(root) == pages


@pytest.mark.slow
@pytest.mark.parametrize("case", SITES, ids=str)
def test_the_site_shows_all_else(
    case: Case, site: Path, undamaged: Undamaged, tmp_path: Path
) -> None:
    root = case.survey(tmp_path, site)
    before = of_people(root)
    result = run(root, "build")
    assert of_people(root) == before
    assert result.exit_code == 0
    places = re.findall(r"(?m)^(\S.*?): (?:WARNING|ERROR|CRITICAL): ", result.stderr)
    assert sorted(places) == sorted(case.expected.get("sphinx", ()))

    html = root / "build/html"
    content = json.loads((root / "build/exports/papers.json").read_text(encoding="utf-8"))
    references = visible(html / "survey/references.html")
    for paper in content["papers"]:
        # Formulas of a title are no text.
        words = re.findall(r"[^\W\d_]{4,}", paper["title"] or paper["key"])
        assert [word for word in words if word not in references] == []
        if paper["home"]:  # else it waits on the page of those that are not placed
            page = visible(html / f"papers/{paper['slug']}.html")
            assert not paper["note"] or (paper["note"]["tldr"] or "") in page
    pages = {file.stem for file in (html / "survey").glob("*.html")}
    sections = {section["id"] for section in content["sections"]}
    assert sections <= pages
    assert not pages & ({name for name in undamaged.state if "." not in name} - sections)
    if case.kind == "bibliography":
        _assert_listed_as_damaged(case, html)
    if case.kind == "narratives":
        page = visible(html / "survey/complexity.html")
        lost = case.expected.get("lost", ())
        shown = [text for text in NARRATIVE if lost != "all" and text not in lost]
        assert [text for text in NARRATIVE if text in page] == shown
        assert [text for text in case.expected.get("shows", ()) if text not in page] == []


def _assert_listed_as_damaged(case: Case, html: Path) -> None:
    """Every damaged entry is on the page of those to mend, with its key and line."""
    page = html / "survey/to-mend.html"
    aside = case.expected.get("aside", [])
    assert page.exists() == bool(aside)
    if aside:
        text = visible(page)
        assert [key for key in aside if key not in text] == []
        codes = ("B004", "B015")
        lines = [place.split()[1].split(":")[0] for place in case.says if place.startswith(codes)]
        assert [line for line in lines if f"{BIBLIOGRAPHY}:{line}" not in text] == []


# What is too large to lie in the repository


HUGE_ENTRIES = {
    "5,000 authors": ("@misc{k, author = {" + " and ".join(["Doe, Jane"] * 5000) + "}}", True),
    "10 MB in a field": ("@misc{k, abstract = {" + "word " * 2_000_000 + "}}", True),
    "a title of 1 MB": ("@misc{k, title = {" + "word " * 200_000 + "}}", True),
    "20,000 pairs of braces": ("@misc{k, title = {" + "{a}" * 20_000 + "}}", True),
    "20,000 braces in one another": (
        "@misc{k, title = {" + "{" * 20_000 + "}" * 20_000 + "}}",
        False,
    ),
    "20,000 braces that nothing closes": ("@misc{k, title = " + "{" * 20_000, False),
    "a key of 300 letters": (f"@misc{{{'k' * 300}, title = {{A}}}}", False),
    "a parent of a parent, 3,000 times": (
        "@misc{k, title = {A}, crossref = {p0}}\n"
        + "\n".join(f"@misc{{p{n}, crossref = {{p{n + 1}}}}}" for n in range(3000)),
        True,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HUGE_ENTRIES)
def test_a_huge_entry_costs_only_itself(name: str, tmp_path: Path) -> None:
    text, is_kept = HUGE_ENTRIES[name]
    source = tmp_path / "huge.bib"
    source.write_text(f"{text}\n@misc{{last, title = {{Last}}}}\n", encoding="utf-8")
    start = time.process_time()
    assert run(tmp_path, "init", "survey", "--from", str(source)).exit_code == 0
    root = tmp_path / "survey"
    found = findings(root)
    assert run(root, "build", "exports").exit_code == 0
    assert time.process_time() - start < 20
    assert (root / BIBLIOGRAPHY).read_bytes() == source.read_bytes()
    assert ("k" in exported_keys(root), "last" in exported_keys(root)) == (is_kept, True)
    errors = [finding for finding in found if finding["severity"] == "error"]
    assert len(errors) == (not is_kept)
    assert all(finding["help"] and finding["excerpt"] for finding in errors)


LONG_LINE = "word " * 80
NOTE_OF_2_MB = {
    "one paragraph": (LONG_LINE * 5000, []),
    "5,000 paragraphs": (f"{LONG_LINE}\n\n" * 5000, []),
    "lists in one another": ("- " * 1_000_000, ["N005"]),
    "2,500 merge conflicts": (
        f"<<<<<<< HEAD\n{LONG_LINE}\n=======\n{LONG_LINE}\n>>>>>>> theirs\n" * 2500,
        ["N005"],
    ),
}


@pytest.mark.parametrize("name", NOTE_OF_2_MB)
def test_a_note_of_2_mb_costs_only_itself(name: str, undamaged: Undamaged, tmp_path: Path) -> None:
    text, codes = NOTE_OF_2_MB[name]
    root = tmp_path / "survey"
    shutil.copytree(undamaged.root, root)
    front_matter = (root / NOTE).read_text(encoding="utf-8").split("---\n")[1]
    (root / NOTE).write_text(f"---\n{front_matter}---\n{text}", encoding="utf-8")
    start = time.process_time()
    found = [finding for finding in findings(root) if what(finding) not in undamaged.findings]
    assert run(root, "build", "exports").exit_code == 0
    assert time.process_time() - start < 30
    assert sorted({finding["code"] for finding in found}) == codes
    assert_helpful(found, OTHERS[0], root)
    now = state(root)
    assert now.keys() == undamaged.state.keys()
    assert [it for it in now if now[it] != undamaged.state[it]] == ["cook1971complexity.note.text"]


def test_what_editors_leave_beside_a_note_is_no_note(undamaged: Undamaged, tmp_path: Path) -> None:
    """Emacs leaves a link that leads nowhere, macOS a file of bytes, others copies."""
    root = tmp_path / "survey"
    shutil.copytree(undamaged.root, root)
    for folder in (root / "docs/notes", root / "docs/sections"):
        (folder / ".#complexity.md").symlink_to("somebody@host.4711:1795651200")
        (folder / "._complexity.md").write_bytes(bytes(range(32)) * 9)
        (folder / ".complexity.md.swp").write_bytes(b"b0VIM 9.0\0\0\0")
        (folder / "complexity.md~").write_text("An older one.", encoding="utf-8")
        (folder / "#complexity.md#").write_text("A newer one.", encoding="utf-8")
    assert {what(finding) for finding in findings(root)} == undamaged.findings
    assert run(root, "build", "exports").exit_code == 0
    assert state(root) == undamaged.state
