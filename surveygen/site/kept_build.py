"""What a build of the site leaves behind so that the next one can do without Sphinx."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sphinx.util.osutil import relative_uri

from surveygen.files import write_atomically
from surveygen.pages.digests import note_fields
from surveygen.references.labels import Label
from surveygen.site.builder_like import BuilderLike
from surveygen.site.note_parts import Quotes
from surveygen.site.outputs import identity_of, state_folder
from surveygen.survey.note import Note
from surveygen.survey.survey import Survey


@dataclass(frozen=True, slots=True)
class KeptBuilder:
    """The builder of a survey's site, without Sphinx; its files end as they do by default."""

    outdir: Path
    doctreedir: Path
    name: str = "html"

    @classmethod
    def of(cls, root: Path) -> KeptBuilder:
        """That of the survey at a root."""
        return cls(root / "build" / "html", root / "build" / "doctrees")

    def get_target_uri(self, docname: str, /) -> str:
        """The address of a page, relative to the output folder."""
        return f"{quote(docname)}.html"

    def get_relative_uri(self, from_: str, to: str, /) -> str:
        """The address of a page as seen from another."""
        return relative_uri(self.get_target_uri(from_), self.get_target_uri(to))

    def get_output_path(self, page_name: str, /) -> Path:
        """The file of a page."""
        return self.outdir / f"{page_name}.html"


@dataclass(frozen=True, slots=True)
class KeptBuild:
    """A build of the site whose pages show nothing of the text of notes but our own parts."""

    language: str
    """Of the words that surveygen adds to pages."""
    quotes: Quotes | None
    """How quotes are set in notes."""
    pages: tuple[str, ...]
    """Names of the generated pages."""
    members: str
    """Of `members`."""
    digests: Mapping[str, str]
    """Of `card_digests`."""
    labels: Mapping[str, Label]
    """As citations show them, by key."""
    fields: Mapping[str, str]
    """Of `fields_digest`, for every paper that has a note."""
    cited: Mapping[str, tuple[str, ...]]
    """Keys that notes cite, by key."""


def fields_digest(survey: Survey, note: Note) -> str:
    """A hash over what is shown of a note but its text."""
    return identity_of(note_fields(survey, note))


def cited_by_notes(survey: Survey) -> dict[str, tuple[str, ...]]:
    """The papers that notes cite, by the keys of those they are about."""
    notes = ((key, paper.note) for key, paper in survey.papers.items())
    return {
        key: tuple(paper.key for it in note.body.cited_keys if (paper := survey.find(it)))
        for key, note in notes
        if note is not None and note.body.citations
    }


def members(survey: Survey) -> str:
    """A hash over the keys of all papers and of the background, in their order."""
    return identity_of((tuple(survey.papers), tuple(survey.background)))


def keep_build(builder: BuilderLike, build: KeptBuild) -> None:
    """Remember a build."""
    labels = {key: (label.authors, label.year) for key, label in build.labels.items()}
    content = {**{name: getattr(build, name) for name in build.__slots__}, "labels": labels}
    write_atomically(_file(builder), json.dumps(content).encode("ascii"))


def forget_build(builder: BuilderLike) -> None:
    """Have the next build begin with Sphinx."""
    _file(builder).unlink(missing_ok=True)


def kept_build(builder: BuilderLike) -> KeptBuild | None:
    """That of the last build; None where Sphinx is needed, or it is lost or damaged."""
    try:
        content = json.loads(_file(builder).read_text(encoding="ascii"))
        return KeptBuild(
            content["language"],
            _quotes(content["quotes"]),
            tuple(content["pages"]),
            content["members"],
            dict(content["digests"]),
            {key: Label(*parts) for key, parts in content["labels"].items()},
            dict(content["fields"]),
            {key: tuple(keys) for key, keys in content["cited"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _quotes(content: Iterable[str] | None) -> Quotes | None:
    return Quotes(*content) if content else None


def _file(builder: BuilderLike) -> Path:
    return state_folder(builder) / "build.json"
