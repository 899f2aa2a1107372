"""A page of the theme around a body that is no Sphinx document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveygen.site.outputs import state_folder

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder


def theme_page(
    builder: StandaloneHTMLBuilder,
    name: str,
    title: str,
    body: str,
    *,
    head: str = "",
    current: str = "",
) -> str:
    """The HTML of a page, which is not written to the output folder.

    Args:
        builder: whose theme it is.
        name: page name that links start from.
        title: plain text.
        body: HTML.
        head: HTML for the page's head.
        current: document that the navigation shows as open; by default the page itself.

    """
    file = state_folder(builder) / "pages" / f"{name.replace('/', '-')}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    context: dict[str, Any] = {
        "title": title,
        "body": body,
        "parents": [],
        "metatags": head,
        "meta": {},
        "sourcename": "",
        "surveygen_current": current or name,
        "next": None,
        "prev": None,
    }
    builder.handle_page(name, context, "page.html", outfilename=file)
    return file.read_text(encoding="utf-8")
