"""What has a part in a build, and in what is said of it, beside the survey."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from surveygen.contents import contents, contents_digest, files_below
from surveygen.messages import environment_language

_VARIABLES = re.compile(r"SOURCE_DATE_EPOCH|TZ|TEX.*|LATEXMK.*")
"""Of the environment: what says something of the time, or of where TeX looks for files."""
_DISTRIBUTION = (".dist-info", ".egg-info")


def environment_digest(variables: Mapping[str, str]) -> str:
    """A hash over all but the survey that has a part in a build and in what it says.

    Our own files, the versions of Python and of every package beside us, the language of messages,
    and what the environment says of time and of TeX.
    """
    parts = (
        sys.version,
        sorted(_distributions()),
        environment_language(variables),
        sorted(pair for pair in variables.items() if _VARIABLES.fullmatch(pair[0])),
        _own_files(),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache  # this process runs what it has imported
def _own_files() -> str:
    package = Path(str(resources.files("surveygen")))
    return contents_digest(contents(package.parent, set(files_below(package.parent, package.name))))


def _distributions() -> Iterator[str]:
    """Folders that name a package with its version; reading what is in them would take longer."""
    for place in sys.path:
        try:
            names = os.listdir(place)  # noqa: PTH208  only names are wanted
        except OSError:  # an archive, or nothing
            continue
        yield from (name for name in names if name.endswith(_DISTRIBUTION))
