"""What axe-core finds in a page."""

from __future__ import annotations

from typing import Any

import pytest


def findings(page: Any) -> list[str]:
    """Everything that axe finds, of any impact."""
    return [text for _impact, text in _violations(page)]


def serious_findings(page: Any) -> list[str]:
    """Violations that keep people from reading or using the page."""
    return [text for impact, text in _violations(page) if impact in ("serious", "critical")]


def _violations(page: Any) -> list[tuple[str, str]]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    # Size of targets is a rule of WCAG 2.2 AA that axe leaves off unless asked.
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    return [
        (rule["impact"], f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}")
        for rule in axe.Axe().run(page, options=options).response["violations"]
        for node in rule["nodes"]
    ]
