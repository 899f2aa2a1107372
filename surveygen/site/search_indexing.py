"""The index of the search, in bundles of Pagefind: parts of the tree, and all other pages.

Pagefind reads all that it is given, so an edit costs as much as its bundle is large. Bundles are
made of what is searched alone, without the rest of the pages, and again only where that changed; a
reader's browser puts them together. Each is made aside and put in place whole, for Pagefind never
takes anything away.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from surveygen import __version__
from surveygen.files import write_atomically
from surveygen.text.normal import one_line

INDEX = "pagefind"
"""Folder of the bundles in the site."""
OTHER = "other"
"""Folder of the bundle of pages that belong to no section; it holds the program, too."""
SEARCHED = "data-pagefind-body"
"""Attribute of the element that is searched; a page without one is not."""
SEARCHED_END = "<!-- surveygen: end of what is searched -->"
"""Stands behind that element."""
_HTML = re.compile(rb"<html[^>]*>")
_UNSEARCHED = re.compile(
    rb"<article [^>]*data-pagefind-ignore>.*?</article>"  # cards; papers have pages of their own
    rb'|<ul class="sg-links">.*?</ul>'  # what they are called tells nothing of a paper
    rb'|<span class="Z3988".*?</span>'
    rb'|<a class="headerlink".*?</a>',
    re.DOTALL,
)
_ENTRY = "pagefind-entry.json"
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*")
"""Parts of the program that no page of ours uses."""
_PROGRAM = ("*.js", "wasm.*")
_FULL = 100
"""Pages after which a bundle takes no further section: smaller ones cost more than they spare."""
_BUNDLES = 20
"""A browser asks for two files of each; where there would be more of them, they are larger."""

_State: TypeAlias = tuple[int, int, str]
"""Size, time in nanoseconds and digest of what is searched."""


@dataclass(frozen=True, slots=True)
class _Record:
    """What a bundle was made from and by."""

    program: str = ""
    """Versions of Pagefind and of surveygen."""
    pages: Mapping[str, _State] = field(default_factory=dict)

    @property
    def digests(self) -> dict[str, str]:
        """Of the pages that are searched, by their names."""
        return {name: digest for name, (_size, _time, digest) in self.pages.items() if digest}


class IndexingFailed(Exception):
    """Pagefind failed; the message is what it said."""


@cache
def has_pagefind() -> bool:
    """Whether Pagefind and its program are installed."""
    needed = ("pagefind", "pagefind_bin", "cbor2")
    return all(importlib.util.find_spec(name) for name in needed)


def section_bundles(sizes: Mapping[str, int]) -> dict[str, str]:
    """The folder of the bundle of each section; those that follow one another share one.

    Args:
        sizes: how many pages each has by itself, by its id, in the order of the tree.

    """
    full = _FULL
    while sum(sizes.values()) > full * _BUNDLES:
        full *= 2
    found: dict[str, str] = {}
    bundle, room = "", 0
    for id, size in sizes.items():
        if room <= 0:
            bundle, room = f"section-{id}", full
        found[id] = bundle
        room -= size
    return found


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index of a site."""

    out: Path
    """Folder of the site."""
    state: Path
    """Folder of what is remembered between builds."""

    def update(self, bundles: Mapping[str, str]) -> None:
        """Make the bundles whose pages changed, and delete those that are no longer wanted.

        Args:
            bundles: by the name of a page, the bundle that it belongs to, if it is not `OTHER`.

        Raises:
            IndexingFailed: there is no search in the site now.

        """
        pages: dict[str, list[str]] = {OTHER: []}
        for name in self._pages():
            pages.setdefault(bundles.get(name, OTHER), []).append(name)
        self._tidy(pages.keys())
        program = f"{version('pagefind_bin')} {__version__}"
        for bundle, names in pages.items():
            try:
                self._update(bundle, names, program)
            except IndexingFailed:
                self.delete()
                raise

    def delete(self) -> None:
        """Leave nothing of it."""
        shutil.rmtree(self.out / INDEX, ignore_errors=True)
        shutil.rmtree(self.state, ignore_errors=True)

    def _tidy(self, bundles: Collection[str]) -> None:
        """Delete all but these bundles, and what a killed build has left half made."""
        for file in self.state.glob("*"):
            if file.is_dir():
                shutil.rmtree(file, ignore_errors=True)
            elif file.stem not in bundles:
                file.unlink()
        for file in (self.out / INDEX).glob("*"):
            if not file.is_dir():
                file.unlink()
            elif file.name not in bundles:
                shutil.rmtree(file, ignore_errors=True)

    def _pages(self) -> Iterator[str]:
        found = []
        for folder, subfolders, files in os.walk(self.out):
            place = folder[len(os.fspath(self.out)) + 1 :].replace(os.sep, "/")
            if not place and INDEX in subfolders:
                subfolders.remove(INDEX)
            head = f"{place}/" if place else ""
            found += [head + name for name in files if name.endswith(".html")]
        yield from sorted(found)

    def _update(self, bundle: str, names: Iterable[str], program: str) -> None:
        record = self.state / f"{bundle}.json"
        before = _read(record)
        if before.program != program:
            before = _Record()
        text_of = cache(self._text)
        now = {name: self._page_state(name, before.pages.get(name), text_of) for name in names}
        made = _Record(program, now)
        is_there = (self.out / INDEX / bundle / _ENTRY).is_file()
        if made == before and is_there:
            return
        # A build that is killed leaves no record, so the next one makes the bundle.
        record.unlink(missing_ok=True)
        if not (is_there and made.digests == before.digests and before.program):
            self._make(bundle, {name: text_of(name) for name in made.digests})
        write_atomically(record, json.dumps(asdict(made)).encode("ascii"))

    def _text(self, name: str) -> bytes:
        return _searched((self.out / name).read_bytes())

    def _page_state(
        self, name: str, before: _State | None, text_of: Callable[[str], bytes]
    ) -> _State:
        facts = (self.out / name).stat()
        if before and before[:2] == (facts.st_size, facts.st_mtime_ns):
            return before
        text = text_of(name)
        digest = hashlib.sha256(text).hexdigest() if text else ""
        return facts.st_size, facts.st_mtime_ns, digest

    def _make(self, bundle: str, pages: Mapping[str, bytes]) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.state) as folder:
            site, made = Path(folder, "site"), Path(folder, "bundle")
            site.mkdir()
            for name, text in pages.items():
                file = site / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text)
            if not pages:  # Pagefind fails where it finds no page at all
                (site / "none.html").touch()
            _run_pagefind(site, made)
            for pattern in _UNUSED if bundle == OTHER else _PROGRAM + _UNUSED:
                for part in made.glob(pattern):
                    part.unlink()
            _put_in_order(made)
            target = self.out / INDEX / bundle
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(exist_ok=True)
            made.replace(target)


def _searched(page: bytes) -> bytes:
    """A page without what stands around its searched element; nothing where it has none.

    Left out are what navigation, neighbours and citations change on the page of another paper.
    """
    mark = page.find(SEARCHED.encode())
    if mark < 0:
        return b""
    end = page.rfind(SEARCHED_END.encode())
    html = _HTML.search(page)
    text = page[page.rfind(b"<", 0, mark) : end if end > 0 else None]
    return (html[0] if html else b"") + _UNSEARCHED.sub(b"", text)


def _run_pagefind(site: Path, bundle: Path) -> None:
    from pagefind_bin import get_executable

    command = [get_executable(), "--quiet", "--site", site, "--output-path", bundle]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not (bundle / _ENTRY).is_file():
        raise IndexingFailed(one_line(done.stderr.strip() or done.stdout.strip(), 300))


def _put_in_order(bundle: Path) -> None:
    from surveygen.site.search_bundle import UnknownFormat, put_in_order

    # One of another format is used as it is.
    with suppress(UnknownFormat):
        put_in_order(bundle)


def _read(file: Path) -> _Record:
    try:
        content = json.loads(file.read_text(encoding="ascii"))
        pages = {
            name: (size, time, digest) for name, (size, time, digest) in content["pages"].items()
        }
        return _Record(content["program"], pages)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Record()
