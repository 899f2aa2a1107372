"""The pages on which all papers, and all their claims, are filtered, selected and taken home.

They are no Sphinx documents. Data are scripts, because a page on a disk may not fetch: one with
what is shown, and one for each format of files, which the browser loads when somebody asks for such
a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from surveygen.site.assets import STATIC
from surveygen.site.browse_data import (
    BROWSE,
    CLAIMS,
    browse_title,
    claims_data,
    papers_data,
)
from surveygen.site.outputs import identity_of, synchronize_together
from surveygen.site.paper_lines import byline
from surveygen.site.program import program
from surveygen.site.state import PAGES, Loaded, loaded
from surveygen.site.targets import file_uri, has_paper_pages, paper_uri
from surveygen.site.templates import template
from surveygen.site.theme_page import theme_page
from surveygen.survey.paper import Paper
from surveygen.writers.export_pieces import ExportPieces, export_pieces

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_FOLDER = "browse"
_SCRIPTS = ("search", "facets", "address", "export", "views", "")
"""Parts of the program, in the order in which they need each other."""
_OPEN = "(window.surveygen = window.surveygen || {})"


def has_browse_pages(builder: StandaloneHTMLBuilder, here: Loaded) -> bool:
    """Whether there is something to browse, and the survey has no such page of its own."""
    return bool(here.survey.papers) and BROWSE not in builder.env.found_docs


def _write_browse_pages(app: Sphinx) -> list[Any]:
    builder = app.builder
    if has_paper_pages(builder):
        here = loaded(app.config)
        if has_browse_pages(builder, here):
            identity = _identity(builder, here)
            synchronize_together(builder, "browse", identity, partial(_files, builder, here))
        else:
            synchronize_together(builder, "browse", "", tuple)
    return []


def _identity(builder: StandaloneHTMLBuilder, here: Loaded) -> str:
    """What changes whenever a file would; text of notes and narratives is in none of them."""
    return identity_of(
        (
            [(paper.key, here.digests[paper.key]) for paper in here.survey.in_tree_order()],
            [(level, it.id, it.title) for level, it in here.survey.taxonomy.walk()],
            here.survey.vocabulary,
            sorted(here.pages),
            program(here.language),
            [_digest(file.read_bytes()) for file in sorted(STATIC.glob("surveygen-browse*"))],
            theme_page(builder, BROWSE, browse_title(here), ""),
        )
    )


def _files(builder: StandaloneHTMLBuilder, here: Loaded) -> Iterator[tuple[str, bytes]]:
    papers = tuple(here.survey.in_tree_order())
    data = papers_data(here, builder)
    formats = []
    for parts in export_pieces(here.survey, papers):
        script = _pieces_script(parts)
        yield f"{_FOLDER}/{parts.name}.js", script
        formats.append(_format(builder, parts, script))
    data["formats"] = formats
    script = _data_script(data)
    yield f"{_FOLDER}/papers.js", script
    claims = claims_data(here, builder)
    has_claims = bool(claims["length"])
    words = here.words
    title = browse_title(here)
    yield _page(
        builder,
        here,
        BROWSE,
        title,
        script="papers.js",
        data=script,
        has_selection=True,
        placeholder=words.gettext("Title, people, words of the summary"),
        rows=_rows(builder, here, BROWSE, papers),
        other=(CLAIMS, words.gettext("All reported figures")) if has_claims else None,
    )
    if has_claims:
        script = _data_script(claims)
        yield f"{_FOLDER}/claims.js", script
        yield _page(
            builder,
            here,
            CLAIMS,
            words.gettext("All reported figures"),
            script="claims.js",
            data=script,
            has_selection=False,
            placeholder=words.gettext("Metric, setting, title, people"),
            rows=_rows(builder, here, CLAIMS, (it for it in papers if it.note and it.note.claims)),
            other=(BROWSE, title),
        )


def _page(
    builder: StandaloneHTMLBuilder,
    here: Loaded,
    name: str,
    title: str,
    *,
    script: str,
    data: bytes,
    other: tuple[str, str] | None,
    **shown: object,
) -> tuple[str, bytes]:
    """A page in the theme, by its file."""
    years = f"{PAGES}/years"
    body = template("browse.html.j2", here.language).render(
        title=title,
        years_uri=builder.get_relative_uri(name, years) if "years" in here.pages else "",
        other_uri=builder.get_relative_uri(name, other[0]) if other else "",
        other_title=other[1] if other else "",
        scripts=[
            f"{file_uri(builder, name, f'{_FOLDER}/{script}')}?v={_digest(data)}",
            *(
                static_uri(builder, name, f"surveygen-browse{part and f'-{part}'}.js")
                for part in _SCRIPTS
            ),
        ],
        style=static_uri(builder, name, "surveygen-browse.css"),
        **shown,
    )
    html = theme_page(builder, name, title, body)
    target = builder.get_output_path(name)
    return target.relative_to(builder.outdir).as_posix(), html.encode("utf-8")


def _rows(
    builder: StandaloneHTMLBuilder, here: Loaded, name: str, papers: Iterable[Paper]
) -> list[Mapping[str, str]]:
    """What readers without scripts see."""
    return [
        {
            "uri": paper_uri(builder, name, paper, here),
            "title": paper.entry.title or paper.key,
            "byline": byline(paper, here.words),
        }
        for paper in papers
    ]


def static_uri(builder: StandaloneHTMLBuilder, name: str, file: str) -> str:
    """The address of one of our own files; it changes with the file, so that no old one is used."""
    return f"{file_uri(builder, name, f'_static/{file}')}?v={_digest((STATIC / file).read_bytes())}"


def _format(
    builder: StandaloneHTMLBuilder, parts: ExportPieces, script: bytes
) -> Mapping[str, str]:
    return {
        "name": parts.name,
        "label": parts.label,
        "type": parts.media_type,
        "file": f"papers.{parts.extension}",
        "script": f"{file_uri(builder, BROWSE, f'{_FOLDER}/{parts.name}.js')}?v={_digest(script)}",
    }


def _pieces_script(parts: ExportPieces) -> bytes:
    content = {
        "head": parts.head,
        "glue": parts.glue,
        "tail": parts.tail,
        "pieces": list(parts.pieces),
    }
    name = json.dumps(parts.name)
    text = f"{_OPEN}.formats[{name}] = {json.dumps(content, ensure_ascii=False)};\n"
    return text.encode("utf-8", "surrogatepass")


def _data_script(data: Mapping[str, object]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{_OPEN}.data = {text};\n".encode("utf-8", "surrogatepass")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def setup_browse_pages(app: Sphinx) -> None:
    """Register the step."""
    app.connect("html-collect-pages", _write_browse_pages)
