"""The EPUB: what its package document says, and the same bytes from the same survey.

Sphinx takes the date from the clock, joins all authors to one creator, and does not declare which
pages hold formulas or drawings, which EPUB 3.3 (5.6.2) asks for.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

from sphinx.builders.epub3 import Epub3Builder

from surveygen.files import write_if_changed
from surveygen.site.state import loaded
from surveygen.survey.identity import author_names

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_OPTIONAL = (f"{{{_DC}}}contributor", f"{{{_DC}}}description")
"""What Sphinx calls unknown where nobody says it."""
_PROPERTIES = {"mathml": "<math", "svg": "<svg"}
"""Properties of a page, each with the mark that tells."""


class SurveyEpubBuilder(Epub3Builder):
    """Sphinx's builder, with the package document that a survey needs."""

    def init(self) -> None:
        """Have every page say its language, and the table of contents its name in it."""
        super().init()
        # Sphinx keeps it when the configuration changes, and then takes it for a part of the book.
        self.config.epub_exclude_files = [*self.config.epub_exclude_files, ".buildinfo.bak"]
        contents = loaded(self.config).words.gettext("Contents")
        self.guide_titles = {**self.guide_titles, "toc": contents}
        language = escape(self.config.epub_language.replace("_", "-"))
        self.html_tag = self.html_tag.replace(">", f' lang="{language}" xml:lang="{language}">')

    def content_metadata(self) -> dict[str, Any]:
        """What the package document says; its date is the survey's."""
        date = loaded(self.config).survey.taxonomy.date
        # A year or month alone stands for its first day. EPUB requires a date even of the undated.
        day = f"{date}-01-01"[:10] if date else "1970-01-01"
        return {**super().content_metadata(), "date": f"{day}T00:00:00Z"}

    def build_content(self) -> None:
        """Write the package document, and say in it what Sphinx does not."""
        super().build_content()
        file = Path(self.outdir) / "content.opf"
        ElementTree.register_namespace("", _OPF)
        ElementTree.register_namespace("dc", _DC)
        package = ElementTree.parse(file)  # noqa: S314  of our own making
        self._complete_metadata(next(package.iter(f"{{{_OPF}}}metadata")))
        for item in package.iter(f"{{{_OPF}}}item"):
            page = Path(self.outdir) / unquote(item.get("href", ""))
            if page.suffix == self.out_suffix and not item.get("properties"):
                text = page.read_text(encoding="utf-8")
                held = [name for name, mark in _PROPERTIES.items() if mark in text]
                if held:
                    item.set("properties", " ".join(held))
        ElementTree.indent(package)
        package.write(file, encoding="utf-8", xml_declaration=True)

    def _complete_metadata(self, metadata: ElementTree.Element) -> None:
        taxonomy = loaded(self.config).survey.taxonomy
        names = [author.name for author in taxonomy.authors]
        for element in list(metadata):
            if element.tag == f"{{{_DC}}}creator" and element.text == author_names(taxonomy):
                metadata.remove(element)
                _append(metadata, "creator", names)
            elif element.tag in _OPTIONAL and element.text == "unknown":
                metadata.remove(element)
        _append(metadata, "subject", taxonomy.keywords)

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """What the older table of contents says; it has to name the book as the package does."""
        named = {"uid": escape(self.config.epub_identifier)}
        return {**super().toc_metadata(level, navpoints), **named}

    def build_epub(self) -> None:
        """Pack the book; no member has the time at which it was written."""
        super().build_epub()
        archive = Path(self.outdir) / f"{self.config.epub_basename}.epub"
        packed = io.BytesIO()
        with zipfile.ZipFile(archive) as old, zipfile.ZipFile(packed, "w") as new:
            for member in old.infolist():
                plain = zipfile.ZipInfo(member.filename)  # of the earliest date that ZIP has
                plain.compress_type = member.compress_type
                new.writestr(plain, old.read(member))
        write_if_changed(archive, packed.getvalue())


def _append(metadata: ElementTree.Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        ElementTree.SubElement(metadata, f"{{{_DC}}}{name}").text = text


def setup_epub(app: Sphinx) -> None:
    """Take the place of Sphinx's builder."""
    app.add_builder(SurveyEpubBuilder, override=True)
