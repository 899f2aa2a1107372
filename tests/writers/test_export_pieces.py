"""What a page puts together of pieces is what the command line writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, ROOT, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveygen.project import load
from surveygen.writers.bibtex import write_bibtex
from surveygen.writers.csl_json import write_csl_json
from surveygen.writers.export_pieces import ExportPieces, export_pieces
from surveygen.writers.papers_csv import write_papers_csv
from surveygen.writers.ris import write_ris

SURVEY = load(ROOT)
PAPERS = tuple(SURVEY.in_tree_order())
PIECES = {it.name: it for it in export_pieces(SURVEY, PAPERS)}


def file_of(parts: ExportPieces, rows: list[int]) -> str:
    return parts.head + parts.glue.join(parts.pieces[row] for row in rows) + parts.tail


@settings(max_examples=50)
@given(st.lists(st.integers(0, len(PAPERS) - 1), min_size=1, unique=True))
def test_any_choice_in_any_order(rows: list[int]) -> None:
    papers = [PAPERS[row] for row in rows]
    entries = [paper.entry for paper in papers]
    assert file_of(PIECES["bibtex"], rows) == write_bibtex(entries)
    assert file_of(PIECES["ris"], rows) == write_ris(entries)
    assert file_of(PIECES["csl-json"], rows) == write_csl_json(entries)
    assert file_of(PIECES["csv"], rows) == write_papers_csv(SURVEY, papers)


@pytest.mark.parametrize("name", sorted(PIECES))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_as_the_command_line_writes_it(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    survey = load(DATA / "sample")
    papers = tuple(survey.in_tree_order())
    rows = data.draw(st.lists(st.integers(0, len(papers) - 1), min_size=1, unique=True))
    keys: Path = tmp_path_factory.mktemp("keys") / "keys.txt"
    keys.write_text("".join(f"{papers[row].key}\n" for row in rows))
    parts = next(it for it in export_pieces(survey, papers) if it.name == name)
    out = keys.with_name("out")
    result = run(DATA / "sample", "export", "--keys", str(keys), "--format", name, "-o", str(out))
    assert result.exit_code == 0
    assert out.read_bytes() == file_of(parts, rows).encode()
