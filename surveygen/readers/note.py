"""``docs/notes/<key>.md``: front matter between ``---`` lines, then the note's text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from surveygen.messages import _
from surveygen.readers.decoding import decode
from surveygen.readers.front_matter import read_front_matter
from surveygen.readers.merge_conflicts import FIRST_SIDE, HELP, first_sides
from surveygen.readers.prose import Grammar, read_prose
from surveygen.readers.yaml_fields import Fields, Report
from surveygen.readers.yaml_nodes import YamlMap
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Place
from surveygen.survey.note import Bound, Claim, ClaimKind, Note, PaperKind
from surveygen.text.identifiers import web_url
from surveygen.text.math import refusal
from surveygen.text.normal import clean

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_SHOWN_OF_NAME: Final = 80


def read_note(data: bytes, *, key: str, path: str) -> tuple[Note, list[Diagnostic]]:
    """Read a note. Never fails: a wrong field is a diagnostic and costs itself alone."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    found = list(decoded.diagnostics)
    sides = first_sides(decoded.text)
    report = Report(
        path,
        unknown_field=Code.FRONT_MATTER_FIELD,
        wrong_type=Code.FRONT_MATTER_TYPE,
        missing_field=Code.FRONT_MATTER_TYPE,
        diagnostics=found,
    )
    lines = sides.text.split("\n")
    front_matter = read_front_matter(lines, report, is_first_line_told=1 in sides.lines)
    is_torn = False
    for number in sides.lines:
        is_in_body = number > front_matter.end
        is_torn |= not is_in_body
        code = Code.NOT_ALLOWED if is_in_body else Code.FRONT_MATTER_SYNTAX
        found.append(Diagnostic(code, _(FIRST_SIDE), path, number, help=_(HELP)))
    body_text = "\n".join(lines[front_matter.end :])
    first_line = front_matter.end + 1
    body, refused = read_prose(body_text, path=path, line=first_line, grammar=Grammar.NOTE)
    fields = Fields(front_matter.node, report, _("the front matter"))
    claims, claim_places, claim_faults = _claims(fields)
    tags = fields.texts("tags")
    note = Note(
        key=key,
        path=path,
        body=body,
        tldr=clean(fields.text("tldr")),
        kind=fields.choice("kind", PaperKind),
        tags=tuple(tag.text for tag in tags),
        claims=claims,
        links=_links(fields),
        about=clean(fields.text("about")),
        added=_date(fields),
        draft=fields.flag("draft"),
        abstract_sha256=_sha256(fields),
        quote={clean(phrase.text): clean(why.text) for phrase, why in fields.pairs("quote")},
        places={
            **_places(front_matter.node),
            **{f"tags.{n}": (tag.line, tag.column) for n, tag in enumerate(tags)},
            **claim_places,
        },
    )
    found.extend(_formulas(note))
    fields.finish()
    unread = front_matter.unread if decoded.is_text and not is_torn else None
    lost = fields.taken.keys() if unread is None else unread
    whole = replace(note, unread=frozenset(fields.spoiled | claim_faults | lost))
    return whole, found + refused


def _formulas(note: Note) -> Iterator[Diagnostic]:
    """A finding for each formula of the TL;DR that is shown as text."""
    for run in note.rich_tldr:
        if run.style == "math" and (reason := refusal(run.text)):
            message = _("a formula of the tldr is not allowed; shown as text")
            yield Diagnostic(Code.NOT_ALLOWED, message, note.path, *note.places["tldr"], reason)


def _places(node: YamlMap, prefix: str = "") -> dict[str, Place]:
    """Where the value of every field of a mapping begins."""
    return {
        f"{prefix}{name}": (value.line, value.column) for name, (_key, value) in node.items.items()
    }


def _claims(fields: Fields) -> tuple[tuple[Claim, ...], dict[str, Place], set[str]]:
    """Claims that have a metric and a value, places of their fields, and those not readable."""
    claims: list[Claim] = []
    places: dict[str, Place] = {}
    unread: set[str] = set()
    for number, node in enumerate(fields.maps("claims"), start=1):
        claim = Fields(node, fields.report, _("claim {number}").format(number=number))
        metric, value = claim.text("metric", required=True), claim.text("value", required=True)
        read = Claim(
            metric=metric,
            value=clean(value),
            unit=clean(claim.text("unit")),
            bound=claim.choice("bound", Bound) or Bound.EXACT,
            kind=claim.choice("kind", ClaimKind) or ClaimKind.ABSOLUTE,
            on=clean(claim.text("on")),
            versus=clean(claim.text("versus")),
            where=_span(claim),
            quoted=claim.text("quoted"),
        )
        claim.finish()
        if metric and value:
            prefix = f"claims.{len(claims)}"
            places |= {prefix: (node.line, node.column), **_places(node, f"{prefix}.")}
            unread |= {f"{prefix}.{name}" for name in claim.spoiled}
            claims.append(read)
    return tuple(claims), places, unread


def _span(claim: Fields) -> tuple[int, int] | None:
    """A half-open span, ``[start, end]``."""
    found = claim.texts("where")
    if not found:
        return None
    numbers = [item.text for item in found]
    if len(numbers) == 2 and all(re.fullmatch("[0-9]{1,9}", number) for number in numbers):
        start, end = map(int, numbers)
        if start < end:
            return start, end
    message = _('"{name}" of {where} must be two numbers, the first one smaller')
    claim.wrong("where", found[0], message, _("write where: [start, end]"))
    return None


def _links(fields: Fields) -> dict[str, str]:
    links = {}
    for name, address in fields.pairs("links"):
        url = web_url(address.text)
        if url is None:
            message = _('the link "{name}" is no http or https address')
            message = message.format(name=clean(name.text)[:_SHOWN_OF_NAME])
            fields.report.wrong(address, message, _("write the whole address, https://..."))
        else:
            links[clean(name.text)] = url
    return links


def _date(fields: Fields) -> str:
    date = fields.scalar("added")
    if date is None:
        return ""
    try:
        return datetime.date.fromisoformat(date.text).isoformat()
    except ValueError:
        fields.wrong("added", date, _('"{name}" is no date'), _("write it as 2026-11-21"))
        return ""


def _sha256(fields: Fields) -> str:
    digest = fields.scalar("abstract_sha256")
    if digest is None or _SHA256.fullmatch(digest.text):
        return digest.text if digest else ""
    help = _("write its 64 hexadecimal digits")
    fields.wrong("abstract_sha256", digest, _('"{name}" is no SHA-256'), help)
    return ""
