"""Entries of a survey that are, or may be, the same work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from surveygen.matching.same_work import Pair, pairs_of_same_work
from surveygen.matching.work import Work
from surveygen.messages import _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.spelling import suggestion
from surveygen.survey.survey import Survey


def check_duplicates(survey: Survey) -> Iterator[Diagnostic]:
    """Pairs of entries that describe, or may describe, one work, at the second of them.

    What ``x-not-same`` of one of them says is settled. Of three entries of one work two pairs are
    told: the third follows from them.
    """
    files = {path: number for number, path in enumerate(survey.taxonomy.bibliography)}
    papers = (*survey.papers.values(), *survey.background.values())
    entries = sorted(
        (paper.entry for paper in papers),
        key=lambda entry: (files.get(entry.path, len(files)), *entry.place),
    )
    pairs = [pair for pair in pairs_of_same_work(entries) if not _is_settled(survey, pair)]
    for pair in _without_what_follows(pairs):
        # Keys that differ in case alone are one fault, which is told already.
        if pair.first.key.casefold() != pair.second.key.casefold():
            yield _finding(pair)
    for entry in entries:
        yield from _unknown_names(survey, entry)


def settling(first: Entry, second: Entry) -> str:
    """How to settle that two entries may be one work; what was published is the one to keep."""
    if Work(first).is_preprint and not Work(second).is_preprint:
        first, second = second, first
    message = _(
        "one work: `surveygen merge {first} {second}`; "
        "two works: write x-not-same = {{{first}}} into {second}"
    )
    return message.format(first=first.key, second=second.key)


def _is_settled(survey: Survey, pair: Pair) -> bool:
    return any(
        (named := survey.find(name)) is not None and named.key == other.key
        for entry, other in ((pair.first, pair.second), (pair.second, pair.first))
        for name in entry.not_same
    )


def _without_what_follows(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Those pairs that do not follow from others; the surest come first."""
    group: dict[str, str] = {}

    def group_of(key: str) -> str:
        while (above := group.get(key, key)) != key:
            key = group[key] = group.get(above, above)
        return key

    for pair in sorted(pairs, key=lambda pair: not pair.comparison.is_same):
        first, second = group_of(pair.first.key), group_of(pair.second.key)
        if first != second:
            group[second] = first
            yield pair


def _finding(pair: Pair) -> Diagnostic:
    first, second, compared = pair.first, pair.second, pair.comparison
    help = settling(first, second)
    if compared.is_of_identifier:
        code = Code.SHARED_IDENTIFIER
        message = _('"{key}" and "{other}" ({place}) share an identifier: {reason}')
        help = _("correct it in one of them; one work: `surveygen merge {first} {second}`")
        help = help.format(first=first.key, second=second.key)
    elif compared.is_same:
        code = Code.SAME_WORK
        message = _('"{key}" is the same work as "{other}" ({place}): {reason}')
    else:
        code = Code.MAYBE_SAME_WORK
        message = _('"{key}" may be the same work as "{other}" ({place}): {reason}')
    message = message.format(
        key=second.key,
        other=first.key,
        place=f"{first.path}:{first.line}",
        reason=compared.shown_reason,
    )
    return Diagnostic(code, message, second.path, *second.place, help)


def _unknown_names(survey: Survey, entry: Entry) -> Iterator[Diagnostic]:
    for name in entry.not_same:
        named = survey.find(name)
        if named is None or named.key == entry.key:
            message = _('x-not-same of "{key}" names "{name}", which is no other entry')
            message = message.format(key=entry.key, name=name)
            help = suggestion(name, (*survey.papers, *survey.background)) if named is None else ""
            place = entry.place_of("x-not-same")
            yield Diagnostic(Code.UNKNOWN_NOT_SAME, message, entry.path, *place, help)
