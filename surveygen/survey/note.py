"""A note: what the survey says about one paper, in the survey authors' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from surveygen.survey.prose import Prose
from surveygen.text.dollars import with_formulas
from surveygen.text.richtext import RichText, plain_text


class PaperKind(StrEnum):
    """What sort of contribution a paper makes."""

    METHOD = "method"
    THEORY = "theory"
    SYSTEM = "system"
    BENCHMARK = "benchmark"
    SURVEY = "survey"
    APPLICATION = "application"
    HARDWARE = "hardware"


class Bound(StrEnum):
    """How a claim's value bounds the true one."""

    EXACT = "exact"
    UP_TO = "up-to"
    AT_LEAST = "at-least"
    ABOUT = "about"


class ClaimKind(StrEnum):
    """What a claim's value measures."""

    ABSOLUTE = "absolute"
    DIFFERENCE = "difference"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement of a note."""

    metric: str
    value: str
    """As text, so that ``80.0`` keeps its zero."""
    unit: str = ""
    bound: Bound = Bound.EXACT
    kind: ClaimKind = ClaimKind.ABSOLUTE
    on: str = ""
    """Data set or setting."""
    versus: str = ""
    """What the value is compared with."""
    where: tuple[int, int] | None = None
    """Half-open span of the supporting sentence in the abstract, in Unicode code points."""
    quoted: str = ""
    """The verbatim token of the abstract, where ``value`` was mended."""


@dataclass(frozen=True, slots=True)
class Note:
    """Front matter and body of ``docs/notes/<key>.md``."""

    key: str
    path: str
    body: Prose
    tldr: str = ""
    """One sentence of plain text as it is typed, formulas between dollars."""
    kind: PaperKind | None = None
    tags: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    """Name (``code``, ``data``, ``project``, ...) to http or https URL."""
    about: str = ""
    """The version that the note was written from, where it matters."""
    added: str = ""
    """ISO 8601 date."""
    draft: bool = False
    """Whether nobody has read it again yet."""
    abstract_sha256: str = ""
    quote: Mapping[str, str] = field(default_factory=dict)
    """Fixed phrases that had to be kept verbatim, each with its reason."""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False)
    """Line and column of what stands in the front matter: ``tldr``, ``tags``, ``tags.0``,
    ``claims.2``, ``claims.2.value``; numbers count `tags` and `claims`."""
    unread: frozenset[str] = frozenset()
    """Fields of the front matter that stand there and could not be read."""

    @property
    def rich_tldr(self) -> RichText:
        """The TL;DR with its formulas."""
        return with_formulas(self.tldr)

    @property
    def tldr_text(self) -> str:
        """The TL;DR as text, formulas in readable Unicode."""
        return plain_text(self.rich_tldr)
