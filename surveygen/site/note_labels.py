"""Labels of what a note chooses from a list, in the survey's language; what it says stays its own.

A kind or link that has no label here stands as the note has it.
"""

from __future__ import annotations

from surveygen.messages import N_, Words
from surveygen.survey.note import Note, PaperKind

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


def kind_label(note: Note, words: Words) -> str:
    """What sort of contribution the paper makes; empty where the note does not say."""
    return words.gettext(_KINDS[note.kind]) if note.kind else ""


def summary(note: Note | None, words: Words) -> str:
    """The TL;DR, and whether the note is a draft; empty where there is no note."""
    if note is None:
        return ""
    mark = words.gettext("draft") if note.draft else ""
    return f"{note.tldr} ({mark})".strip() if mark else note.tldr


def labelled_links(note: Note, words: Words) -> list[tuple[str, str]]:
    """Label and address of every link."""
    return [(_link_label(name, words), address) for name, address in note.links.items()]


def _link_label(name: str, words: Words) -> str:
    label = _LINKS.get(name.casefold())
    return words.gettext(label) if label else name.capitalize()
