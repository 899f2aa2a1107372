"""The one composition root: find a survey on disk, read its files, cross-check, freeze."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from surveygen.files import write_if_changed
from surveygen.messages import _
from surveygen.readers.bibtex import Bibliography, ParsedBlock, read_bibtex
from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy
from surveygen.readers.vocabulary_yaml import read_metrics, read_tags
from surveygen.readings import Readings
from surveygen.survey.codes import Code
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.layout import STATE, TAXONOMY, circular_links, find_root, is_circular
from surveygen.survey.note import Note
from surveygen.survey.prose import NARRATIVES, Prose
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy
from surveygen.survey.vocabulary import Vocabulary

_CACHE_VERSION = 2

_OTHER_SUFFIXES = (".markdown", ".md", ".mdown", ".mkd", ".text", ".txt")
"""What Markdown is called elsewhere, in lower case; Windows hides the end of ``key.md.txt``."""
_Word = TypeVar("_Word")


class Unreadable(Exception):
    """A file without which nothing can be built cannot be used; the diagnostics say why."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("; ".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


def load(path: str | Path = ".", readings: Readings | None = None) -> Survey:
    """Read the survey that ``path`` belongs to.

    Args:
        path: the root, or anything below.
        readings: what was read before; those of the survey's own file, unless they are given.

    Raises:
        SurveyNotFound: no ``taxonomy.yaml`` here or above.
        Unreadable: the taxonomy is no taxonomy, or a bibliography cannot be opened.

    """
    root = find_root(Path(path))
    readings = readings or kept_readings(root)
    try:
        taxonomy, found = read_taxonomy((root / TAXONOMY).read_bytes(), path=TAXONOMY)
    except UnreadableTaxonomy as error:
        raise Unreadable(error.diagnostics) from None
    except OSError as error:
        raise Unreadable([_unreadable(TAXONOMY, error)]) from None
    bibliography = read_bibliography(root, taxonomy)
    notes = _read_notes(root, taxonomy, found, readings)
    narratives = _read_narratives(root, found, readings)
    vocabulary = _read_vocabulary(root, found)
    found.extend(_circular_links(root))
    survey = assemble(
        Parts(
            root=root,
            taxonomy=taxonomy,
            entries=bibliography.entries,
            notes=notes,
            narratives=narratives,
            vocabulary=vocabulary,
            quarantine=bibliography.quarantine,
            diagnostics=(*found, *bibliography.diagnostics),
            findings_of=readings.findings_of,
        )
    )
    readings.keep()
    return survey


def kept_readings(root: Path) -> Readings:
    """What the notes and narratives of a survey were read as the last time."""
    return Readings(root / STATE / "cache" / "readings.jsonl")


def read_bibliography(root: Path, taxonomy: Taxonomy) -> Bibliography:
    """Read the bibliographies of a survey, with the help of its cache.

    Raises:
        Unreadable: one of them cannot be opened.

    """
    files: list[tuple[str, bytes]] = []
    missing: list[Diagnostic] = []
    for name in taxonomy.bibliography:
        try:
            files.append((name, (root / name).read_bytes()))
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            message = _("cannot be read: {reason}").format(reason=_reason(error))
            help = _("mend `bibliography:` in {file}, or the file's permissions")
            help = help.format(file=taxonomy.path)
            missing.append(Diagnostic(Code.BIBLIOGRAPHY_MISSING, message, name, help=help))
    if missing:
        raise Unreadable(missing)
    cache_file = root / STATE / "cache" / "bibtex.json"
    known = _load_cache(cache_file)
    seen = _Touched(known)
    bibliography = read_bibtex(files, seen)
    if seen.touched.keys() != known.keys():
        _save_cache(cache_file, seen.touched)
    return bibliography


class _Touched(dict[str, ParsedBlock]):
    """A cache that remembers what this run used, so that what is no longer used goes."""

    def __init__(self, known: dict[str, ParsedBlock]) -> None:
        super().__init__(known)
        self.touched: dict[str, ParsedBlock] = {}

    def get(self, digest: str, default: ParsedBlock | None = None) -> ParsedBlock | None:  # type: ignore[override]
        found = super().get(digest, default)
        if found is not None:
            self.touched[digest] = found
        return found

    def __setitem__(self, digest: str, parsed: ParsedBlock) -> None:
        super().__setitem__(digest, parsed)
        self.touched[digest] = parsed


def _load_cache(path: Path) -> dict[str, ParsedBlock]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict) or content.get("version") != _CACHE_VERSION:
        return {}
    blocks = content.get("blocks")
    return blocks if isinstance(blocks, dict) else {}


def _save_cache(path: Path, blocks: dict[str, ParsedBlock]) -> None:
    text = json.dumps({"version": _CACHE_VERSION, "blocks": blocks}, ensure_ascii=False)
    try:
        write_if_changed(path, text.encode("utf-8", "surrogatepass"))
    except OSError:
        return  # A read-only checkout builds as well, only slower.


def _circular_links(root: Path) -> Iterator[Diagnostic]:
    """A finding for every link that Sphinx would follow round and round."""
    for link in circular_links(root / "docs"):
        path = link.relative_to(root).as_posix()
        message = _("this link leads to a folder above it; it is passed over")
        yield Diagnostic(Code.UNREADABLE_FILE, message, path, help=_("delete the link"))


def _markdown_files(root: Path, name: str, found: list[Diagnostic]) -> Iterator[tuple[Path, str]]:
    """Every Markdown file of a folder, and its path relative to the root; none without folder.

    Hidden files are what editors and file managers leave beside the others. What lies in a folder
    within the folder is not read, nor is text in a file of another name, which is said.
    """
    try:
        paths = [path for path in (root / name).iterdir() if not path.name.startswith(".")]
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        found.append(_unreadable(name, error))
        return
    for path in sorted(paths):
        if path.suffix == ".md":
            yield path, f"{name}/{path.name}"
        elif path.is_dir() and not is_circular(path) and next(path.rglob("*.md"), None):
            message = _("the files of this folder are not read")
            help = _("move them up into {folder}").format(folder=name)
            place = f"{name}/{path.name}"
            found.append(Diagnostic(Code.UNREADABLE_FILE, message, place, help=help))
        elif path.suffix.lower() in _OTHER_SUFFIXES:
            message = _("this file is not read, because its name does not end in .md")
            stem = path.name.removesuffix(path.suffix).removesuffix(".md")
            help = _('rename it to "{name}"').format(name=f"{stem}.md")
            place = f"{name}/{path.name}"
            found.append(Diagnostic(Code.UNREADABLE_FILE, message, place, 1, 1, help))


def _read_notes(
    root: Path, taxonomy: Taxonomy, found: list[Diagnostic], readings: Readings
) -> dict[str, Note]:
    notes = {}
    # The usual folder may be missing; another one that the taxonomy names is meant to be there.
    is_usual = taxonomy.notes == Taxonomy(title="").notes
    if not (is_usual or os.path.lexists(root / taxonomy.notes)):
        message = _('the folder "{path}" does not exist').format(path=taxonomy.notes)
        place = taxonomy.places.get("notes", (1, 1))
        help = _("correct its name, or make the folder")
        found.append(Diagnostic(Code.UNREADABLE_FILE, message, TAXONOMY, *place, help))
    for file, path in _markdown_files(root, taxonomy.notes, found):
        data = _read_file(file, path, found)
        if data is not None:
            note, said = readings.note(data, key=file.stem, path=path)
            notes[note.key] = note
            found.extend(said)
    return notes


def _read_narratives(root: Path, found: list[Diagnostic], readings: Readings) -> dict[str, Prose]:
    narratives = {}
    for file, path in _markdown_files(root, NARRATIVES, found):
        data = _read_file(file, path, found)
        if data is not None:
            narratives[file.stem], said = readings.narrative(data, path=path)
            found.extend(said)
    return narratives


def _read_vocabulary(root: Path, found: list[Diagnostic]) -> Vocabulary:
    return Vocabulary(
        tags=_read_words(root, "docs/tags.yaml", read_tags, found),
        metrics=_read_words(root, "docs/metrics.yaml", read_metrics, found),
    )


def _read_words(
    root: Path,
    path: str,
    read: Callable[..., tuple[dict[str, _Word], list[Diagnostic]]],
    found: list[Diagnostic],
) -> dict[str, _Word]:
    """A file of controlled words; none where a survey has no such file."""
    if not (root / path).exists():
        return {}
    words, said = read(_read_file(root / path, path, found) or b"", path=path)
    found.extend(said)
    return words


def _read_file(file: Path, path: str, found: list[Diagnostic]) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        found.append(_unreadable(path, error))
        return None


def _unreadable(path: str, error: OSError | ValueError) -> Diagnostic:
    message = _("cannot be read: {reason}").format(reason=_reason(error))
    return Diagnostic(Code.UNREADABLE_FILE, message, path)


def _reason(error: OSError | ValueError) -> str:
    """What the system says; of a NUL in a name, what Python says."""
    return getattr(error, "strerror", None) or str(error)
