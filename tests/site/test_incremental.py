"""A build after a change gives the bytes of a clean build of the changed survey."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_surveys import SAMPLE, Copy

BIB = "docs/references.bib"
TAXONOMY = "taxonomy.yaml"
NOTE = "docs/notes/turing1936computable.md"
PLAIN_NOTE = "docs/notes/cook1971complexity.md"
"""One that is nothing but a paragraph."""


def change_author(survey: Copy) -> None:
    survey.replace(BIB, "Alonzo Church", "A. Church")


def change_venue(survey: Copy) -> None:
    survey.replace(BIB, "Annals of Mathematics", "The Annals of Mathematics")


def change_year(survey: Copy) -> None:
    survey.replace(BIB, "{1971}", "{1970}")


def change_shared_string(survey: Copy) -> None:
    survey.replace(BIB, "ACM Symposium on Theory of Computing (STOC)", "STOC")


def change_tldr(survey: Copy) -> None:
    survey.replace(NOTE, "A machine that reads", "An automaton that reads")


def change_note_text(survey: Copy) -> None:
    survey.replace(NOTE, "work on a tape", "walk on a tape")


def change_plain_note(survey: Copy) -> None:
    survey.replace(PLAIN_NOTE, "Extended", "It's extended")


def cite_another_in_plain_note(survey: Copy) -> None:
    survey.replace(PLAIN_NOTE, "{cite:t}`karp1972reducibility`", "{cite:p}`godel1931formal`")


def move_home(survey: Copy) -> None:
    survey.replace(TAXONOMY, ", church1936unsolvable]", "]")
    survey.replace(
        TAXONOMY, "papers: [knuth1984texbook]", "papers: [knuth1984texbook, church1936unsolvable]"
    )


def rename_cited_key(survey: Copy) -> None:
    for name in (BIB, TAXONOMY, NOTE, "docs/sections/computability.md"):
        survey.replace(name, "church1936unsolvable", "church1936problem")


def delete_paper(survey: Copy) -> None:
    survey.replace(
        TAXONOMY, ", karp1972reducibility, agrawal2004primes]", ", karp1972reducibility]"
    )
    survey.replace(BIB, "@article{agrawal2004primes", "@comment{agrawal2004primes")


def take_out_of_taxonomy(survey: Copy) -> None:
    survey.replace(TAXONOMY, "[erdos1960evolution]", "[]")


def rename_section_title(survey: Copy) -> None:
    survey.replace(TAXONOMY, "title: Fast algorithms", "title: Quick algorithms")


def rename_section_id(survey: Copy) -> None:
    survey.replace(TAXONOMY, "id: typesetting", "id: printing")


def delete_narrative(survey: Copy) -> None:
    (survey.root / "docs/sections/computability.md").unlink()


def damage_entry(survey: Copy) -> None:
    survey.replace(BIB, "title   = {{PRIMES} is in {P}},", "title   = {{PRIMES} is in {P},")


def change_edition(survey: Copy) -> None:
    survey.replace(TAXONOMY, 'edition: "1"', 'edition: "2"')


def add_note(survey: Copy) -> None:
    note = survey.root / "docs/notes/agrawal2004primes.md"
    note.write_text("---\ntldr: Primality is easy.\n---\nSee {cite:t}`knuth1984texbook`.\n")


def change_front_page(survey: Copy) -> None:
    survey.replace("docs/index.md", "The oldest", "The very oldest")


CHANGES = (
    change_author,
    change_venue,
    change_year,
    change_shared_string,
    change_tldr,
    change_note_text,
    change_plain_note,
    cite_another_in_plain_note,
    move_home,
    rename_cited_key,
    delete_paper,
    take_out_of_taxonomy,
    rename_section_title,
    rename_section_id,
    delete_narrative,
    damage_entry,
    change_edition,
    add_note,
    change_front_page,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy.of(SAMPLE, tmp_path_factory.mktemp("incremental") / "base")
    survey.build()
    return survey


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_incremental_equals_clean(
    change: Callable[[Copy], None], built: Copy, tmp_path: Path
) -> None:
    survey = Copy.of(built.root, tmp_path / "changed")
    before = survey.build()  # in its new place, or everything would be read anew
    change(survey)
    incremental = survey.build()
    assert incremental == survey.sources(tmp_path / "clean").build()
    assert incremental != before, "the change shows nowhere"


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(st.sampled_from(CHANGES), min_size=2, max_size=6, unique=True),
    rebuild=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_incremental_equals_clean_after_any_sequence(
    steps: list[Callable[[Copy], None]], rebuild: list[bool], built: Copy
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        survey = Copy.of(built.root, Path(folder) / "changed")
        survey.build()
        for change, build_now in zip(steps, rebuild, strict=False):
            try:
                change(survey)
            except (AssertionError, FileNotFoundError):
                continue  # an earlier change took away what this one would change
            if build_now:
                survey.build()
        assert survey.build() == survey.sources(Path(folder) / "clean").build()


def delete_built_page(survey: Copy) -> None:
    (survey.root / "build/html/survey/computability.html").unlink()


def edit_built_page(survey: Copy) -> None:
    survey.replace("build/html/papers/turing1936computable.html", "<h1", "<h2")


def edit_built_topic(survey: Copy) -> None:
    survey.replace("build/html/survey/computability.html", "<h1", "<h2")


def empty_export(survey: Copy) -> None:
    (survey.root / "build/exports/survey.bib").write_bytes(b"")


def edit_generated_page(survey: Copy) -> None:
    survey.replace("docs/survey/computability.md", "Computability", "Uncomputability")


def kill_a_build(survey: Copy) -> None:
    (survey.root / "build/.lock").write_text("under way", encoding="ascii")
    (survey.root / "build/doctrees/surveygen/unfinished").touch()


def write_everything_again(survey: Copy) -> None:
    for file in (survey.root / "docs").rglob("*.md"):
        file.write_bytes(file.read_bytes())


EVENTS = (
    delete_built_page,
    edit_built_page,
    edit_built_topic,
    empty_export,
    edit_generated_page,
    kill_a_build,
    write_everything_again,
)
"""What happens to a survey besides changes of what people write."""


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(st.sampled_from((*CHANGES, *EVENTS)), min_size=1, max_size=4, unique=True),
    rebuild=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_the_command_leaves_out_no_build_that_is_needed(
    steps: list[Callable[[Copy], None]], rebuild: list[bool], built: Copy
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        survey = Copy.of(built.root, Path(folder) / "changed")
        run(survey.root, "build")
        for step, build_now in zip(steps, rebuild, strict=False):
            try:
                step(survey)
            except (AssertionError, FileNotFoundError):
                continue
            if build_now:
                run(survey.root, "build")
        run(survey.root, "build")
        assert survey.outputs() == survey.sources(Path(folder) / "clean").build()
