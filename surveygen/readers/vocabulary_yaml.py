"""``docs/tags.yaml`` and ``docs/metrics.yaml``: the controlled words with their definitions."""

from __future__ import annotations

from surveygen.messages import _
from surveygen.readers.decoding import decode
from surveygen.readers.yaml_apart import read_apart
from surveygen.readers.yaml_fields import Fields, Report
from surveygen.readers.yaml_nodes import YamlMap, YamlNode, YamlText
from surveygen.readers.yaml_reader import read_yaml
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.vocabulary import Better, Metric

_FIELDS_OF_A_METRIC = {"name", "unit", "better", "definition"}


def read_tags(data: bytes, *, path: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """A mapping of tag to definition."""
    root, report = _read(data, path)
    tags = {}
    for name, (_key, value) in _words(root, report).items():
        # A tag without its definition is still a tag: its notes are not to blame.
        tags[name] = value.text if isinstance(value, YamlText) else ""
        if not tags[name]:
            message = _('tag "{name}" needs a definition').format(name=name)
            report.wrong(value, message, _("write tag: What it means."))
    return tags, report.diagnostics


def read_metrics(data: bytes, *, path: str) -> tuple[dict[str, Metric], list[Diagnostic]]:
    """A mapping of metric to name, unit, better and definition."""
    root, report = _read(data, path)
    metrics = {}
    for name, (_key, value) in _words(root, report).items():
        if isinstance(value, YamlMap):
            metrics[name] = _metric(name, value, report)
            continue
        metrics[name] = Metric(name, name, Better.HIGHER, "")
        message = _('metric "{name}" must be a mapping').format(name=name)
        report.wrong(value, message, _("write its name, unit, better and definition"))
    return metrics, report.diagnostics


def _metric(name: str, node: YamlMap, report: Report) -> Metric:
    fields = Fields(node, report, _('metric "{name}"').format(name=name))
    better = fields.choice("better", Better)
    metric = Metric(
        id=name,
        name=fields.text("name", required=True) or name,
        better=better or Better.HIGHER,
        definition=fields.text("definition", required=True),
        unit=fields.text("unit"),
    )
    fields.get("better", required=True)
    fields.finish()
    return metric


def _words(root: YamlMap | None, report: Report) -> dict[str, tuple[YamlText, YamlNode]]:
    """The words of a file; a name that stands above all of them is one finding."""
    words = dict(root.items) if root else {}
    if len(words) != 1:
        return words
    ((name, (key, inner)),) = words.items()
    if not isinstance(inner, YamlMap) or inner.items.keys() & _FIELDS_OF_A_METRIC:
        return words
    message = _('"{name}" stands above the words that the file is to define').format(name=name)
    report.wrong(key, message, _("delete its line, and indent the others less"))
    return dict(inner.items)


def _read(data: bytes, path: str) -> tuple[YamlMap | None, Report]:
    """The file; where a word of it cannot be read, each by itself."""
    code = Code.TAXONOMY_SYNTAX
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    root, said = read_yaml(decoded.text, path=path, syntax=code, limit=Code.TAXONOMY_LIMIT)
    if root is None and said:
        apart = read_apart(decoded.text, said, path=path, code=code)
        root, said = YamlMap(apart.items, 1, 1), apart.diagnostics
    report = Report(path, diagnostics=[*decoded.diagnostics, *said])
    if root is not None and not isinstance(root, YamlMap):
        help = _("write name: and what it means, a line each")
        report.wrong(root, _("the file must be a mapping"), help)
        return None, report
    return root, report
