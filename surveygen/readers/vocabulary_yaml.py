"""``docs/tags.yaml`` and ``docs/metrics.yaml``: the controlled words with their definitions."""

from __future__ import annotations

from surveygen.readers.decoding import decode
from surveygen.readers.yaml_fields import Fields, Report
from surveygen.readers.yaml_nodes import YamlMap, YamlText, read_yaml
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.vocabulary import Better, Metric


def read_tags(data: bytes, *, path: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """A mapping of tag to definition."""
    root, report = _read(data, path)
    tags = {}
    for name, (_, value) in (root.items if root else {}).items():
        if isinstance(value, YamlText) and value.text:
            tags[name] = value.text
        else:
            report.wrong(value, f'tag "{name}" needs a definition', "write: tag: What it means.")
    return tags, report.diagnostics


def read_metrics(data: bytes, *, path: str) -> tuple[dict[str, Metric], list[Diagnostic]]:
    """A mapping of metric to name, unit, better and definition."""
    root, report = _read(data, path)
    metrics = {}
    for name, (_, value) in (root.items if root else {}).items():
        if not isinstance(value, YamlMap):
            report.wrong(value, f'metric "{name}" must be a mapping')
            continue
        fields = Fields(value, report, f'metric "{name}"')
        better = fields.choice("better", Better)
        metric = Metric(
            id=name,
            name=fields.text("name", required=True) or name,
            better=better or Better.HIGHER,
            definition=fields.text("definition", required=True),
            unit=fields.text("unit"),
        )
        if better is None:
            fields.get("better", required=True)
        fields.finish()
        metrics[name] = metric
    return metrics, report.diagnostics


def _read(data: bytes, path: str) -> tuple[YamlMap | None, Report]:
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    root, found = read_yaml(
        decoded.text, path=path, syntax=Code.TAXONOMY_SYNTAX, limit=Code.TAXONOMY_LIMIT
    )
    report = Report(path, diagnostics=[*decoded.diagnostics, *found])
    if root is not None and not isinstance(root, YamlMap):
        report.wrong(root, "the file must be a mapping")
        return None, report
    return root, report
