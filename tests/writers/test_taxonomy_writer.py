"""A taxonomy that is written looks as by hand, and is the same when it is read again."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml
from conftest import DATA, ROOT
from hypothesis import given
from hypothesis import strategies as st

from surveygen.readers.taxonomy_yaml import read_taxonomy
from surveygen.survey.taxonomy import Placement, Section, SurveyAuthor, Taxonomy
from surveygen.writers.taxonomy_yaml import write_taxonomy

WHOLE = Taxonomy(
    title="Limits: a survey",
    abstract="What no procedure can do, what every procedure costs, and which of the two a given"
    " problem is about; ordered by what was shown, not by when.",
    authors=(
        SurveyAuthor("The authors", "organization"),
        SurveyAuthor("Noether, Emmy", orcid="0000-0002-1825-0097", affiliation="Göttingen"),
    ),
    edition="2026.1",
    date="2026-11-21",
    keywords=("computability", "lower bounds", "NP*"),
    license="CC-BY-4.0",
    language="de",
    url="https://example.org/limits/",
    repository="https://example.org/git#limits",
    doi="10.5281/zenodo.1",
    bibliography=("docs/a.bib", "docs/b.bib"),
    notes="docs/remarks",
    background=(Placement("hilbert1928grundzuege"),),
    aliases={"turing1937": "turing1936computable", "1937": "limits"},
    sections=(
        Section(
            "limits",
            "Limits",
            "One sentence: a reader sees it.",
            sections=(
                Section(
                    "decision",
                    "Decision problems (and others)",
                    keywords=("decid*", "halting problem"),
                    papers=tuple(map(Placement, "1811770 no ~ 2020-01-01 a:b x#y [x] é2".split())),
                    also=tuple(Placement(f"author{n}word") for n in range(1, 14)),
                ),
                Section("empty", "# 1"),
            ),
        ),
    ),
)
WRITTEN = """\
version: 1
title: "Limits: a survey"
abstract: >-
  What no procedure can do, what every procedure costs, and which of the two a given problem is
  about; ordered by what was shown, not by when.
authors:
  - {name: The authors, type: organization}
  - {name: "Noether, Emmy", orcid: "0000-0002-1825-0097", affiliation: Göttingen}
edition: "2026.1"
date: 2026-11-21
keywords: [computability, lower bounds, "NP*"]
license: CC-BY-4.0
language: de
url: https://example.org/limits/
repository: "https://example.org/git#limits"
doi: "10.5281/zenodo.1"
bibliography: [docs/a.bib, docs/b.bib]
notes: docs/remarks
background: [hilbert1928grundzuege]
aliases:
  turing1937: turing1936computable
  "1937": limits
sections:
  - id: limits
    title: Limits
    description: "One sentence: a reader sees it."
    sections:
      - id: decision
        title: Decision problems (and others)
        keywords: ["decid*", halting problem]
        papers: ["1811770", "no", "~", "2020-01-01", "a:b", "x#y", "[x]", é2]
        also: [
          author1word, author2word, author3word, author4word, author5word, author6word, author7word,
          author8word, author9word, author10word, author11word, author12word, author13word,
        ]
      - id: empty
        title: "# 1"
"""


def without_places(taxonomy: Taxonomy) -> Taxonomy:
    return replace(
        taxonomy,
        background=_keys(taxonomy.background),
        aliases=dict(taxonomy.aliases),
        alias_places={},
        path="taxonomy.yaml",
        sections=tuple(map(_section, taxonomy.sections)),
    )


def _section(section: Section) -> Section:
    home, also = _keys(section.papers), _keys(section.also)
    below = tuple(map(_section, section.sections))
    return replace(section, papers=home, also=also, sections=below, line=0)


def _keys(placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
    return tuple(Placement(placement.key) for placement in placements)


def read(text: str) -> Taxonomy:
    taxonomy, found = read_taxonomy(text.encode("utf-8"), path="taxonomy.yaml")
    assert [one for one in found if one.code.id != "T107"] == []
    return without_places(taxonomy)


def test_it_looks_as_by_hand() -> None:
    assert write_taxonomy(WHOLE) == WRITTEN
    assert read(WRITTEN) == WHOLE


def test_what_is_empty_or_assumed_is_left_out() -> None:
    assert write_taxonomy(Taxonomy("A survey")) == "version: 1\ntitle: A survey\n"


@pytest.mark.parametrize(
    "file", [ROOT / "taxonomy.yaml", DATA / "sample" / "taxonomy.yaml"], ids=["own", "sample"]
)
def test_taxonomies_by_hand_survive(file: Path) -> None:
    taxonomy, found = read_taxonomy(file.read_bytes(), path="taxonomy.yaml")
    assert not found
    assert read(write_taxonomy(taxonomy)) == without_places(taxonomy)


@pytest.mark.parametrize(
    "text",
    ["no", "Yes", "~", "null", "1811770", "1e3", "0x1F", "1:30", "2020-01-01", ".inf", "<<", "="]
    + ["a: b", "a:", "a #b", "#a", "- a", "-", "? a", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">"]
    + ["[a]", "{a}", "a, b", "a]", "'a'", '"a"', "a\\", " a", "a ", "a  b", "a\nb", "a\n\n b\n"]
    + ["\t", "\0", "\x1b", "\x7f", "\x85", "\xa0", "\u2028", "\ufeff", "\ufffe", "\U0001f600"],
)
def test_text_stays_what_it_is(text: str) -> None:
    """For our reader, and for one that has types for what is without quotes."""
    section = Section("a", text, text, (text,), (Placement(text),), (Placement(text),))
    author = SurveyAuthor(text, "person", text, text)
    taxonomy = Taxonomy(text, (section,), text, (author,), aliases={text: text}, doi=text)
    written = write_taxonomy(taxonomy)
    assert read(written) == taxonomy
    assert texts_in(yaml.safe_load(written)) == {"a", text}


def texts_in(value: object) -> set[object]:
    """Every value of what a YAML library read, but for the version."""
    if isinstance(value, dict):
        pairs = [pair for pair in value.items() if pair[0] != "version"]
        names = {field.name for kind in (Taxonomy, Section, SurveyAuthor) for field in fields(kind)}
        keys = {name for name, _value in pairs} - names
        return keys.union(*(texts_in(item) for _name, item in pairs))
    if isinstance(value, list):
        return set[object]().union(*map(texts_in, value))
    return {value}


def test_what_no_file_can_hold_is_marked() -> None:
    assert read(write_taxonomy(Taxonomy("a\ud800b"))).title == "a\ufffdb"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
LONG = st.lists(TEXTS, min_size=1, max_size=12).map(" ".join)
KEYS = st.lists(TEXTS.map(Placement), max_size=8).map(tuple)
AUTHORS = st.builds(SurveyAuthor, TEXTS, st.sampled_from(["person", "organization"]), TEXTS, TEXTS)


def sections(depth: int = 3) -> st.SearchStrategy[tuple[Section, ...]]:
    below = sections(depth - 1) if depth else st.just(())
    section = st.builds(
        Section,
        id=st.just(""),
        title=TEXTS,
        description=st.just("") | LONG,
        keywords=st.lists(TEXTS, max_size=4).map(tuple),
        papers=KEYS,
        also=KEYS,
        sections=below,
    )
    return st.lists(section, max_size=3).map(tuple)


def numbered(above: tuple[Section, ...], id: str) -> tuple[Section, ...]:
    return tuple(
        replace(section, id=f"{id}{number}", sections=numbered(section.sections, f"{id}{number}-"))
        for number, section in enumerate(above)
    )


@pytest.mark.slow
@given(
    st.builds(
        Taxonomy,
        title=TEXTS,
        sections=sections().map(lambda found: numbered(found, "s")),
        abstract=st.just("") | LONG,
        authors=st.lists(AUTHORS, max_size=3).map(tuple),
        edition=TEXTS,
        date=TEXTS | st.dates().map(str),
        keywords=st.lists(TEXTS).map(tuple),
        license=TEXTS,
        language=TEXTS,
        url=TEXTS,
        repository=TEXTS,
        doi=TEXTS,
        bibliography=st.lists(TEXTS, min_size=1, unique=True).map(tuple),
        notes=TEXTS,
        background=KEYS,
        aliases=st.dictionaries(TEXTS, TEXTS, max_size=4),
    )
)
def test_every_taxonomy_is_the_same_when_it_is_read_again(taxonomy: Taxonomy) -> None:
    written = write_taxonomy(taxonomy)
    assert read(written) == taxonomy
    loaded = yaml.safe_load(written)
    assert loaded["title"] == taxonomy.title
    assert loaded.get("background", []) == [placement.key for placement in taxonomy.background]
