"""``docs/notes/<key>.md``: front matter between ``---`` lines, then the note's text."""

from __future__ import annotations

import datetime
import re
from typing import Final

from surveygen.readers.decoding import decode
from surveygen.readers.prose import Grammar, read_prose
from surveygen.readers.yaml_fields import Fields, Report
from surveygen.readers.yaml_nodes import YamlMap, YamlNode, YamlText, read_yaml
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.note import Bound, Claim, ClaimKind, Note, PaperKind
from surveygen.text.identifiers import web_url
from surveygen.text.normal import clean

_FENCE: Final = re.compile(r"---[ \t]*")
_END: Final = re.compile(r"(?:---|\.\.\.)[ \t]*")
_FIELD: Final = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def read_note(data: bytes, *, key: str, path: str) -> tuple[Note, list[Diagnostic]]:
    """Read a note. Never fails: a wrong field is a diagnostic and costs itself alone."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    text, found = decoded.text, list(decoded.diagnostics)
    report = Report(
        path,
        unknown_field=Code.FRONT_MATTER_FIELD,
        wrong_type=Code.FRONT_MATTER_TYPE,
        missing_field=Code.FRONT_MATTER_TYPE,
        diagnostics=found,
    )
    lines = text.split("\n")
    front_matter, first_line = _split(lines, report)
    body_text = "\n".join(lines[first_line - 1 :])
    fields = Fields(_front_matter(front_matter, report), report, "the front matter")
    body, refused = read_prose(body_text, path=path, line=first_line, grammar=Grammar.NOTE)
    note = Note(
        key=key,
        path=path,
        body=body,
        tldr=clean(fields.text("tldr")),
        kind=fields.choice("kind", PaperKind),
        tags=tuple(tag.text for tag in fields.texts("tags")),
        claims=_claims(fields),
        links=_links(fields),
        about=clean(fields.text("about")),
        added=_date(fields),
        abstract_sha256=_sha256(fields),
        quote={clean(phrase.text): clean(why.text) for phrase, why in fields.pairs("quote")},
    )
    fields.finish()
    return note, found + refused


def _split(lines: list[str], report: Report) -> tuple[list[str], int]:
    """Lines of the front matter, and the line of the file (from 1) where the body starts."""
    if not _FENCE.fullmatch(lines[0]):
        return [], 1
    for number, line in enumerate(lines[1:], start=1):
        if _END.fullmatch(line):
            return lines[1:number], number + 2
    message = "the front matter has no closing ---; it is taken to end at the first empty line"
    fence = YamlText(lines[0], 1, 1)
    report.add(Code.FRONT_MATTER_SYNTAX, message, fence, "write --- after its last line")
    blank = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    return lines[1:blank], blank + 1


def _front_matter(lines: list[str], report: Report) -> YamlMap:
    """The mapping of the front matter; after a syntax error, of those fields that can be read."""
    node, found = _read(lines, 2, report.path)
    if node is None and found:
        items: dict[str, tuple[YamlText, YamlNode]] = {}
        said: list[Diagnostic] = []
        for first, part in _fields(lines):
            value, wrong = _read(part, first + 2, report.path)
            said += wrong
            if isinstance(value, YamlMap):
                items = {**value.items, **items}
        node, found = YamlMap(items, 2, 1), said or found
    report.diagnostics += found
    if isinstance(node, YamlMap):
        return node
    if node is not None and not (isinstance(node, YamlText) and node.is_null):
        report.wrong(node, "the front matter must hold fields", "write tldr: One sentence.")
    return YamlMap({}, 2, 1)


def _read(lines: list[str], first_line: int, path: str) -> tuple[YamlNode | None, list[Diagnostic]]:
    code = Code.FRONT_MATTER_SYNTAX
    source = "\n".join(lines)
    return read_yaml(source, path=path, syntax=code, limit=code, first_line=first_line)


def _fields(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The lines of every field at the left margin, with the index of its first line."""
    starts = [number for number, line in enumerate(lines) if _FIELD.match(line)]
    ends = [*starts[1:], len(lines)]
    return [(start, lines[start:end]) for start, end in zip(starts, ends, strict=False)]


def _claims(fields: Fields) -> tuple[Claim, ...]:
    claims = []
    for number, node in enumerate(fields.maps("claims"), start=1):
        claim = Fields(node, fields.report, f"claim {number}")
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
            claims.append(read)
    return tuple(claims)


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
    message = f'"where" of {claim.where} must be two numbers, the first one smaller'
    claim.report.wrong(found[0], message, "write where: [start, end]")
    return None


def _links(fields: Fields) -> dict[str, str]:
    links = {}
    for name, address in fields.pairs("links"):
        url = web_url(address.text)
        if url is None:
            message = f'the link "{clean(name.text)[:80]}" is no http or https address'
            fields.report.wrong(address, message, "write the whole address, https://...")
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
        fields.report.wrong(date, '"added" is no date', "write it as 2026-11-21")
        return ""


def _sha256(fields: Fields) -> str:
    digest = fields.scalar("abstract_sha256")
    if digest is None or _SHA256.fullmatch(digest.text):
        return digest.text if digest else ""
    message = '"abstract_sha256" is no SHA-256'
    fields.report.wrong(digest, message, "write its 64 hexadecimal digits")
    return ""
