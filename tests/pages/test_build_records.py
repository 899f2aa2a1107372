"""A build is left out only where another would write and say just the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import change

from surveygen.pages.build_records import (
    Record,
    Standing,
    finished_build,
    forget_record,
    is_damaged,
    keep_record,
    kept_record,
    outputs_state,
    standings,
)
from surveygen.pages.inputs import Inputs
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic

ENVIRONMENT = "everything that has a part in a build"
FOUND = (
    Diagnostic(Code.NO_RECORDS, 'a "message" with é and \udcff', "docs/a.bib", 3, 5, "mend it"),
    Diagnostic(Code.UNREADABLE_FILE, "of a whole file", "docs/notes/a.md"),
)


@pytest.fixture
def built(sample: Path) -> Path:
    """The sample survey with a site that Sphinx might have written, and its record."""
    for name in ("build/html/index.html", "build/html/papers/a.html", "docs/survey/index.md"):
        file = sample / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    (sample / "docs" / "_static").mkdir()
    (sample / "docs" / "_static" / "own.css").write_text("p {}", encoding="utf-8")
    remember(sample)
    return sample


def remember(root: Path, target: str = "html") -> None:
    record = Record(Inputs.of(root), ENVIRONMENT, "2 papers, 1 section", FOUND)
    keep_record(root, target, replace(record, outputs=outputs_state(root, target)))


def is_finished(root: Path, target: str = "html") -> bool:
    return finished_build(root, [target], ENVIRONMENT, Inputs.of(root)) != []


def test_where_nothing_changed_there_is_nothing_to_do(built: Path) -> None:
    (record,) = finished_build(built, ["html"], ENVIRONMENT, Inputs.of(built))
    assert (record.contents, record.diagnostics) == ("2 papers, 1 section", FOUND)


INPUTS: dict[str, Callable[[Path], object]] = {
    "note": lambda root: change(root / "docs/notes/cook1971complexity.md", "tldr: ", "tldr: So "),
    "new note": lambda root: (root / "docs/notes/x.md").write_text("x"),
    "deleted note": lambda root: (root / "docs/notes/cook1971complexity.md").unlink(),
    "narrative": lambda root: change(root / "docs/sections/computability.md", "a", "b"),
    "taxonomy": lambda root: change(root / "taxonomy.yaml", "date: ", "date:  "),
    "bibliography": lambda root: change(root / "docs/references.bib", "1971", "1970"),
    "tags": lambda root: (root / "docs/tags.yaml").write_text("a: b"),
    "metrics": lambda root: (root / "docs/metrics.yaml").write_text("a: b"),
    "configuration": lambda root: change(root / "docs/conf.py", "en", "de"),
    "front page": lambda root: change(root / "docs/index.md", "a", "b"),
    "static file": lambda root: (root / "docs/_static/own.css").write_text("a {}"),
    "image": lambda root: (root / "docs/figure.png").write_bytes(b"\x89PNG"),
    "hidden folder": lambda root: write(root / "docs/.extra/page.md"),
    "template": lambda root: write(root / "docs/_templates/surveygen/section.md.j2"),
    "page of a folder _build": lambda root: write(root / "docs/_build/page.md"),
    "folder of another place": lambda root: link_elsewhere(root),
}


def write(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("x", encoding="utf-8")


def link_elsewhere(root: Path) -> None:
    write(root / "elsewhere" / "page.md")
    (root / "docs" / "linked").symlink_to(root / "elsewhere")


@pytest.mark.parametrize("edit", INPUTS.values(), ids=INPUTS)
def test_any_change_of_what_is_read_is_built(edit: Callable[[Path], object], built: Path) -> None:
    edit(built)
    assert not is_finished(built)


def test_a_change_behind_a_link_is_built(built: Path) -> None:
    link_elsewhere(built)
    remember(built)
    assert is_finished(built)
    (built / "elsewhere" / "page.md").write_text("y", encoding="utf-8")
    assert not is_finished(built)


def test_a_link_to_a_folder_above_does_not_go_round_in_circles(built: Path) -> None:
    (built / "docs" / "up").symlink_to(built / "docs")
    (built / "build" / "html" / "up").symlink_to(built / "build")
    remember(built)
    assert is_finished(built)


def test_contents_count_and_not_times(built: Path) -> None:
    note = built / "docs" / "notes" / "cook1971complexity.md"
    before = note.stat()
    note.touch()
    assert is_finished(built)
    change(note, "e", "a")
    assert note.stat().st_size == before.st_size
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_finished(built)


def test_notes_and_bibliographies_outside_of_docs_are_read_too(built: Path) -> None:
    for name in ("notes", "references.bib"):
        shutil.move(built / "docs" / name, built / name)
    named = "version: 1\nnotes: notes\nbibliography: references.bib\n"
    change(built / "taxonomy.yaml", "version: 1\n", named)
    remember(built)
    assert is_finished(built)
    change(built / "references.bib", "1971", "1970")
    assert not is_finished(built)
    remember(built)
    change(built / "notes" / "cook1971complexity.md", "tldr: ", "tldr: So ")
    assert not is_finished(built)


OUTPUTS: dict[str, Callable[[Path], object]] = {
    "deleted page": lambda root: (root / "build/html/papers/a.html").unlink(),
    "deleted site": lambda root: shutil.rmtree(root / "build/html"),
    "edited page": lambda root: (root / "build/html/papers/a.html").write_text("other"),
    "added page": lambda root: (root / "build/html/papers/b.html").touch(),
    "added folder": lambda root: (root / "build/html/sections").mkdir(),
    "edited generated page": lambda root: (root / "docs/survey/index.md").write_text("other"),
    "PDF": lambda root: write(root / "build/latex/survey.pdf"),
}


@pytest.mark.parametrize("damage", OUTPUTS.values(), ids=OUTPUTS)
def test_whatever_happened_to_the_output_is_mended(
    damage: Callable[[Path], object], built: Path
) -> None:
    damage(built)
    assert not is_finished(built)


def test_what_another_target_writes_is_no_damage(built: Path) -> None:
    assert not is_damaged(built, "html")
    (built / "build" / "html" / "survey.pdf").write_bytes(b"%PDF")
    assert not is_finished(built)
    assert not is_damaged(built, "html")
    OUTPUTS["edited page"](built)
    assert is_damaged(built, "html")
    assert not is_damaged(built, "epub")


def test_a_link_that_leads_nowhere_hides_nothing(built: Path) -> None:
    (built / "build" / "html" / "broken").symlink_to(built / "nowhere")
    remember(built)
    assert is_finished(built)
    (built / "build" / "html" / "index.html").write_text("other", encoding="utf-8")
    assert not is_finished(built)


class TestPdf:
    @pytest.fixture
    def style(self, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A file that TeX has read for the PDF of the sample."""
        monkeypatch.setenv("HOME", str(tmp_path))
        style = tmp_path / "texmf" / "article.cls"
        write(style)
        write(built / "build" / "latex" / "survey.pdf")
        (built / "build" / "latex" / "survey.fls").write_text(
            f"PWD /\nINPUT {style}\nINPUT ./survey.aux\nOUTPUT survey.pdf\n", encoding="utf-8"
        )
        remember(built, "pdf")
        return style

    def test_what_tex_has_read_counts(self, style: Path, built: Path) -> None:
        assert is_finished(built, "pdf")
        style.write_text("y", encoding="utf-8")
        assert not is_finished(built, "pdf")

    def test_settings_of_latexmk_count(self, style: Path, built: Path, tmp_path: Path) -> None:
        (tmp_path / ".latexmkrc").write_text("$pdf_mode = 0;", encoding="utf-8")
        assert not is_finished(built, "pdf")

    def test_without_a_record_of_tex_it_is_always_built(self, style: Path, built: Path) -> None:
        (built / "build" / "latex" / "survey.fls").unlink()
        remember(built, "pdf")
        assert not is_finished(built, "pdf")


def test_a_page_that_was_edited_and_dated_back_is_mended(built: Path) -> None:
    page = built / "build" / "html" / "index.html"
    before = page.stat()
    text = page.read_text(encoding="utf-8")
    page.write_text(text[::-1], encoding="utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert page.stat().st_size == before.st_size
    assert not is_finished(built)


def test_a_build_that_was_killed_is_built_anew(built: Path) -> None:
    (built / "build" / ".lock").write_text("under way")
    assert not is_finished(built)
    (built / "build" / ".lock").write_text("")
    assert is_finished(built)
    forget_record(built, "html")
    assert not is_finished(built)
    forget_record(built, "html")


def test_a_damaged_record_is_none(built: Path) -> None:
    file = built / "build" / ".records" / "html.json"
    whole = file.read_bytes()
    for damaged in (b"", b"[]", b"{}", b"3", whole[:-9], whole.replace(b"F004", b"F999"), b"\xff"):
        file.write_bytes(damaged)
        assert kept_record(built, "html") is None, damaged
        assert not is_finished(built)


def test_all_targets_must_be_finished_and_of_one_moment(built: Path) -> None:
    assert finished_build(built, ["exports", "html"], ENVIRONMENT, Inputs.of(built)) == []
    other = Record(Inputs((), "another moment"), ENVIRONMENT, "", (), outputs=("state",))
    keep_record(built, "exports", other)
    assert finished_build(built, ["exports", "html"], ENVIRONMENT, Inputs.of(built)) == []


def test_a_build_that_is_not_told_by_its_inputs_is_never_left_out(built: Path) -> None:
    record = kept_record(built, "html")
    assert record is not None
    keep_record(built, "html", replace(record, outputs=()))
    assert not is_finished(built)
    assert standings(built)["html"] is Standing.CURRENT


def test_another_environment_is_built(built: Path) -> None:
    assert finished_build(built, ["html"], "another", Inputs.of(built)) == []
