"""What `add` and `fetch` wrote, as Markdown for a comment on an issue or a pull request.

Titles and names come from strangers, and a comment is read as Markdown that may also call people.
So whatever is not ours stands in code spans, in which nothing takes effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from surveygen.cli.add import OTHER_PLACES, described, home_of, without_place
from surveygen.cli.services import unheard
from surveygen.cli.session import Session
from surveygen.files import write_atomically
from surveygen.messages import _, ngettext
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.prose_escape import code_span
from surveygen.survey.layout import STATE, TAXONOMY
from surveygen.text.normal import one_line

if TYPE_CHECKING:
    from surveygen.intake.add_plan import Added, Addition
    from surveygen.intake.fetch_plan import Fetched
    from surveygen.intake.plan import Plan
    from surveygen.metadata.proposals import Proposal
    from surveygen.metadata.resolving import Unresolved
    from surveygen.survey.diagnostics import Diagnostic
    from surveygen.survey.entry import Entry
    from surveygen.survey.survey import Survey

LONGEST: Final = 60_000
"""Characters of a report; GitHub takes 65,536 and what a workflow adds."""
_SHOWN = 240
"""Characters of a title or value."""


def write_report(session: Session, path: Path, text: str) -> None:
    """Write a report, or end the program with the reason why it cannot be written."""
    try:
        write_atomically(path, text.encode("utf-8", "replace"))
    except OSError as error:
        session.fail_at(error)


def report_of_add(
    survey: Survey,
    addition: Addition,
    unresolved: Sequence[Unresolved],
    plan: Plan,
    remarks: Iterable[str],
    *,
    is_written: bool,
) -> str:
    """What became of the works that somebody wants to add.

    Args:
        survey: as it was before.
        addition: what is added.
        unresolved: what is not.
        plan: the changes of files.
        remarks: further lines; those parts of them that are not ours stand in code spans.
        is_written: whether the plan was applied.

    """
    written = _Written(survey, plan)
    works = ["\n".join(_added(survey, work, written)) for work in addition.works]
    works += ["\n".join(_not_added(one)) for one in unresolved]
    works += [f"- {_finding(one)}" for one in addition.judgement.diagnostics]
    return _joined([*remarks, *works, *_ending(plan, is_written=is_written)])


def report_of_fetch(
    survey: Survey,
    summary: str,
    fetched: Fetched,
    plan: Plan,
    remarks: Iterable[str],
    *,
    is_written: bool,
) -> str:
    """What services know of the survey's works, and what of it was written.

    Args:
        survey: as it was before.
        summary: of the whole run, in a line.
        fetched: what was proposed.
        plan: the changes of files.
        remarks: as those of `report_of_add`.
        is_written: whether the plan was applied.

    """
    written = _Written(survey, plan)
    works = ["\n".join(_proposed(it, written)) for it in fetched.proposals]
    works += [f"- {_finding(one)}" for one in fetched.diagnostics]
    return _joined([summary, *remarks, *works, *_ending(plan, is_written=is_written)])


def unheard_remarks(failures: Mapping[str, str]) -> Iterator[str]:
    """A remark for every service that was not heard."""
    return unheard({service: _code(reason) for service, reason in failures.items()})


class _Written:
    """Where the files hold what a plan writes, afterwards."""

    def __init__(self, survey: Survey, plan: Plan) -> None:
        self._bibliographies = survey.taxonomy.bibliography
        self._changes = {change.path: change for change in plan.changes}

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        changed = [self._changes[path] for path in self._bibliographies if path in self._changes]
        return read_bibtex((change.path, change.after or b"") for change in changed).entries

    def entry(self, key: str, *fields: str) -> str:
        """File and line of the first of these fields, else of the entry."""
        entry = self._entries.get(key)
        return _place(entry.path, entry.place_of(*fields)[0]) if entry else ""

    def home(self, key: str) -> str:
        """File and line where a key was put into a section."""
        change = self._changes.get(TAXONOMY)
        lines = change.new_lines() if change else {}
        at = next((n for n, line in lines.items() if key in _words(line)), None)
        return _place(TAXONOMY, at) if at else ""


def _words(line: str) -> list[str]:
    """What a line of YAML lists."""
    return line.translate(str.maketrans("[],{}\"'", "       ")).split()


def _added(survey: Survey, work: Added, written: _Written) -> Iterator[str]:
    from surveygen.intake.import_plan import Verdict

    judged = work.judged
    yield "- " + _("{wanted}: {verdict}").format(
        wanted=_code(work.resolved.wanted.text), verdict=f"**{_(judged.verdict)}**"
    )
    entry = judged.record.entry
    yield f"  - {_code(judged.key)}: {_code(described(entry))}"
    if judged.reason:
        place = home_of(survey, judged.key)
        message = _("{reason}; it stands in: {place}") if place else "{reason}"
        yield "  - " + message.format(reason=_code(judged.reason), place=_code(place))
    if judged.adds:
        names = ", ".join(map(_code, judged.adds.fields))
        places = written.entry(judged.key, *judged.adds.fields)
        yield "  - " + _("takes over {fields}").format(fields=names) + _at(places)
    if judged.verdict is Verdict.NEW:
        place = written.entry(judged.key)
        yield "  - " + _("entry: {path}").format(path=place)
        if entry.status:
            message = _("status: {status} {note}")
            status, note = _code(entry.status), _code(entry.status_note)
            yield "  - " + message.format(status=status, note=note).rstrip()
        yield from (f"  - {line}" for line in _places(survey, work, written))
    if work.note:
        yield "  - " + _("note to fill in: {path}").format(path=_place(work.note, 1))


def _places(survey: Survey, work: Added, written: _Written) -> Iterator[str]:
    if work.section and not work.proposals:
        named = _named(survey, work.section)
        yield _("place: {section}").format(section=named) + _at(written.home(work.judged.key))
        return
    if not work.section:
        yield without_place(work)
    for number, it in enumerate(work.proposals[: 1 + OTHER_PLACES]):
        is_home = bool(work.section) and not number
        message = _("or: {section} ({confidence}, {score:.2f})")
        if is_home:
            message = _("place: {section} ({confidence}, {score:.2f})")
        shown = message.format(
            section=_named(survey, it.section), confidence=_(it.confidence), score=it.score
        )
        place = _at(written.home(work.judged.key)) if is_home else ""
        yield f"{shown}{place}: {_code(it.reason)}"


def _named(survey: Survey, id: str) -> str:
    return f"{_code(id)} {_code(survey.sections[id].title)}"


def _not_added(one: Unresolved) -> Iterator[str]:
    yield "- " + _("{wanted}: not added: {reason}").format(
        wanted=_code(one.wanted.text), reason=_code(one.reason)
    )
    for found in one.candidates:
        yield f"  - {_code(f'{found.source} {found.id}')}: {_code(described(found.entry))}"


def _proposed(it: Proposal, written: _Written) -> Iterator[str]:
    message = _("{key}: {change} ({source}, {confidence})")
    shown = message.format(
        key=_code(it.key),
        change=f"**{_(it.change)}**",
        source=f"{it.source} {_code(it.id)}" if it.id else it.source,
        confidence=_(it.confidence),
    )
    yield f"- {shown}{_at(written.entry(it.key))}"
    if it.entry_type:
        yield f"  - {_code(f'@{it.entry_type}')}"
    for name, value in it.fields.items():
        yield f"  - {name}: {_code(value)}{_at(written.entry(it.key, name))}"
    yield from (f"  - {name}: {_('goes')}" for name in it.removed)


def _ending(plan: Plan, *, is_written: bool) -> list[str]:
    if not plan.changes:
        return [_("Nothing was written.")]
    if not is_written:
        return [_("Nothing was written: this is what would be.")]
    findings = findings_of_new_lines(plan)
    if not findings:
        return [_("`surveygen check` finds nothing wrong with the new lines.")]
    n = len(findings)
    message = ngettext(
        "`surveygen check` has {n} finding about the new lines:",
        "`surveygen check` has {n} findings about the new lines:",
        n,
    )
    return [message.format(n=n), *(f"- {_finding(one)}" for one in findings)]


def findings_of_new_lines(plan: Plan) -> list[Diagnostic]:
    """What `check` says of the lines that a plan, now applied, has written."""
    from surveygen.cli.check import every_finding
    from surveygen.intake.abstracts import read_abstracts
    from surveygen.project import load
    from surveygen.survey.diagnostics import in_order

    lines = {
        change.path: change.new_lines().keys()
        for change in plan.changes
        if change.after is not None and not change.path.startswith(f"{STATE}/")
    }
    return [
        one
        for one in in_order(every_finding(load(plan.root), read_abstracts(plan.root)))
        if one.path in lines and (one.line is None or one.line in lines[one.path])
    ]


def _finding(one: Diagnostic) -> str:
    place = f"{_place(one.path, one.line)}: " if one.path else ""
    severity, code = _(one.severity), one.code.id
    return f"{place}{severity}: {_code(one.message)}; {_code(one.help)} [{code}]"


def _place(path: str, line: int | None) -> str:
    return _code(f"{path}:{line}" if line else path)


def _at(place: str) -> str:
    return f", {place}" if place else ""


def _code(text: str) -> str:
    """Text that takes no effect; empty where there is none."""
    shown = one_line(text, _SHOWN)
    return code_span(shown) if shown else ""


def _joined(blocks: Sequence[str]) -> str:
    """Items and paragraphs, as many as a comment can hold; none is cut, or it could take effect."""
    text = ""
    for number, block in enumerate(blocks):
        if len(text) + len(block) > LONGEST:
            n = len(blocks) - number
            text += "\n\n" + ngettext("... and {n} more", "... and {n} more", n).format(n=n)
            break
        goes_on = number and blocks[number - 1].startswith("- ") and block.startswith("- ")
        text += ("\n" if goes_on else "\n\n") + block
    return text.lstrip("\n") + "\n"
