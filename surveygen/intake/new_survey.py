"""A new survey as a plan: of five works to try things out, or of files that somebody has."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from surveygen import __version__
from surveygen.intake.grouped_sections import sections_of
from surveygen.intake.import_plan import Judgement, Verdict
from surveygen.intake.plan import Draft
from surveygen.intake.sources import Imported, Source, plan_sources
from surveygen.messages import _
from surveygen.readers.bibtex import ParsedBlock, read_bibtex
from surveygen.readers.decoding import text_of
from surveygen.readers.taxonomy_yaml import read_taxonomy
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.layout import TAXONOMY
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import SurveyAuthor, Taxonomy
from surveygen.text.slugs import unique_slugs
from surveygen.writers.taxonomy_yaml import write_taxonomy

STARTER = Path(__file__).parent / "starter"
"""Files of a new survey; a name that begins with ``dot-`` stands for a hidden one."""


class AlreadyThere(Exception):
    """The folder holds a survey; the message says what to do."""


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """What a plan for a new survey comes to."""

    survey: Survey
    """As it will be read from the files of the draft, without notes and narratives."""
    kept: tuple[str, ...]
    """Files that stood there before and stay as they are."""
    imported: Imported = field(default_factory=Imported)
    """What its files were made of."""


def plan_sample(draft: Draft, title: str, date: str) -> NewSurvey:
    """Write a survey of five works into the draft.

    Args:
        draft: of the folder that becomes the survey's root.
        title: plain text.
        date: of today, ISO 8601.

    Raises:
        AlreadyThere: it is a survey.
        OSError: what stands there cannot be read.

    """
    _check_free(draft)
    files = {**_layer("common"), **_layer("sample")}
    kept = _write(draft, _filled(files, title, date))
    return NewSurvey(_assembled(draft, {}), kept)


def plan_from_sources(draft: Draft, title: str, date: str, sources: Sequence[Source]) -> NewSurvey:
    """Write a survey of files into the draft.

    Bibliographies are copied byte for byte; works of other formats become entries behind them.
    Where a file has an outline, that alone makes sections, and its abstract is the survey's; else
    groups of reference managers and hierarchical keywords do. Other works stand in none yet.

    Args:
        draft: of the folder that becomes the survey's root.
        title: plain text; where it is empty, that of the outline, or one made of the folder's name.
        date: of today, ISO 8601.
        sources: the files.

    Raises:
        AlreadyThere: it is a survey.
        CannotEdit: a bibliography is not clean UTF-8, and works of other files would join it.
        CannotPlace: an outline's sections cannot be written.
        OSError: what stands there cannot be read.

    """
    _check_free(draft)
    bibliographies = [
        file for source in sources if source.format.is_bibliography for file in source.files
    ]
    outline = next((source.read.outline for source in sources if source.read.outline), None)
    names = _names([path for path, _ in bibliographies]) or ["docs/references.bib"]
    taxonomy = Taxonomy(
        title=title or (outline.title if outline else "") or title_of(draft.root),
        abstract=(outline.abstract if outline else "")
        or _("What this survey is about, in two or three sentences."),
        authors=(SurveyAuthor(_("The authors"), "organization"),),
        date=date,
        license="CC-BY-4.0",
        bibliography=tuple(names),
    )
    files = _filled(_layer("common"), taxonomy.title, date)
    if outline and outline.introduction:
        index = files["docs/index.md"].decode("utf-8")
        # In the place of what tells authors to write one.
        text = re.sub(r"(?m)^% .*$", lambda _found: outline.introduction, index, count=1)
        files["docs/index.md"] = text.encode("utf-8")
    files[TAXONOMY] = write_taxonomy(taxonomy).encode("utf-8")
    copies = (data for _, data in bibliographies)
    files |= dict(zip(names, copies, strict=True)) if bibliographies else {names[0]: b""}
    kept = _write(draft, files)
    # Copies and the survey's files hold the same blocks, which need not be parsed again.
    parsed: dict[str, ParsedBlock] = {}
    imported = plan_sources(draft, _assembled(draft, parsed), sources)
    copied = {path for path, _ in bibliographies}
    imported = replace(imported, judgement=_all_new(imported.judgement, copied))
    survey = _assembled(draft, parsed)
    if outline is None:
        origins = dict(zip(names, (path for path, _ in bibliographies), strict=False))
        found = _place_groups(draft, survey, origins)
        survey = _assembled(draft, parsed)
        imported = replace(imported, grouped=len(survey.sections), of_groups=found)
    return NewSurvey(survey, kept, imported)


def _all_new(judgement: Judgement, copied: Collection[str]) -> Judgement:
    """The judgement with the works of copied files as what they are in the survey: new ones."""
    works = tuple(
        replace(work, verdict=Verdict.NEW, reason="") if work.record.entry.path in copied else work
        for work in judgement.works
    )
    return replace(judgement, works=works)


def _place_groups(
    draft: Draft, survey: Survey, origins: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """Make sections of the groups and keywords of a survey's bibliographies.

    Returns what is to be said of the groups, by the files that they come from.
    """
    texts = {path: text_of(draft.read(path) or b"") for path in survey.taxonomy.bibliography}
    grouped = sections_of(texts, survey.entries)
    if grouped.sections:
        taxonomy = replace(survey.taxonomy, sections=grouped.sections)
        draft.write(TAXONOMY, write_taxonomy(taxonomy).encode("utf-8"))
    return tuple(
        replace(found, path=origins.get(found.path, found.path)) for found in grouped.diagnostics
    )


def title_of(folder: Path) -> str:
    """A title for the survey of a folder: ``deep-learning`` -> ``Deep learning``."""
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    text = " ".join(words) or "A survey"
    return text[0].upper() + text[1:]


def _check_free(draft: Draft) -> None:
    if draft.read(TAXONOMY) is not None:
        message = _("{folder} is a survey already; `surveygen import` adds to it")
        raise AlreadyThere(message.format(folder=draft.root))


def _layer(name: str) -> dict[str, bytes]:
    """Files of a folder below `STARTER` by the path that they will have."""
    folder = STARTER / name
    return {
        "/".join(_shown(part) for part in path.relative_to(folder).parts): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        # Installers compile conf.py.
        if path.is_file() and path.parent.name != "__pycache__"
    }


def _shown(part: str) -> str:
    return f".{part.removeprefix('dot-')}" if part.startswith("dot-") else part


def _filled(files: dict[str, bytes], title: str, date: str) -> dict[str, bytes]:
    marks = {
        "@@TITLE_YAML@@": json.dumps(title, ensure_ascii=False),
        "@@TITLE@@": _in_markdown(title),
        "@@DATE@@": date,
        "@@VERSION@@": __version__,
    }
    # In one pass, for a title may look like a mark.
    pattern = re.compile("|".join(marks))
    return {
        path: pattern.sub(lambda found: marks[found[0]], data.decode("utf-8")).encode("utf-8")
        for path, data in files.items()
    }


def _in_markdown(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#$~|" else c for c in text)


def _names(paths: Iterable[str]) -> list[str]:
    """Where bibliographies go: one is ``references.bib``, several keep names of their own."""
    stems = [PurePosixPath(path.replace("\\", "/")).stem for path in paths]
    if len(stems) == 1:
        return ["docs/references.bib"]
    numbered = [stem if stems.count(stem) == 1 else f"{stem}-{n}" for n, stem in enumerate(stems)]
    slugs = unique_slugs(numbered)
    return [f"docs/{slugs[stem]}.bib" for stem in numbered]


def _write(draft: Draft, files: dict[str, bytes]) -> tuple[str, ...]:
    """Put files into the draft; returns those that stand there already and stay."""
    kept = []
    for path, data in files.items():
        before = draft.read(path)
        if path == ".gitignore" and before is not None:
            draft.write(path, _with_lines(before, data))
        elif before is None:
            draft.write(path, data)
        elif before != data:
            kept.append(path)
    return tuple(kept)


def _with_lines(before: bytes, wanted: bytes) -> bytes:
    """A .gitignore with the lines that it lacks behind its own."""
    present = set(before.split(b"\n"))
    lacking = [line for line in wanted.split(b"\n") if line and line not in present]
    if not any(not line.startswith(b"#") for line in lacking):
        return before
    start = before if not before or before.endswith(b"\n") else before + b"\n"
    return start + b"\n".join(lacking) + b"\n"


def _assembled(draft: Draft, parsed: dict[str, ParsedBlock]) -> Survey:
    """The survey that the draft's taxonomy and bibliographies make; ``parsed`` is a cache."""
    taxonomy, found = read_taxonomy(draft.read(TAXONOMY) or b"", path=TAXONOMY)
    files = [(name, draft.read(name) or b"") for name in taxonomy.bibliography]
    bibliography = read_bibtex(files, parsed)
    return assemble(
        Parts(
            draft.root,
            taxonomy,
            bibliography.entries,
            quarantine=bibliography.quarantine,
            diagnostics=(*found, *bibliography.diagnostics),
        )
    )
