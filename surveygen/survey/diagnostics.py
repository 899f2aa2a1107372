"""What surveygen tells people about their input: stable codes, positions, messages, help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from surveygen.text.normal import one_line

_MESSAGE_LIMIT = 300


class Severity(StrEnum):
    """How much of the input a finding costs."""

    ERROR = "error"
    """Something of the input is not shown as it was written."""
    WARNING = "warning"
    """It is shown, but doubtful."""


class Code(Enum):
    """Every finding that surveygen can report.

    A member's value is ``(id, severity, explanation)``. Ids never change meaning and are never used
    again; the guide's table of codes is generated from this enum.
    """

    # taxonomy.yaml
    TAXONOMY_SYNTAX = ("T001", Severity.ERROR, "The taxonomy is no YAML that can be read.")
    TAXONOMY_VERSION = ("T002", Severity.ERROR, "The taxonomy has an unknown format version.")
    DUPLICATE_MAPPING_KEY = ("T003", Severity.ERROR, "A mapping key stands twice.")
    TAXONOMY_LIMIT = ("T004", Severity.ERROR, "Aliases, depth or size exceed what a survey needs.")
    UNKNOWN_FIELD = ("T102", Severity.ERROR, "A field that the format does not have.")
    WRONG_TYPE = ("T103", Severity.ERROR, "A value of another type than the format asks for.")
    MISSING_FIELD = ("T104", Severity.ERROR, "A required field is missing.")
    BAD_SECTION_ID = ("T105", Severity.ERROR, "A section id is not made of a-z, 0-9 and hyphens.")
    DUPLICATE_SECTION_ID = ("T106", Severity.ERROR, "Two sections have the same id.")
    NO_SECTIONS = ("T107", Severity.WARNING, "The taxonomy has no section.")
    # placements
    UNKNOWN_KEY = ("T201", Severity.ERROR, "A key that stands in no bibliography.")
    TWO_HOMES = ("T202", Severity.ERROR, "A key stands in the papers of two sections.")
    REPEATED_KEY = ("T203", Severity.WARNING, "A key stands twice in one section.")
    NOT_PLACED = ("T204", Severity.WARNING, "An entry stands in no section.")
    BACKGROUND_PLACED = ("T205", Severity.ERROR, "A background entry also stands in a section.")
    BAD_ALIAS = ("T206", Severity.ERROR, "An alias leads to no entry, or hides one.")
    NO_HOME = ("T207", Severity.WARNING, "A key stands in `also` of sections, but has no home.")
    # bibliography
    BIBLIOGRAPHY_MISSING = ("B001", Severity.ERROR, "A bibliography cannot be opened.")
    BIBLIOGRAPHY_ENCODING = ("B002", Severity.WARNING, "A bibliography is not UTF-8.")
    CONTROL_CHARACTER = ("B003", Severity.WARNING, "Control characters were left out.")
    ENTRY_SYNTAX = ("B004", Severity.ERROR, "An entry cannot be parsed; it is quarantined.")
    NO_YEAR = ("B005", Severity.WARNING, "An entry has no year.")
    NO_TITLE = ("B006", Severity.WARNING, "An entry has no title.")
    NO_AUTHOR = ("B007", Severity.WARNING, "An entry names no author or editor.")
    DUPLICATE_KEY = ("B008", Severity.ERROR, "Two entries have the same key; the first one wins.")
    CASE_TWIN = ("B009", Severity.WARNING, "Two keys differ in case alone.")
    UNKNOWN_ENTRY_TYPE = ("B010", Severity.WARNING, "An entry type that no style knows.")
    UNDEFINED_STRING = ("B011", Severity.WARNING, "An @string that is defined nowhere.")
    DUPLICATE_FIELD = ("B012", Severity.WARNING, "A field stands twice; the first one wins.")
    CROSSREF = ("B013", Severity.WARNING, "A crossref leads nowhere or in a circle.")
    STRING_SYNTAX = ("B014", Severity.ERROR, "An @string or @preamble cannot be parsed.")
    BAD_KEY = ("B015", Severity.ERROR, "A citation key that cannot be cited.")
    UNUSABLE_URL = ("B016", Severity.WARNING, "A url that is not http or https; it is not linked.")
    BAD_IDENTIFIER = ("B017", Severity.WARNING, "A doi or eprint that is none.")
    # notes and narratives
    NOTE_WITHOUT_ENTRY = ("N001", Severity.ERROR, "A note whose key stands in no bibliography.")
    FRONT_MATTER_SYNTAX = ("N002", Severity.ERROR, "The front matter of a note cannot be read.")
    FRONT_MATTER_FIELD = ("N003", Severity.ERROR, "Front matter that a note does not have.")
    FRONT_MATTER_TYPE = ("N004", Severity.ERROR, "Front matter of another type than asked for.")
    NOT_ALLOWED = ("N005", Severity.ERROR, "Markup outside the allow-list, shown as text.")
    PROSE_ENCODING = ("N006", Severity.ERROR, "A text file other than a bibliography is not UTF-8.")
    NARRATIVE_WITHOUT_SECTION = ("N007", Severity.ERROR, "A narrative whose section is unknown.")
    UNKNOWN_SECTION = ("N009", Severity.ERROR, "A directive names a section that does not exist.")
    UNKNOWN_CITATION = ("N008", Severity.ERROR, "A citation of a key that is known nowhere.")
    # what notes and narratives keep to
    NO_NOTE = ("C001", Severity.WARNING, "A paper has no note, though others have.")
    TLDR_LENGTH = ("C002", Severity.WARNING, "A TL;DR has none or more than thirty words.")
    UNKNOWN_TAG = ("C003", Severity.WARNING, "A tag that docs/tags.yaml does not define.")
    TAG_COUNT = ("C004", Severity.WARNING, "A note has fewer than two or more than five tags.")
    UNKNOWN_METRIC = ("C005", Severity.WARNING, "A metric that docs/metrics.yaml does not define.")
    UNGROUNDED = ("C006", Severity.WARNING, "A number that abstract and title do not have.")
    CLAIM_SPAN = ("C007", Severity.WARNING, "A claim whose span does not hold its value.")
    ABSTRACT_CHANGED = ("C008", Severity.WARNING, "Spans that refer to another abstract.")
    WORD_RUN = ("C009", Severity.WARNING, "Eight words in a row as in the abstract.")
    BRACKET_SIZE = ("C010", Severity.WARNING, "A citation of more than four keys.")
    CITATION_COVERAGE = ("C011", Severity.WARNING, "A narrative that cites too few papers.")
    NEVER_CITED = ("C012", Severity.WARNING, "A paper that no narrative cites.")
    # listings
    LISTING_LAYOUT = ("L001", Severity.ERROR, "Lines of a listing are no title and abstract.")
    # what was built
    READ_BACK = ("S001", Severity.ERROR, "What was built differs from the bibliography.")
    NOT_BUILT = ("S002", Severity.ERROR, "There is nothing built to read back.")

    def __init__(self, id: str, severity: Severity, explanation: str) -> None:
        self.id = id
        self.severity = severity
        self.explanation = explanation


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``path`` is relative to the survey's root, with forward slashes."""

    code: Code
    message: str
    path: str = ""
    line: int | None = None
    """First line is 1; None when the finding is about the whole file."""
    column: int | None = None
    """First column is 1, in Unicode code points."""
    help: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    def __str__(self) -> str:
        """One line: ``path:line:column: severity: message; help [code]``."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        message = one_line(self.message, _MESSAGE_LIMIT)
        help_text = f"; {one_line(self.help, _MESSAGE_LIMIT)}" if self.help else ""
        head = f"{place}: " if place else ""
        return f"{head}{self.severity}: {message}{help_text} [{self.code.id}]"


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file and position, each finding once."""
    return tuple(
        sorted(
            dict.fromkeys(diagnostics),
            key=lambda d: (d.path, d.line or 0, d.column or 0, d.code.id, d.message),
        )
    )
