"""What axe-core finds in a page."""

from __future__ import annotations

from typing import Any

import pytest


def serious_findings(page: Any) -> list[str]:
    """Violations that keep people from reading or using the page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    # Size of targets is a rule of WCAG 2.2 AA that axe leaves off unless asked.
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    return [
        f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for rule in axe.Axe().run(page, options=options).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
