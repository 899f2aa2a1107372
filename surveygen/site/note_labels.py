"""Labels of what a note chooses from a list, in the survey's language; what it says stays its own.

A kind or link that has no label here stands as the note has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from surveygen.messages import N_, Words
from surveygen.pages.statistics import claim_value
from surveygen.survey.note import Claim, ClaimKind, Note, PaperKind
from surveygen.survey.vocabulary import Vocabulary
from surveygen.text.richtext import RichText, Run, normalised

_KINDS = {
    PaperKind.METHOD: N_("method"),
    PaperKind.THEORY: N_("theory"),
    PaperKind.SYSTEM: N_("system"),
    PaperKind.BENCHMARK: N_("benchmark"),
    # Translators: a paper that surveys others.
    PaperKind.SURVEY: N_("survey"),
    PaperKind.APPLICATION: N_("application"),
    PaperKind.HARDWARE: N_("hardware"),
}
_LINKS = {
    # Translators: a link to the code of a paper.
    "code": N_("Code"),
    "data": N_("Data"),
    "project": N_("Project"),
    "video": N_("Video"),
    "slides": N_("Slides"),
}
_CLAIM_KINDS = {
    # Translators: a value that says by how much something changed, such as "2.1 %".
    ClaimKind.DIFFERENCE: N_("{value} (difference)"),
    # Translators: a value in relation to another, such as "24 %" of what it is compared with.
    ClaimKind.RATIO: N_("{value} (ratio)"),
}


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in the words of a page."""

    metric: str
    value: str
    on: str
    versus: str
    brief: str
    """The value where little is said: what a change is compared with tells that it is one."""
    against: str
    """What is said behind ``brief``; a value that stands for itself is understood without."""


def shown_claims(note: Note | None, vocabulary: Vocabulary, words: Words) -> list[ShownClaim]:
    """Every claim of a note, in its order."""
    return [shown_claim(claim, vocabulary, words) for claim in (note.claims if note else ())]


def shown_claim(claim: Claim, vocabulary: Vocabulary, words: Words) -> ShownClaim:
    """One claim."""
    metric = vocabulary.metrics.get(claim.metric)
    plain = claim_value(claim, words)
    kind = _CLAIM_KINDS.get(claim.kind)
    value = plain
    # A multiple shows by its sign that it is a ratio.
    if kind and not plain.endswith("×"):
        value = words.gettext(kind).format(value=plain)
    against = "" if claim.kind is ClaimKind.ABSOLUTE else claim.versus
    return ShownClaim(
        metric=metric.name if metric else claim.metric,
        value=value,
        on=claim.on,
        versus=claim.versus,
        brief=plain if against else value,
        against=against,
    )


def kind_label(note: Note, words: Words) -> str:
    """What sort of contribution the paper makes; empty where the note does not say."""
    return words.gettext(_KINDS[note.kind]) if note.kind else ""


def summary(note: Note | None, words: Words) -> RichText:
    """The TL;DR, and whether the note is a draft; empty where there is no note."""
    if note is None or not note.draft:
        return note.rich_tldr if note else ()
    mark = f"({words.gettext('draft')})"
    return normalised((*note.rich_tldr, Run(f" {mark}", "plain")))


def labelled_links(note: Note, words: Words) -> list[tuple[str, str]]:
    """Label and address of every link."""
    return [(_link_label(name, words), address) for name, address in note.links.items()]


def _link_label(name: str, words: Words) -> str:
    label = _LINKS.get(name.casefold())
    return words.gettext(label) if label else name.capitalize()
