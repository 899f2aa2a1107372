"""Changed texts of notes come into a site without Sphinx, as Sphinx would bring them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import change, contents, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_surveys import SAMPLE, Copy
from surveygen.cli import building
from surveygen.site import note_edits, search_indexing

pytest.importorskip("pagefind_bin")

NAME = "docs/notes/cook1971complexity.md"
OTHER = "docs/notes/strassen1969gaussian.md"
PAGE = "html/papers/cook1971complexity.html"
PIECES = (
    "plain words",
    'a "quoted" word',
    "the author's 'own'",
    "1--2 --- so ...",
    "*emphasis*",
    "**strong *both* words**",
    "`code  with  blanks`",
    "$O(n^2) < x$",
    "{cite:t}`turing1936computable`",
    "{cite:p}`{see}turing1936computable{p. 3},karp1972reducibility`",
    "{cite:p}`cook1971complexity`",
    "{cite:t}`nobody1900nothing`",
    "a < b & c > d",
    "at@example.org",
    "\u00fcber \u8a08\u7b97",
    "machines that compute on a tape",
    "a\nline",
    "a paragraph\n\nanother",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey with plain notes that was built."""
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("note-edits") / "survey")
    write(survey.root / OTHER, "Multiplies matrices as {cite:t}`knuth1984texbook` does not.")
    run(survey.root, "build")
    return survey.root


@pytest.fixture
def sphinx(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The builders that Sphinx is called with."""
    called: list[str] = []
    real = building._sphinx

    def recording(survey, builder, *arguments, **options):
        called.append(builder)
        return real(survey, builder, *arguments, **options)

    monkeypatch.setattr(building, "_sphinx", recording)
    return called


@pytest.fixture
def survey(built: Path, tmp_path: Path) -> Path:
    """A copy that was built where it is."""
    root = Path(shutil.copytree(built, tmp_path / "survey"))
    run(root, "build")
    return root


def write(file: Path, text: str) -> None:
    """Give a note another text."""
    parts = file.read_text(encoding="utf-8").split("---\n", 2)
    file.write_text("---\n".join((*parts[:2], f"{text}\n")), encoding="utf-8")


def everything(root: Path) -> dict[str, str]:
    """What a build leaves for people: site, exports, sources of pages."""
    private = (".buildinfo", ".buildinfo.bak")
    return {
        f"{folder}/{name}": content
        for folder in ("build/html", "build/exports", "docs/survey")
        for name, content in contents(root / folder).items()
        if not name.endswith(private)
    }


def clean(root: Path) -> dict[str, str]:
    """What a build from nothing leaves."""
    copy = root.parent / "clean"
    shutil.rmtree(copy, ignore_errors=True)
    Copy(root).sources(copy)
    run(copy, "build")
    return everything(copy)


def test_a_changed_text_is_shown_without_sphinx(survey: Path, sphinx: list[str]) -> None:
    before = everything(survey)
    write(survey / NAME, "It's *another* text, of {cite:t}`karp1972reducibility`.")
    assert "0 problems" in run(survey, "build").stderr
    assert sphinx == []
    now = everything(survey)
    changed = {name for name, content in now.items() if content != before.get(name)}
    assert {f"build/{PAGE}", "docs/survey/complexity.md", "build/exports/papers.json"} < changed
    assert now == clean(survey)
    assert run(survey, "check", "--built").exit_code == 0


def test_nothing_is_left_to_do(survey: Path, sphinx: list[str]) -> None:
    write(survey / NAME, "Another text.")
    run(survey, "build")
    dated = (survey / "build" / PAGE).stat().st_mtime_ns
    run(survey, "build")
    assert sphinx == []
    assert (survey / "build" / PAGE).stat().st_mtime_ns == dated


def test_sphinx_goes_on_from_there(survey: Path, sphinx: list[str]) -> None:
    write(survey / NAME, "Another text, which cites {cite:p}`godel1931formal`.")
    run(survey, "build")
    change(survey / "docs/references.bib", 'G{\\"o}del', "Goedel")
    run(survey, "build")
    assert sphinx == ["html"]
    assert everything(survey) == clean(survey)


def test_back_and_forth_is_what_it_was(survey: Path, sphinx: list[str]) -> None:
    before, text = everything(survey), (survey / NAME).read_text(encoding="utf-8")
    write(survey / NAME, "Another text.")
    run(survey, "build")
    (survey / NAME).write_text(text, encoding="utf-8")
    run(survey, "build")
    assert sphinx == []
    assert everything(survey) == before


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from((NAME, OTHER)),
            st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_texts_are_as_in_a_build_from_nothing(
    survey: Path, sphinx: list[str], steps: list[tuple[str, str]]
) -> None:
    sphinx.clear()
    for name, text in steps:
        write(survey / name, text)
        run(survey, "build")
    assert sphinx == []
    assert everything(survey) == clean(survey)


def change_tldr(root: Path) -> None:
    change(root / NAME, "Every problem", "Each problem")


def write_a_list(root: Path) -> None:
    write(root / NAME, "- of one")


def write_nothing(root: Path) -> None:
    write(root / NAME, "")


def add_a_note(root: Path) -> None:
    (root / "docs/notes/agrawal2004primes.md").write_text("---\ntldr: So.\n---\nText.\n")


def delete_the_note(root: Path) -> None:
    (root / NAME).unlink()


def change_a_narrative(root: Path) -> None:
    change(root / "docs/sections/computability.md", "came first", "came before")


def change_conf(root: Path) -> None:
    with (root / "docs/conf.py").open("a", encoding="utf-8") as file:
        file.write("html_title = 'Another'\n")


def write_into_the_site(root: Path) -> None:
    (root / "build" / PAGE).write_text("mine", encoding="utf-8")


def lose_what_is_kept(root: Path) -> None:
    (root / "build/doctrees/surveygen/html/build.json").write_text("{", encoding="utf-8")


def lose_the_skeleton(root: Path) -> None:
    (root / "build/doctrees/surveygen/html/skeleton.json").unlink()


def lose_the_fragments(root: Path) -> None:
    (root / "build/doctrees/surveygen/html/fragments/survey/complexity.json").unlink()


def lose_the_fragments_of_another_page(root: Path) -> None:
    write(root / NAME, "Of {cite:t}`turing1936computable`.")
    (root / "build/doctrees/surveygen/html/fragments/survey/computability.json").unlink()


def lose_the_doctrees(root: Path) -> None:
    shutil.rmtree(root / "build/doctrees")


def leave_it_unfinished(root: Path) -> None:
    (root / "build/doctrees/surveygen/unfinished").touch()


@pytest.mark.slow
@pytest.mark.parametrize(
    "also",
    [
        change_tldr,
        write_a_list,
        write_nothing,
        add_a_note,
        delete_the_note,
        change_a_narrative,
        change_conf,
        write_into_the_site,
        lose_what_is_kept,
        lose_the_skeleton,
        lose_the_fragments,
        lose_the_fragments_of_another_page,
        lose_the_doctrees,
        leave_it_unfinished,
    ],
    ids=lambda also: also.__name__,
)
def test_sphinx_builds_where_more_has_changed(
    also: Callable[[Path], None], survey: Path, sphinx: list[str]
) -> None:
    write(survey / NAME, "Another text.")
    also(survey)
    run(survey, "build")
    assert sphinx == ["html"]
    assert everything(survey) == clean(survey)


def include_a_note(root: Path) -> None:
    with (root / "docs/index.md").open("a", encoding="utf-8") as file:
        file.write(f"\n```{{literalinclude}} {NAME.removeprefix('docs/')}\n```\n")


def include_a_note_by_a_link(root: Path) -> None:
    (root / "docs/texts").symlink_to("notes")
    with (root / "docs/index.md").open("a", encoding="utf-8") as file:
        file.write(f"\n```{{literalinclude}} texts/{Path(NAME).name}\n```\n")


def copy_the_notes(root: Path) -> None:
    with (root / "docs/conf.py").open("a", encoding="utf-8") as file:
        file.write('html_extra_path = ["notes"]\n')


def copy_sources(root: Path) -> None:
    with (root / "docs/conf.py").open("a", encoding="utf-8") as file:
        file.write("html_copy_source = True\n")


def use_another_extension(root: Path) -> None:
    change(root / "docs/conf.py", '["surveygen"]', '["surveygen", "sphinx.ext.todo"]')


def have_a_template(root: Path) -> None:
    folder = root / "docs/_templates/surveygen"
    folder.mkdir(parents=True)
    template = Path(note_edits.__file__).parents[1] / "pages/templates/section.md.j2"
    text = template.read_text(encoding="utf-8")
    (folder / "section.md.j2").write_text(f"{text}\n{{{{ papers | length }}}}\n", encoding="utf-8")


def have_a_page_template(root: Path) -> None:
    (root / "docs/_theme").mkdir()
    with (root / "docs/conf.py").open("a", encoding="utf-8") as file:
        file.write('templates_path = ["_theme"]\n')


def have_translations(root: Path) -> None:
    (root / "docs/locales").mkdir()
    (root / "docs/locales/README").write_text("Translations.\n")


def have_a_warning(root: Path) -> None:
    with (root / "docs/index.md").open("a", encoding="utf-8") as file:
        file.write("\n[nowhere](nowhere.md)\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "arrange",
    [
        include_a_note,
        include_a_note_by_a_link,
        copy_the_notes,
        copy_sources,
        use_another_extension,
        have_a_template,
        have_a_page_template,
        have_translations,
        have_a_warning,
    ],
    ids=lambda arrange: arrange.__name__,
)
def test_sphinx_builds_where_more_may_show_a_note(
    arrange: Callable[[Path], None], survey: Path, sphinx: list[str]
) -> None:
    arrange(survey)
    run(survey, "build")
    sphinx.clear()
    write(survey / NAME, "Another text.")
    run(survey, "build")
    assert sphinx == ["html"]
    assert everything(survey) == clean(survey)


def test_sphinx_builds_for_who_wants_more_than_the_site(survey: Path, sphinx: list[str]) -> None:
    write(survey / NAME, "Another text.")
    run(survey, "build", "html", "epub")
    assert sphinx == ["html", "epub"]
    write(survey / NAME, "A third text.")
    run(survey, "-v", "build", "html")
    assert sphinx == ["html", "epub", "html"]


def test_findings_are_said(survey: Path, sphinx: list[str]) -> None:
    write(survey / NAME, "As {cite:t}`nobody1900nothing` said.")
    said = run(survey, "build").stderr
    assert f'{NAME}:5:4: error: "nobody1900nothing" is cited but is no entry' in said
    assert sphinx == []
    assert run(survey, "build", "--strict").exit_code == 1


def break_off(survey: Path, monkeypatch: pytest.MonkeyPatch, module: object, step: str) -> None:
    """Interrupt a build at a step that it takes in a module."""

    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    write(survey / NAME, "Another text about {cite:p}`godel1931formal`.")
    with monkeypatch.context() as patch:
        patch.setattr(module, step, interrupt)
        assert run(survey, "build").exit_code == 130


def test_what_is_broken_off_is_built_anew(
    survey: Path, sphinx: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(survey, monkeypatch, note_edits, "synchronize_made")
    run(survey, "build")
    assert sphinx == ["html"]
    assert everything(survey) == clean(survey)


def test_a_search_that_is_broken_off_is_made_by_the_next_build(
    survey: Path, sphinx: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(survey, monkeypatch, search_indexing, "_run_pagefind")
    page = survey / "build/html/survey/typesetting.html"
    dated = page.stat().st_mtime_ns
    run(survey, "build")
    assert sphinx == ["html"]
    assert page.stat().st_mtime_ns == dated  # not from nothing
    assert everything(survey) == clean(survey)


def test_where_the_search_fails_sphinx_says_so(
    survey: Path, sphinx: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments):
        raise search_indexing.IndexingFailed("no room")

    write(survey / NAME, "Another text.")
    with monkeypatch.context() as patch:
        patch.setattr(search_indexing, "_run_pagefind", fail)
        assert "pagefind failed: no room" in run(survey, "build").stderr
    assert sphinx == ["html"]
    write(survey / NAME, "A third text.")
    run(survey, "build")
    assert everything(survey) == clean(survey)


def test_files_that_cannot_be_written_are_named(survey: Path, sphinx: list[str]) -> None:
    write(survey / NAME, "Another text.")
    page = survey / "docs/survey/complexity.md"
    page.unlink()
    page.mkdir()
    said = run(survey, "build").stderr
    assert "docs/survey/complexity.md" in said
