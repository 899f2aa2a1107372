"""Files of any format as a plan for a survey that is there: their works, and where these stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from surveygen.intake.import_plan import Judgement, handles, plan_import
from surveygen.intake.outline_plan import Placed, plan_outline
from surveygen.intake.plan import Draft
from surveygen.readers.formats import Format
from surveygen.readers.records import Files, Records
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.survey import Survey


@dataclass(frozen=True, slots=True)
class Source:
    """Files of one format, and what they hold."""

    format: Format
    files: Files
    read: Records


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import comes to."""

    sources: tuple[Source, ...] = ()
    judgement: Judgement = field(default_factory=Judgement)
    placed: tuple[Placed, ...] = ()
    """For each source that has an outline, what the outline comes to."""
    grouped: int = 0
    """How many sections of a new survey are made of groups and keywords."""
    of_groups: tuple[Diagnostic, ...] = ()
    """Findings about these groups."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Findings about the files, in the order of the work on them."""
        return (
            *(found for source in self.sources for found in source.read.diagnostics),
            *self.of_groups,
            *self.judgement.diagnostics,
            *(found for part in self.placed for found in part.diagnostics),
        )

    @property
    def damaged(self) -> int:
        """How many records are left out because they are damaged."""
        return sum(len(source.read.quarantine) for source in self.sources)


def plan_sources(draft: Draft, survey: Survey, sources: Sequence[Source]) -> Imported:
    """Write what follows from files into the draft of a survey.

    Raises:
        CannotEdit: a bibliography cannot be edited.
        CannotPlace: the taxonomy cannot be edited.
        OSError: a file of the survey cannot be read.

    """
    records = [record for source in sources for record in source.read.records]
    judgement = plan_import(draft, survey, records)
    keys = handles(survey, judgement)
    everything = [work.key for work in judgement.works]
    waiting = iter(everything)
    placed = []
    for source in sources:
        own = list(islice(waiting, len(source.read.records)))
        if outline := source.read.outline:
            # The works of a document without any are those of its bibliography.
            works = own or everything
            placed.append(plan_outline(draft, outline, keys, works, source.files[0][0]))
    return Imported(tuple(sources), judgement, tuple(placed))
