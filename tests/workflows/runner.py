"""Runs the steps of a workflow as GitHub's runner does, as far as the starter's workflows need it.

Scripts run with bash; an action of the repository's own runs its steps; other actions are passed
over. Expressions are looked up in what the event and the steps before say.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
_WORD = re.compile(r"'[^']*'|[a-z][\w.*-]*(?:\(\))?")


@dataclass
class Runner:
    """A job on a checkout."""

    checkout: Path
    temp: Path
    context: dict[str, Any]
    """Values by the names that expressions use."""
    environment: dict[str, str]
    log: str = ""
    failed: bool = False
    outputs: dict[str, str] = field(default_factory=dict)

    def job(self, workflow: str, name: str) -> None:
        """Run a job of ``.github/workflows``, if its condition holds."""
        job = yaml.safe_load((self.checkout / ".github/workflows" / workflow).read_text())
        job = job["jobs"][name]
        if not self.holds(job.get("if", "success()")):
            self.log += "skipped\n"
            return
        for step in job["steps"]:
            self.step(step, {})

    def step(self, step: dict[str, Any], inputs: dict[str, str]) -> None:
        if not self.holds(str(step.get("if", "success()"))):
            return
        if "run" in step:
            self.script(step, inputs, "-eo pipefail" if step.get("shell") == "bash" else "-e")
        elif step["uses"].startswith("./"):
            action = yaml.safe_load((self.checkout / step["uses"] / "action.yml").read_text())
            given = {name: self.filled(value, inputs) for name, value in step["with"].items()}
            assert given.keys() == {n for n, it in action["inputs"].items() if it["required"]}
            for inner in action["runs"]["steps"]:
                self.step(inner, given)
            for name, output in action["outputs"].items():
                self.outputs[f"steps.{step.get('id')}.outputs.{name}"] = self.filled(
                    output["value"], given
                )

    def script(self, step: dict[str, Any], inputs: dict[str, str], options: str) -> None:
        assert "${{" not in step["run"], "an expression in a script is run as a part of it"
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", *options.split(" "), "-c", step["run"]],
            cwd=self.checkout,
            env={
                **os.environ,
                **self.environment,
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                "RUNNER_TEMP": str(self.temp),
                **{n: self.filled(value, inputs) for n, value in step.get("env", {}).items()},
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += done.stdout + done.stderr
        self.failed |= done.returncode != 0
        for line in output.read_text().splitlines():
            name, _equals, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value

    def value(self, name: str, inputs: dict[str, str]) -> Any:
        if name.startswith("inputs."):
            return inputs[name.removeprefix("inputs.")]
        if name.startswith("steps."):
            return self.outputs.get(name, "")
        return self.context[name]

    def filled(self, text: str, inputs: dict[str, str]) -> str:
        return _EXPRESSION.sub(lambda found: str(self.value(found[1], inputs)), str(text))

    def holds(self, condition: str) -> bool:
        """Whether the condition of a step or job does."""
        bare = _EXPRESSION.fullmatch(condition.strip())
        text = bare[1] if bare else condition
        states = {"success": not self.failed, "cancelled": False, "always": True}

        def literal(found: re.Match[str]) -> str:
            word = found[0]
            if word.startswith("'") or word == "contains":
                return word
            if word.endswith("()"):
                return str(states[word.removesuffix("()")])
            return repr(self.value(word, {}))

        # Without such a call, a condition holds only while nothing has failed.
        implied = True if any(f"{name}()" in text for name in states) else not self.failed
        text = _WORD.sub(literal, text).replace("&&", " and ").replace("||", " or ")
        text = re.sub(r"!(?!=)", " not ", text)
        # Conditions are those of our own files.
        known = {"contains": lambda whole, part: part in whole}
        return implied and bool(eval(" ".join(text.split()), known))
