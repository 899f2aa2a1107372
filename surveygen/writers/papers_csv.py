"""Papers as a table: CSV after RFC 4180, UTF-8, one paper a row, lists joined by ``; ``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.text.section_paths import write_section_paths
from surveygen.writers.papers_json import author_names, record_of

_COLUMNS = (
    "key type title authors year venue doi arxiv url home also sections status kind tags tldr added"
).split()


def write_papers_csv(survey: Survey, papers: Iterable[Paper], *, all_fields: bool = False) -> str:
    """A head and a row for every paper, in their order.

    ``home`` and ``also`` hold ids, ``sections`` the titles of the same sections and of those above
    them, see `section_paths`. Fields that no source confirmed are empty unless ``all_fields``,
    which also adds a column for every BibTeX field of any of them, ``field:<name>``, as it stands
    in the file.
    """
    rows = [_row(survey, paper, all_fields=all_fields) for paper in papers]
    columns = dict.fromkeys(_COLUMNS) | {name: None for row in rows for name in row}
    return "".join(_lines(list(columns), rows))


def csv_pieces(survey: Survey, papers: Iterable[Paper]) -> tuple[str, list[str]]:
    """The head, and a row for every paper, each with its line end."""
    rows = (_row(survey, paper, all_fields=False) for paper in papers)
    head, *lines = _lines(_COLUMNS, rows)
    return head, lines


def _lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    yield text.getvalue()
    for row in rows:
        text.seek(0)
        text.truncate()
        writer.writerow(row)
        yield text.getvalue()


def _row(survey: Survey, paper: Paper, *, all_fields: bool) -> dict[str, object]:
    record = record_of(survey, paper, all_fields=all_fields)
    names = author_names(paper.entry) if record["authors"] else []
    row: dict[str, object] = {name: record[name] for name in _COLUMNS if name in record}
    row["authors"] = "; ".join([*names, "et al."] if record["more_authors"] else names)
    row["year"] = record["year_text"]
    row["also"] = "; ".join(paper.also)
    ids = (*([paper.home] if paper.home else []), *paper.also)
    row["sections"] = write_section_paths(
        [section.title for section in survey.ancestors[id]] for id in ids
    )
    if paper.note:
        row["kind"] = paper.note.kind.value if paper.note.kind else ""
        row["tags"] = "; ".join(paper.note.tags)
        row["tldr"] = paper.note.tldr_text
        row["added"] = paper.note.added
    if all_fields:
        row |= {f"field:{name}": value for name, value in paper.entry.fields.items()}
    return row
