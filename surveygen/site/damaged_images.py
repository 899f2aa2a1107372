"""Images whose files hold none: their text stands in their place, so that no builder stops."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from surveygen.checks.images import image_fault
from surveygen.survey.codes import Code

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class LeaveOutDamagedImages(SphinxPostTransform):
    """Replace every damaged image of a page by its alternative text."""

    default_priority = 5  # before images are converted

    def run(self, **kwargs: object) -> None:
        """Look at every image that is a file of the survey."""
        for image in list(self.document.findall(nodes.image)):
            file = Path(self.env.srcdir, image["uri"])
            if "://" in image["uri"] or not file.is_file():  # which Sphinx tells
                continue
            fault = image_fault(file, f"docs/{image['uri']}")
            if fault:
                said, subtype = f"{fault.message}; {fault.help}", Code.UNREADABLE_FILE.id
                logger.warning("%s", said, location=image, type="surveygen", subtype=subtype)
                text = nodes.emphasis("", image.get("alt") or file.name)
                is_inline = isinstance(image.parent, nodes.TextElement)
                image.replace_self(text if is_inline else nodes.paragraph("", "", text))


def setup_damaged_images(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(LeaveOutDamagedImages)
