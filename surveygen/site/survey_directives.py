"""The ``survey-*`` directives: parts of pages that are made from the survey.

They work on any page and in narratives. A directive leaves a mark; what it shows is made when the
page is written, so that a changed survey has the page written again and not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from surveygen.pages.digests import WHOLE
from surveygen.site.citations import cite_domain
from surveygen.site.feeds import feeds_line
from surveygen.site.section_arguments import is_section
from surveygen.site.state import Spot, loaded
from surveygen.site.survey_facts import facts_line
from surveygen.site.survey_figures import timeline_figure_nodes
from surveygen.site.survey_lists import citation_blocks, downloads_list, newest_list
from surveygen.site.survey_tables import (
    claims_table,
    overlap_table,
    stats_table,
    timeline_table,
    tree_table,
)
from surveygen.site.targets import builder_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Maker = Callable[[Spot], list[nodes.Node]]
"""Where a part is made, to what is shown there."""

MAKERS: Mapping[str, tuple[Maker, ...]] = {
    "survey-facts": (facts_line,),
    "survey-claims": (claims_table,),
    "survey-stats": (stats_table,),
    "survey-timeline": (timeline_figure_nodes, timeline_table),
    "survey-overlap": (overlap_table,),
    "survey-tree": (tree_table,),
    "survey-newest": (newest_list,),
    "survey-citation": (citation_blocks,),
    "survey-downloads": (downloads_list,),
    "survey-feeds": (feeds_line,),
}
_NEED_SECTION = frozenset(("survey-claims",))


class survey_part(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """``directive`` names the directive, ``section`` its argument."""


class SurveyDirective(SphinxDirective):
    """Any of the directives; ``name`` says which."""

    optional_arguments = 1

    def run(self) -> Sequence[nodes.Node]:
        """A mark, or nothing where the section is unknown."""
        section = self.arguments[0].strip() if self.arguments else ""
        if (section or self.name in _NEED_SECTION) and not is_section(self, section):
            return []
        if not section:
            cite_domain(self.env).note(self.env.docname, [WHOLE])
        node = survey_part(directive=self.name, section=section)
        self.set_source_info(node)
        return [node]


class MakeSurveyParts(SphinxPostTransform):
    """Put the parts where the marks are, before citations are lowered."""

    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Replace every mark."""
        here, builder = loaded(self.config), builder_of(self.env)
        for node in list(self.document.findall(survey_part)):
            spot = Spot(here, builder, self.env.docname, node["section"])
            made = [part for make in MAKERS[node["directive"]] for part in make(spot)]
            node.replace_self(made)


def setup_survey_directives(app: Sphinx) -> None:
    """Register the directives and the transform."""
    for name in MAKERS:
        app.add_directive(name, SurveyDirective)
    app.add_node(survey_part)
    app.add_post_transform(MakeSurveyParts)
