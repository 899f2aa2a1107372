"""What a survey's entries are written as; a build needs each of these texts more than once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.writers.bibtex import bibtex_entry
from surveygen.writers.coins import coins
from surveygen.writers.csl_json import csl_item
from surveygen.writers.ris import ris_record


class EntryTexts:
    """The public fields of each paper and background entry in a format, written on first use."""

    def __init__(self, survey: Survey) -> None:
        """Write nothing yet."""
        self._survey = survey
        self._written: dict[tuple[str, str], str] = {}

    def bibtex(self, paper: Paper) -> str:
        """That of `bibtex_entry`, with the keys that a paper had before."""
        former = self._survey.former_keys.get(paper.key, ())
        return self._once("bibtex", paper, lambda: bibtex_entry(paper.entry, former_keys=former))

    def ris(self, paper: Paper) -> str:
        """That of `ris_record`."""
        return self._once("ris", paper, lambda: ris_record(paper.entry.public))

    def csl(self, paper: Paper) -> str:
        """That of `csl_item`."""
        return self._once("csl", paper, lambda: csl_item(paper.entry.public))

    def coins(self, paper: Paper) -> str:
        """That of `coins`."""
        return self._once("coins", paper, lambda: coins(paper.entry))

    def _once(self, name: str, paper: Paper, write: Callable[[], str]) -> str:
        found = self._written.get((name, paper.key))
        if found is None:
            found = self._written[name, paper.key] = write()
        return found


@lru_cache(maxsize=1)  # of the survey that is built
def entry_texts(survey: Survey) -> EntryTexts:
    """The texts of a survey."""
    return EntryTexts(survey)
