"""What a narrative must keep to: it cites its papers, a few at a time, and names what is there."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from pathlib import PurePosixPath

from surveygen.checks.images import image_fault
from surveygen.messages import _, ngettext
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.prose import Mention, Prose
from surveygen.survey.spelling import nearest, suggestion
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import RESERVED_IDS

BRACKET_SIZE = 4
"""More keys than this in one bracket are a list, and lists are the cards' job."""
COVERAGE = (2, 3)
"""A section's narrative cites at least this share (numerator, denominator) of its home papers."""
_KEYS_IN_HELP = 6
_KEY_CHARACTERS = re.compile(r"[^\s,{}`]+")
_NARRATIVES = "docs/sections"
_GENERATED = "/survey"
"""Folder of the generated pages, below docs/."""
_UNREADABLE = (Code.PROSE_ENCODING, Code.UNREADABLE_FILE, Code.NOT_ALLOWED)
"""What may hide a citation."""
_GUESSES = 20
"""How many unknown keys are compared with all that are known, which is costly."""


def check_narratives(survey: Survey) -> Iterator[Diagnostic]:
    """What narratives name, their bracket sizes, their coverage, and papers that none cites."""
    misspelt = _Misspelt(survey)
    unreadable = {one.path for one in survey.diagnostics if one.code in _UNREADABLE}
    told = {id for id in survey.sections if f"{_NARRATIVES}/{id}.md" in unreadable}
    told |= _misnamed(survey)
    cited: set[str] = set()
    for id, prose in survey.narratives.items():
        yield from bracket_sizes(prose)
        yield from missing_parts(prose, survey)
        keys = _keys_in_text(prose, survey).union(*map(misspelt.keys_of, prose.cited_keys))
        cited |= keys
        # A paper that has no home of its own stands here for want of another place.
        placed = {placement.key for placement in survey.sections[id].papers}
        papers = survey.home_papers(survey.sections[id])
        home = [paper.key for paper in papers if paper.key in placed]
        missing = [key for key in home if key not in keys]
        share, whole = COVERAGE
        # Keys that are unknown, which has been said, may stand for those that are missing.
        if len(missing) <= sum(survey.find(key) is None for key in prose.cited_keys):
            told.add(id)
        is_due = id not in told
        if is_due and (len(home) - len(missing)) * whole < len(home) * share:
            yield _coverage(prose, len(home), missing)
            told.add(id)
    if survey.narratives:
        yield from never_cited(survey, cited, told)


def _misnamed(survey: Survey) -> set[str]:
    """Sections that a narrative without one is named after, but for a slip of the pen."""
    stray = [one.path for one in survey.diagnostics if one.code is Code.NARRATIVE_WITHOUT_SECTION]
    lonely = [id for id in survey.sections if id not in survey.narratives]
    return {nearest(PurePosixPath(path).stem, lonely) for path in stray[:_GUESSES]}


def _keys_in_text(prose: Prose, survey: Survey) -> set[str]:
    """Keys that stand in the text itself: those of citations that were refused, which is said."""
    words = (word.strip("[@]:;.-") for word in _KEY_CHARACTERS.findall(prose.text))
    return {word for word in words if word in survey.papers}


def bracket_sizes(prose: Prose) -> Iterator[Diagnostic]:
    """Citations of more keys than a reader follows."""
    for citation in prose.citations:
        count = len(citation.keys)
        if count > BRACKET_SIZE:
            message = ngettext(
                "{count} key in one citation, at most {limit}",
                "{count} keys in one citation, at most {limit}",
                count,
            ).format(count=count, limit=BRACKET_SIZE)
            place = citation.line, citation.column
            yield Diagnostic(Code.BRACKET_SIZE, message, prose.path, *place)


def missing_parts(prose: Prose, survey: Survey) -> Iterator[Diagnostic]:
    """Sections, pages and images that a narrative names and the survey does not have."""
    for mention in prose.mentions:
        place = prose.path, mention.line, mention.column
        path = PurePosixPath(mention.name)
        if mention.kind == "section" or str(path.parent) == _GENERATED:
            if not may_be_section(path.stem, survey):
                yield unknown_section(path.stem, survey, *place)
            continue
        file = survey.root / "docs" / mention.name[1:]
        if not file.is_file():
            help = _("correct its name, or put the file there")
            yield Diagnostic(Code.UNREADABLE_FILE, _missing_file(mention), *place, help=help)
        elif mention.kind == "image" and (fault := image_fault(file, f"docs{mention.name}")):
            yield Diagnostic(Code.UNREADABLE_FILE, fault.message, *place, help=fault.help)


def may_be_section(name: str, survey: Survey) -> bool:
    """Whether a name is that of a page of the survey, or may be that of a section that lost it."""
    known = (survey.sections, RESERVED_IDS, survey.taxonomy.unread)
    is_known = any(name in names for names in known)
    return is_known or any(section.is_nameless for section in survey.sections.values())


def unknown_section(section: str, survey: Survey, path: str, line: int, column: int) -> Diagnostic:
    """A finding on a section that a directive or link names."""
    message = _('section "{section}" is unknown').format(section=section)
    help = suggestion(section, survey.sections)
    return Diagnostic(Code.UNKNOWN_SECTION, message, path, line, column, help)


def _missing_file(mention: Mention) -> str:
    message = _('the image "{path}" does not exist')
    if mention.kind == "page":
        message = _('the page "{path}" does not exist')
    return message.format(path=f"docs{mention.name}")


def _coverage(prose: Prose, count: int, missing: list[str]) -> Diagnostic:
    message = ngettext(
        "cites {cited} of {count} paper, at least {share} are due",
        "cites {cited} of {count} papers, at least {share} are due",
        count,
    ).format(cited=count - len(missing), count=count, share="/".join(map(str, COVERAGE)))
    keys = ", ".join(missing[:_KEYS_IN_HELP])
    help = _("say what the others contribute: {keys}").format(keys=keys)
    return Diagnostic(Code.CITATION_COVERAGE, message, prose.path, 1, help=help)


def never_cited(
    survey: Survey, cited: Container[str], told: Container[str]
) -> Iterator[Diagnostic]:
    """Papers that no narrative cites, in sections that have one.

    A section without a narrative is told by `status`, once. Nothing is said of papers that have
    another fault: those without one place, those whose section has no usable id, and those of
    sections whose narrative has a finding already (``told``).
    """
    doubtful = survey.taxonomy.unread.union(one.key for one in survey.taxonomy.background)
    for paper in survey.papers.values():
        home = survey.sections.get(paper.home or "")
        narrative = survey.narratives.get(paper.home or "")
        if home is None or home.is_nameless or home.id in told or paper.key in cited:
            continue
        if narrative is not None and paper.key not in doubtful:
            message = _('"{key}" is cited in no narrative').format(key=paper.key)
            help = _("cite it in {path}").format(path=narrative.path)
            entry = paper.entry
            yield Diagnostic(Code.NEVER_CITED, message, entry.path, *entry.place, help)


class _Misspelt:
    """Keys as they are cited to those that are meant: a misspelt citation is one fault, not two."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.guesses = _GUESSES

    def keys_of(self, key: str) -> set[str]:
        """The key of the paper that a citation means; several where commas are missing."""
        paper = self.survey.find(key)
        if paper is not None:
            return {paper.key}
        self.guesses -= 1
        if self.guesses < 0:
            return set()
        parts = {part for part in self.survey.papers if part in key}
        return parts or {nearest(key, self.survey.papers)}
