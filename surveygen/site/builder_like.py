"""What our writers need to know of a builder, so that they can write without Sphinx, too."""

from __future__ import annotations

import os
from typing import Protocol


class BuilderLike(Protocol):
    """Where pages lie and links lead; every builder of Sphinx is such."""

    @property
    def name(self) -> str:
        """Name of the builder."""

    @property
    def outdir(self) -> str | os.PathLike[str]:
        """Folder of what is built."""

    @property
    def doctreedir(self) -> str | os.PathLike[str]:
        """Folder of what Sphinx keeps between builds."""

    def get_target_uri(self, docname: str, /) -> str:
        """The address of a page, relative to the output folder."""

    def get_relative_uri(self, from_: str, to: str, /) -> str:
        """The address of a page as seen from another."""


class SiteBuilderLike(BuilderLike, Protocol):
    """A builder that gives every page a file."""

    def get_output_path(self, page_name: str, /) -> str | os.PathLike[str]:
        """The file of a page."""


def output_name(builder: SiteBuilderLike, page_name: str) -> str:
    """The file of a page, relative to the output folder."""
    path = os.fspath(builder.get_output_path(page_name))
    return path[len(os.fspath(builder.outdir)) + 1 :].replace(os.sep, "/")
