"""What the link check says of a broken link: the line of the note or entry that has it.

Sphinx would name the generated page, which nobody edits.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.linkcheck import CheckExternalLinksBuilder, CheckResult
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import traverse_parent

from surveygen.site.state import loaded
from surveygen.site.targets import builder_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TO_MEND = ("broken", "timeout", "redirected")
"""Results that somebody may want to change a file for."""


class SurveyLinkChecker(CheckExternalLinksBuilder):
    """Sphinx's builder, which knows where links of a survey stand."""

    def init(self) -> None:
        """Begin with no links."""
        super().init()
        self.places: dict[str, str] = {}
        """Address to file and line, relative to the survey, where these are not the page's."""

    def process_result(self, result: CheckResult) -> None:
        """Report a link."""
        place = self.places.get(result.uri)
        if place:
            message = f"{result.message} ({place})" if result.status in _TO_MEND else result.message
            # The line is that of the place, not of the page that Sphinx names.
            result = result._replace(message=message, lineno=0)
        super().process_result(result)


class FindPlaces(SphinxPostTransform):
    """Remember where links stand."""

    default_priority = 799  # as Sphinx collects them
    builders = ("linkcheck",)

    def run(self, **kwargs: object) -> None:
        """Look at each link once."""
        checker = builder_of(self.env)
        assert isinstance(checker, SurveyLinkChecker)
        root = loaded(self.config).survey.root
        page = Path(self.env.doc2path(self.env.docname))
        for link in self.document.findall(nodes.reference):
            uri = link.get("refuri", "")
            placed = next((node for node in traverse_parent(link) if node.line), None)
            if uri in checker.hyperlinks or placed is None or not placed.source:
                continue
            file = Path(placed.source)
            if file != page and file.is_relative_to(root):
                place = f"{file.relative_to(root).as_posix()}:{placed.line}"
                checker.places.setdefault(uri, place)


def setup_link_check(app: Sphinx) -> None:
    """Take the place of Sphinx's builder."""
    app.add_builder(SurveyLinkChecker, override=True)
    app.add_post_transform(FindPlaces)
