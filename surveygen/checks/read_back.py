"""Read what was built and compare it with the bibliography: what is shown equals the source.

Every medium gives, for a paper, the visible text in which its facts must stand. Text of web pages
is compared after collapsing blanks; text of the PDF without blanks and hyphens, which line breaks
change.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from surveygen.messages import N_, _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey

FIELDS = ("title", "authors", "year", "doi", "arxiv")
_WRITTEN_AS = {"authors": ("author",), "year": ("year", "date"), "arxiv": ("eprint",)}
"""Fields of the bibliography that a fact is made of, where they are named otherwise."""
_AUTHORS_ON_CARD = 8
_AUTHORS_IN_REFERENCE = 50


@dataclass
class Tally:
    """How many papers show each fact in a medium."""

    medium: str
    """A marked message: what people call it."""
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)


@dataclass
class ReadBack:
    """What was compared, what differs, and which media could not be read."""

    tallies: list[Tally] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_back(survey: Survey) -> ReadBack:
    """Compare ``build/`` with the bibliography.

    Media that were not built, or whose reader is missing, are named in ``left_out``.
    """
    result = ReadBack()
    build = survey.root / "build"
    site = build / "html"
    if site.is_dir():
        _compare_pages(result, survey, _Site(site))
    else:
        said = _("the site: build/html does not exist; `surveygen build` makes it")
        result.left_out.append(said)
    pdf = build / "latex" / "survey.pdf"
    if not pdf.is_file():
        result.left_out.append(_("the PDF: it is not built; `surveygen build pdf` makes it"))
    elif not shutil.which("pdftotext"):
        said = _("the PDF: pdftotext is missing: apt-get install -y poppler-utils")
        result.left_out.append(said)
    else:
        _compare_pdf(result, survey, pdf)
    if not result.tallies:
        message = _("there is nothing to read back")
        result.diagnostics.append(Diagnostic(Code.NOT_BUILT, message, "build"))
    return result


def _compare_pages(result: ReadBack, survey: Survey, site: _Site) -> None:
    homes = [paper for paper in survey.papers.values() if paper.home is not None]

    def paper_page(paper: Paper) -> str:
        return site.text(f"papers/{paper.slug}.html")

    def card(paper: Paper) -> str:
        return site.text(f"survey/{paper.home}.html", f"paper-{paper.slug}")

    def reference(paper: Paper) -> str:
        return site.text("survey/references.html", f"ref-{paper.slug}")

    everything = survey.papers.values()
    _compare(result, N_("paper pages"), homes, paper_page, FIELDS)
    _compare(result, N_("cards"), homes, card, ("title", "authors", "year"), _AUTHORS_ON_CARD)
    _compare(result, N_("references"), everything, reference, FIELDS, _AUTHORS_IN_REFERENCE)


def _compare(
    result: ReadBack,
    medium: str,
    papers: Iterable[Paper],
    text_of: Callable[[Paper], str],
    fields: tuple[str, ...],
    authors: int = 1_000_000,
    squeeze: Callable[[str], str] = lambda text: " ".join(text.split()),
) -> None:
    tally = Tally(medium)
    for paper in papers:
        try:
            text = squeeze(text_of(paper))
        except OSError:
            text = ""
        for name, facts in expected_facts(paper, authors):
            if name not in fields:
                continue
            tally.wanted[name] += 1
            missing = [fact for fact in facts if squeeze(fact) not in text]
            tally.found[name] += not missing
            if missing:
                result.diagnostics.append(_not_shown(medium, name, paper, missing[0]))
    result.tallies.append(tally)


def _not_shown(medium: str, name: str, paper: Paper, fact: str) -> Diagnostic:
    message = _('{medium}: {field} of "{key}" is not shown: {fact}')
    message = message.format(medium=_(medium), field=name, key=paper.key, fact=fact)
    entry = paper.entry
    place = entry.place_of(*_WRITTEN_AS.get(name, (name,)))
    return Diagnostic(Code.READ_BACK, message, entry.path, *place)


def expected_facts(paper: Paper, authors: int) -> Iterator[tuple[str, list[str]]]:
    """The texts that must be seen for each field that a paper has."""
    entry = paper.entry
    if words := _words(entry):
        yield "title", words
    if entry.authors:
        yield "authors", [person.full for person in entry.authors[:authors]]
    if entry.year:
        yield "year", [entry.year]
    if entry.doi:
        yield "doi", [entry.doi]
    if entry.arxiv:
        yield "arxiv", [entry.arxiv.id]


def _compare_pdf(result: ReadBack, survey: Survey, pdf: Path) -> None:
    text = squeezed(pdf_text(pdf))

    def neighbourhood(paper: Paper) -> str:
        """The text around that mention of the title that shows most of the paper's facts."""
        facts = [squeezed(f) for _, found in expected_facts(paper, 50) for f in found]
        title = squeezed(_longest_words(paper.entry))
        width = sum(map(len, facts)) + 400
        places = [text[max(0, m.start() - width) : m.end() + width] for m in _all(title, text)]
        return max(places, key=lambda place: sum(fact in place for fact in facts), default="")

    papers = survey.papers.values()
    _compare(result, N_("PDF"), papers, neighbourhood, FIELDS, _AUTHORS_IN_REFERENCE, squeezed)


def _longest_words(entry: Entry) -> str:
    """The longest part of a title between formulas; a title that is one, as plain text."""
    return max(_words(entry), key=len, default=entry.title)


def _words(entry: Entry) -> list[str]:
    """The parts of a title around its formulas, of which each medium makes another text."""
    return [run.text for run in entry.rich_title if run.style != "math" and run.text.strip()]


def _all(part: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(part), text) if part else iter(())


def pdf_text(path: Path) -> str:
    """The text of a PDF in reading order, without first and last line of its pages.

    These are their heads and feet, which would stand within whatever goes on from page to page.

    Raises:
        OSError: poppler's ``pdftotext`` cannot read it.

    """
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise OSError(done.returncode, done.stderr.decode(errors="replace").strip(), str(path))
    pages = done.stdout.decode("utf-8", "replace").split("\f")
    return "\n".join(line for page in pages for line in page.splitlines()[1:-1])


def squeezed(text: str) -> str:
    """Text without what line breaks, hyphenation and ligatures change."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFKC", text))


class _Site:
    """The visible text of pages, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, dict[str, str]] = {}

    def text(self, name: str, id: str = "") -> str:
        """The text of a page, or of its element with an id; empty where there is no such element.

        Raises:
            OSError: the page cannot be read.

        """
        if name not in self.pages:
            self.pages[name] = visible_texts((self.folder / name).read_text(encoding="utf-8"))
        return self.pages[name].get(id, "")


def visible_texts(html: str) -> dict[str, str]:
    """The text that a browser shows of each element with an id; ``""`` is the main part."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    return {id: "".join(parts) for id, parts in reader.by_id.items()}


class _TextReader(HTMLParser):
    """Collects text by the ids of the elements around it; ``""`` is the page's main part."""

    hidden = frozenset(("script", "style", "head", "svg", "template", "annotation", "pre"))
    """``pre`` holds the BibTeX of a paper, which would show every fact for the page around it."""
    void = frozenset(
        [
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, tuple[str, ...]]] = []
        """Open elements, each with the names under which its text is collected."""
        self.by_id: dict[str, list[str]] = {"": []}
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.void:
            return
        given = dict(attrs)
        is_main = given.get("role") == "main" or tag == "main"
        names = tuple(
            name for name in (given.get("id"), "" if is_main else None) if name is not None
        )
        self.stack.append((tag, names))
        for name in names:
            self.by_id.setdefault(name, [])
        self.skipping += tag in self.hidden

    def handle_endtag(self, tag: str) -> None:
        if not any(open_tag == tag for open_tag, _names in self.stack):
            return
        while self.stack:
            open_tag, _names = self.stack.pop()
            self.skipping -= open_tag in self.hidden
            if open_tag == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        for _tag, names in self.stack:
            for name in names:
                self.by_id[name].append(data)
