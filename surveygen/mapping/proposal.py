"""A proposal of where a paper belongs, as it is told to people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from surveygen.messages import N_, _


class Confidence(StrEnum):
    """How far a proposal can be trusted."""

    SURE = N_("sure")
    LIKELY = N_("likely")
    GUESS = N_("a guess")


SURE, LIKELY = 0.8, 0.5
"""Scores from which a proposal is sure or likely."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A section that a paper may belong to."""

    section: str
    """Its id."""
    score: float
    """How likely it is to be the right one, 0 to 1 in thousandths. The scores of a paper add up to
    at most 1; the rest is for other sections, and for none."""
    keywords: tuple[str, ...] = ()
    """Keywords of the section that the paper mentions, the most telling first."""
    papers: tuple[str, ...] = ()
    """Citation keys of the papers of the section that are nearest to it, nearest first."""
    words: tuple[str, ...] = ()
    """Words that it shares with title and description of the section or of those above."""

    @property
    def confidence(self) -> Confidence:
        """How far the score can be trusted."""
        if self.score >= SURE:
            return Confidence.SURE
        return Confidence.LIKELY if self.score >= LIKELY else Confidence.GUESS

    @property
    def reason(self) -> str:
        """Why, in one line: ``keywords quantiz*, int8; near yao2023spike; ...``."""
        said = (
            (_("keywords {names}"), self.keywords),
            (_("near {names}"), self.papers),
            (_("words of its description: {names}"), self.words),
        )
        return "; ".join(text.format(names=", ".join(names)) for text, names in said if names)
