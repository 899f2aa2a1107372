"""Files that works come from, read in the format that each has; what `import` and `init` share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from surveygen.cli.session import Session
from surveygen.messages import _

if TYPE_CHECKING:
    from surveygen.intake.sources import Source


def read_sources(session: Session, files: Sequence[Path], name: str | None = None) -> list[Source]:
    """The files by format, in their order; what says most of a work comes first.

    Args:
        session: to say what each file is taken for, or that it cannot be read.
        files: paths from here.
        name: of the format of all files; each is looked at where it is None.

    """
    from surveygen.intake.sources import Source
    from surveygen.readers.formats import FORMATS, detect

    by_name = {known.name: known for known in FORMATS}
    grouped: dict[tuple[str, str], list[tuple[str, bytes]]] = {}
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            session.fail(f"{file}: {error.strerror}")
        found = by_name[name] if name else detect(str(file), data)
        if found is None:
            message = _("{file}: cannot tell the format; `import --format` names it ({names})")
            session.fail(message.format(file=file, names=", ".join(by_name)))
        apart = str(file) if found.has_outline else ""
        grouped.setdefault((found.name, apart), []).append((str(file), data))
        session.say(_("{file}: {format}").format(file=file, format=_(found.title)))
    found_sources = [
        Source(by_name[name], found, by_name[name].read(found))
        for (name, _apart), found in grouped.items()
    ]
    return sorted(
        found_sources, key=lambda it: (not it.format.is_bibliography, it.format.is_sparse)
    )


def with_bibliographies(
    session: Session, sources: list[Source], given: Sequence[Path] = ()
) -> list[Source]:
    """The sources, and those of the bibliographies that are given or that an outline names."""
    if given:
        return [*read_sources(session, given), *sources]
    if any(source.format.is_bibliography for source in sources):
        return sources
    named = dict.fromkeys(Path(path) for source in sources for path in source.read.bibliographies)
    for path in named:
        if not path.is_file():
            session.say(_("{file} is named, but is not there").format(file=path))
    return [*read_sources(session, [path for path in named if path.is_file()]), *sources]


def check_works(session: Session, sources: Sequence[Source]) -> None:
    """End the program where a new survey would have no work at all, because of its files."""
    if any(source.read.records or source.format.is_bibliography for source in sources):
        return
    if any(source.read.quarantine for source in sources):
        session.show([found for source in sources for found in source.read.diagnostics])
        session.fail(_("no work could be read, so no survey is made of it"))
    if any(source.read.outline and source.read.outline.sections for source in sources):
        session.fail(_("the works of the outline are in a bibliography; name that file as well"))
