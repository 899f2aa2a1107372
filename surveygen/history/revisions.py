"""A survey as a git revision has it.

The files of the revision are written to another folder, with an index of their own, and read there
like any survey; neither the user's files nor the repository's index are touched, and no hook runs.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from surveygen.messages import _
from surveygen.project import load
from surveygen.survey.layout import TAXONOMY
from surveygen.survey.survey import Survey


class NoRevision(Exception):
    """A survey cannot be read at a revision; the message says why."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository that a survey stands in."""

    name: str
    """As somebody wrote it: a tag, a branch, ``HEAD~3``."""
    commit: str
    """Its full hash."""


def find_revision(root: Path, name: str) -> Revision:
    """The commit that a name means.

    Raises:
        NoRevision: there is none, no repository, or no git.

    """
    _git(root, "rev-parse", "--git-dir")  # says what is wrong with the repository, if anything
    try:
        wanted = f"{name}^{{commit}}"
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    except NoRevision:
        message = _('"{name}" is no revision of the repository').format(name=name)
        if _git(root, "rev-parse", "--is-shallow-repository") == "true":
            message += _("; the clone is shallow, `git fetch --unshallow` gets the rest")
        raise NoRevision(message) from None
    return Revision(name, commit)


def load_revision(root: Path, revision: Revision, scratch: Path) -> Survey:
    """The survey of a folder as it was at a revision.

    Args:
        root: where the survey is now; where it is elsewhere at the revision, it is found if it is
            the only one.
        revision: of the repository that holds ``root``.
        scratch: folder that git writes to; where it has served for another revision, only what
            differs is written.

    Raises:
        NoRevision: the revision has no survey.
        Unreadable: what it has cannot be read.

    """
    folder = _folder_of_survey(root, revision)
    git_folder = _git(root, "rev-parse", "--absolute-git-dir")
    tree = scratch / "tree"
    tree.mkdir(exist_ok=True)
    apart = {
        "GIT_DIR": git_folder,
        "GIT_WORK_TREE": str(tree),
        "GIT_INDEX_FILE": str(scratch / "index"),
    }
    wanted = f"{revision.commit}:{folder}"
    _git(tree, "read-tree", "--no-sparse-checkout", "-m", "-u", wanted, **apart)
    return load(tree)


def _folder_of_survey(root: Path, revision: Revision) -> str:
    """Path of the survey's folder in the repository; empty for the repository's own."""
    here = PurePosixPath(_git(root, "rev-parse", "--show-prefix"))
    listed = _git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", revision.commit)
    found = [
        path.parent for path in map(PurePosixPath, listed.split("\0")) if path.name == TAXONOMY
    ]
    if here not in found:
        if len(found) != 1:
            message = _('"{name}" has no {file}')
            if found:
                message = _('"{name}" has {file} in other folders: {folders}')
            folders = ", ".join(map(str, found))
            raise NoRevision(message.format(name=revision.name, file=TAXONOMY, folders=folders))
        here = found[0]
    return "" if here == PurePosixPath() else str(here)


def _git(folder: Path, *arguments: str, **environment: str) -> str:
    """What git prints, without the line's end."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise NoRevision(_("git is not installed")) from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        message = _("git: {reason}").format(reason=reason.removeprefix("fatal: "))
        raise NoRevision(message)
    return os.fsdecode(done.stdout).rstrip("\n")
