"""The steps of a build: Sphinx in this process, LaTeX in another, one build at a time."""

from __future__ import annotations

import fcntl
import gc
import io
import os
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from surveygen.checks.configuration_options import is_plain
from surveygen.files import delete_half_written, write_if_changed
from surveygen.messages import _
from surveygen.pages.build_records import LOCK
from surveygen.project import Unreadable
from surveygen.site.paper_pages import LostFragments
from surveygen.site.search_indexing import IndexingFailed
from surveygen.survey.layout import GENERATED_PAGES
from surveygen.survey.survey import Survey
from surveygen.writers.exports import exports

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from surveygen.site.note_edits import NoteEdits

TEX_PACKAGES = (
    "latexmk texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended "
    "texlive-xetex tex-gyre fonts-freefont-otf"
)
"""Debian packages that the PDF needs."""
_TEX_COMPLAINT = re.compile(
    r"^(?:LaTeX (?:Font )?Warning: .*|Missing character: .*|Package \S+ Warning: .*"
    r"|Overfull \\[hv]box \((?P<points>[0-9.]+)pt too .*)",
    re.MULTILINE,
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_UNDER_WAY = "under way"
"""What the lock file says during a build, and after one that was killed."""
_OF_THE_RUN_BEFORE = (".aux", ".toc", ".out", ".idx", ".ind")
"""Files that TeX writes in one run and reads in the next."""
_UNSETTLED = "Rerun to get cross-references right"
_LATEXMK_RUNS = 3
"""So often at most; each runs TeX as often as it finds that it must."""
OVERFULL_LIMIT = 1.0
"""Points; nobody sees that a line sticks out less."""
_SITE_MODULES = (
    "furo",
    "myst_parser.parsers.sphinx_",
    "myst_parser.sphinx_ext.main",
    "surveygen.site.extension",
)
"""What the build of a site imports beside Sphinx and its own extensions."""


@dataclass(frozen=True, slots=True)
class Built:
    """What came of the build of a target."""

    file: Path
    """The one that people open."""
    said: str = ""
    """What Sphinx and TeX warned of, as it was shown."""
    warnings: int = 0
    is_told_by_inputs: bool = True
    """Whether the survey's files alone tell what another build would write."""


class BuildFailed(Exception):
    """Nothing usable was written; the message says why and what to do."""


class AnotherBuild(BuildFailed):
    """Another build of the same survey is under way."""


@contextmanager
def _failures_of_files() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BuildFailed(f"{error.filename}: {error.strerror}") from None


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep any other build of this survey out until this one is done.

    Raises:
        AnotherBuild: one is under way.
        BuildFailed: ``build/`` cannot be written.

    """
    folder = root / "build"
    with _failures_of_files():
        folder.mkdir(exist_ok=True)
        # It is emptied in the end, so it must not be a link to what somebody needs.
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        lock = os.fdopen(os.open(root / LOCK, flags, 0o666), "r+")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = _("another build of this survey is under way; wait for it")
            raise AnotherBuild(message) from None
        lock.seek(0)
        if lock.read():
            delete_half_written(folder, root / GENERATED_PAGES)
        else:
            lock.write(_UNDER_WAY)
            lock.flush()
        yield
        lock.truncate(0)


def build_exports(survey: Survey, edits: NoteEdits | None = None) -> Built:
    """Write ``build/exports/``.

    Args:
        survey: what is exported.
        edits: what changed since the last build, where that is known.

    Raises:
        BuildFailed: a file cannot be written.

    """
    folder = survey.root / "build" / "exports"
    if edits is not None:
        with _failures_of_files():
            edits.write_exports(folder)
        return Built(folder / "survey.bib")
    wanted = {}
    for name, data in exports(survey):
        wanted[folder / name] = data
    with _failures_of_files():
        for path, data in wanted.items():
            write_if_changed(path, data)
    # Files of papers and sections that are gone; whatever else lies there is not ours.
    for name in ("papers", "sections"):
        for path in (folder / name).glob("*.bib"):
            if path not in wanted:
                path.unlink()
    return Built(folder / "survey.bib")


def build_html(
    survey: Survey,
    jobs: int,
    edits: NoteEdits | None = None,
    *,
    verbose: bool,
    pages_written: Callable[[], None] | None = None,
) -> Built:
    """Build ``build/html/``.

    Args:
        survey: what is built.
        jobs: processes of Sphinx.
        edits: what changed since the last build, where that can be written without Sphinx.
        verbose: whether to show what Sphinx says.
        pages_written: called when the pages are there, before their search is made.

    Raises:
        BuildFailed: Sphinx gave up.
        Unreadable: conf.py keeps it from building; the diagnostics say why.

    """
    out = survey.root / "build" / "html"
    if edits is not None:
        # Sphinx builds anew, and says so where the search fails.
        with suppress(IndexingFailed, LostFragments), _failures_of_files():
            edits.write_site(pages_written)
            return Built(out / "index.html")
    built = _sphinx(survey, "html", out, jobs, verbose=verbose, pages_written=pages_written)
    pdf = survey.root / "build" / "latex" / "survey.pdf"
    if pdf.is_file():
        write_if_changed(out / "survey.pdf", pdf.read_bytes())
    return built


def build_epub(survey: Survey, jobs: int, *, verbose: bool) -> Built:
    """Build ``build/epub/survey.epub``.

    Raises:
        BuildFailed: Sphinx gave up.
        Unreadable: conf.py keeps it from building; the diagnostics say why.

    """
    out = survey.root / "build" / "epub"
    return replace(_sphinx(survey, "epub", out, jobs, verbose=verbose), file=out / "survey.epub")


def build_pdf(survey: Survey, jobs: int, *, verbose: bool) -> Built:
    """Build ``build/latex/survey.pdf``.

    Raises:
        BuildFailed: there is no LaTeX, or it gave up.
        Unreadable: conf.py keeps Sphinx from building; the diagnostics say why.

    """
    if not (shutil.which("latexmk") and shutil.which("xelatex")):
        message = _("the PDF needs LaTeX: {command}")
        raise BuildFailed(message.format(command=f"apt-get install -y {TEX_PACKAGES}"))
    out = survey.root / "build" / "latex"
    built = _sphinx(survey, "latex", out, jobs, verbose=verbose)
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or _epoch(survey.taxonomy.date)
    for _again in range(_LATEXMK_RUNS):
        _set_back(out)
        done = _latexmk(out, epoch, verbose=verbose)
        log = (out / "survey.log").read_text(encoding="utf-8", errors="replace")
        if done.returncode or _UNSETTLED not in log:
            break
    if done.returncode:
        errors = re.findall(r"^! .*(?:\n.*){0,2}", log, re.MULTILINE)
        shown = errors[0] if errors else _("see {file}").format(file="build/latex/survey.log")
        raise BuildFailed(_("LaTeX gave up: {reason}").format(reason=shown))
    head = f"build/latex/survey.log: {_('warning')}:"
    complaints = [f"{head} {complaint}\n" for complaint in tex_complaints(log)]
    sys.stderr.writelines(complaints)
    pdf = out / "survey.pdf"
    site = survey.root / "build" / "html"
    if site.is_dir():
        write_if_changed(site / "survey.pdf", pdf.read_bytes())
    said = "".join((built.said, *complaints))
    return replace(built, file=pdf, said=said, warnings=built.warnings + len(complaints))


def _latexmk(out: Path, epoch: str, *, verbose: bool) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [
            "latexmk",
            "-xelatex",
            "-xelatex=xelatex -no-shell-escape %O %S",
            "-interaction=nonstopmode",
            "-halt-on-error",
            "survey.tex",
        ],
        cwd=out,
        env={
            **os.environ,
            # TeX may read what lies below this folder and what its own tree holds, nothing else.
            "openin_any": "p",
            "openout_any": "p",
            "max_print_line": "10000",
            "SOURCE_DATE_EPOCH": epoch,
            "FORCE_SOURCE_DATE": "1",
        },
        stdout=None if verbose else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def _set_back(out: Path) -> None:
    """Make what TeX has written for its next run a second older.

    latexmk takes a file for unchanged that has the size and the second of before, so it would miss
    that a run of less than a second wrote other page numbers.
    """
    for file in out.glob("survey.*"):
        if file.suffix in _OF_THE_RUN_BEFORE:
            facts = file.stat()
            os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns - 10**9))


def tex_complaints(log: str) -> Iterator[str]:
    """Warnings of a LaTeX log that a reader of the PDF would notice."""
    for found in _TEX_COMPLAINT.finditer(log):
        if found["points"] is None or float(found["points"]) > OVERFULL_LIMIT:
            yield found[0]


def _plain(text: str, root: Path) -> str:
    """What Sphinx said, without colours and with paths relative to the survey."""
    # Sphinx knows docs/ by its real path, which lies elsewhere where docs/ is a link.
    docs = f"{(root / 'docs').resolve()}{os.sep}"
    return _COLOUR.sub("", text).replace(docs, "docs/").replace(f"{root}{os.sep}", "")


def _epoch(date: str) -> str:
    """Seconds since 1970 of an ISO date at midnight UTC; of 1970 where there is none."""
    import datetime

    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return "0"
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    return str(int(midnight.timestamp()))


def _first_cause(error: BaseException) -> BaseException:
    """What Sphinx wraps into an exception of its own when a part of it raises."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _sphinx(
    survey: Survey,
    builder: str,
    out: Path,
    jobs: int,
    *,
    verbose: bool,
    pages_written: Callable[[], None] | None = None,
) -> Built:
    from sphinx import locale
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from surveygen.checks.configuration_failure import explain_failure, explain_missing_extension
    from surveygen.site.full_text_search import INDEXING
    from surveygen.site.state import handed_over

    docs = survey.root / "docs"
    warnings = io.StringIO()
    status = sys.stderr if verbose else None
    token = handed_over.set(survey)
    # Sphinx adds the language of a further build in this process behind that of the one before.
    locale.translators.clear()
    try:
        with patch_docutils(docs), docutils_namespace():
            app = Sphinx(
                docs,
                docs,
                out,
                survey.root / "build" / "doctrees",
                builder,
                status=status,
                warning=warnings,
                parallel=jobs,
            )
            if "surveygen" not in app.extensions:
                raise Unreadable(explain_missing_extension(survey))
            if pages_written is not None:

                def tell(app: Sphinx, exception: Exception | None) -> None:
                    if exception is None:
                        pages_written()

                app.connect("build-finished", tell, priority=INDEXING - 1)
            # What is there by now stays; it need not be looked through for garbage time and again.
            gc.freeze()
            app.build()
    except Unreadable:
        raise
    except (Exception, SystemExit) as error:  # code of conf.py may raise anything
        if verbose:
            traceback.print_exception(error)
        if found := explain_failure(survey, error):
            raise Unreadable(found) from None
        cause = _first_cause(error)
        if isinstance(cause, OSError):
            parts = filter(None, (cause.filename, cause.strerror))
            raise BuildFailed(": ".join(map(str, parts))) from None
        if isinstance(error, SphinxError):
            raise BuildFailed(f"{error.category}: {error}") from None
        raise
    finally:
        gc.unfreeze()
        handed_over.reset(token)
        said = _plain(warnings.getvalue(), survey.root)
        sys.stderr.write(said)
    return Built(out / "index.html", said, app._warncount, _reads_docs_alone(app.env, docs))


def import_sphinx() -> None:
    """Import now what every build of the site will use, for processes that are forked off this."""
    from sphinx.application import builtin_extensions

    for name in (*builtin_extensions, *_SITE_MODULES):
        import_module(name)


def _reads_docs_alone(env: BuildEnvironment, docs: Path) -> bool:
    """Whether conf.py is plain, and no page includes or shows a file from elsewhere."""
    folder = f"{env.srcdir}{os.sep}"
    files = {Path(env.srcdir, name) for names in env.dependencies.values() for name in names}
    return is_plain((docs / "conf.py").read_bytes()) and all(
        os.path.normpath(file).startswith(folder) for file in files
    )
