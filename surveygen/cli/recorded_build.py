"""Targets built one after the other, each with its record, so that the next build knows of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from surveygen.cli import building
from surveygen.pages.build_records import (
    Record,
    forget_record,
    is_damaged,
    keep_record,
    outputs_state,
    untouched_builds,
)
from surveygen.site.note_edits import NoteEdits, note_edits
from surveygen.site.unfinished import build_anew
from surveygen.survey.survey import Survey


def recorded_build(
    survey: Survey,
    record: Record,
    targets: Sequence[str],
    *,
    jobs: int = 1,
    verbose: bool = False,
    pages_written: Callable[[], None] | None = None,
) -> list[Record]:
    """Build targets and remember it; gives their records.

    Args:
        survey: what is built.
        record: of the survey's files, from before they were read: what is edited meanwhile is
            built next time.
        targets: of `OUTPUTS`, in that order.
        jobs: processes of Sphinx.
        verbose: whether to show what Sphinx and TeX say.
        pages_written: called when the site's pages are there, before their search is made.

    Raises:
        BuildFailed: nothing usable was written.
        Unreadable: conf.py keeps Sphinx from building; the diagnostics say why.

    """
    root = survey.root
    records = []
    with building.locked(root):
        edits = None if verbose else _note_edits(survey, record, targets)
        for target in targets:
            if edits is None and is_damaged(root, target):
                build_anew(root / "build" / "doctrees")
            forget_record(root, target)
            match target:
                case "exports":
                    built = building.build_exports(survey, edits)
                case "pdf":
                    built = building.build_pdf(survey, jobs, verbose=verbose)
                case "epub":
                    built = building.build_epub(survey, jobs, verbose=verbose)
                case _:
                    built = building.build_html(
                        survey, jobs, edits, verbose=verbose, pages_written=pages_written
                    )
            outputs = outputs_state(root, target) if built.is_told_by_inputs else ()
            records.append(
                replace(record, said=built.said, warnings=built.warnings, outputs=outputs)
            )
            keep_record(root, target, records[-1])
    return records


def _note_edits(survey: Survey, record: Record, targets: Sequence[str]) -> NoteEdits | None:
    """What changed where that is nothing but the text of notes; None where Sphinx has to look.

    Who asks for a PDF or an EPUB waits for Sphinx anyway.
    """
    root = survey.root
    if "html" not in targets or not {"html", "exports"}.issuperset(targets):
        return None
    before = untouched_builds(root, targets, record.environment)
    return note_edits(survey, record.inputs.changed_since(before[0].inputs)) if before else None
