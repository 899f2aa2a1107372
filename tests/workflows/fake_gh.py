"""What the workflows need of GitHub's command line: pull requests and comments, kept in a file.

The file that FAKE_GITHUB names holds ``pulls``, ``comments`` and ``calls``, the arguments of every
call. An endpoint or option that GitHub's REST API does not have here ends with an error.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"


def main(arguments: list[str]) -> None:
    assert os.environ["GH_TOKEN"]
    file = Path(os.environ["FAKE_GITHUB"])
    state: dict[str, list[Any]] = json.loads(file.read_text(encoding="utf-8"))
    state["calls"].append(arguments)
    if arguments[:1] == ["api"]:
        answer(state, arguments[1:])
    else:
        assert arguments == ["auth", "setup-git"], arguments
    file.write_text(json.dumps(state), encoding="utf-8")


def answer(state: dict[str, list[Any]], arguments: list[str]) -> None:
    method, query, silent, path = "GET", "", False, ""
    fields: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        match word:
            case "--method":
                method = rest.pop(0)
            case "--jq":
                query = rest.pop(0)
            case "--silent":
                silent = True
            case "--paginate":
                pass
            case "-f" | "-F":
                name, _equals, value = rest.pop(0).partition("=")
                if word == "-F" and value.startswith("@"):
                    value = Path(value[1:]).read_text(encoding="utf-8")
                fields[name] = value
            case _:
                assert not word.startswith("-"), word
                path = word
    assert len(fields.get("body", "")) <= 65_536
    found = endpoint(state, method, path, fields)
    if not silent:
        command = ["jq", "-r", query or "."]
        done = subprocess.run(command, input=json.dumps(found), text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        sys.stdout.write(done.stdout)


def endpoint(
    state: dict[str, list[Any]], method: str, path: str, fields: dict[str, str]
) -> list[Any] | dict[str, Any]:
    repository = re.escape(os.environ["GITHUB_REPOSITORY"])
    target = urlsplit(path)
    wanted = re.fullmatch(rf"repos/{repository}/(.+)", target.path)
    assert wanted, path
    match method, wanted[1].split("/"):
        case "GET", ["pulls"]:
            asked = parse_qs(target.query)
            owner, _colon, head = asked["head"][0].partition(":")
            assert owner == os.environ["GITHUB_REPOSITORY_OWNER"]
            pulls = state["pulls"]
            return [it for it in pulls if it["head"] == head and it["state"] == asked["state"][0]]
        case "POST", ["pulls"]:
            number = 100 + len(state["pulls"])
            url = f"https://example.org/pull/{number}"
            pull = {**fields, "number": number, "state": "open", "html_url": url}
            state["pulls"].append(pull)
            return pull
        case "PATCH", ["pulls", number]:
            (pull,) = [it for it in state["pulls"] if it["number"] == int(number)]
            pull.update(fields)
            return dict(pull)
        case "GET", ["issues", number, "comments"]:
            return [it for it in state["comments"] if it["issue"] == int(number)]
        case "POST", ["issues", number, "comments"]:
            id = 1 + len(state["comments"])
            comment = {**fields, "id": id, "issue": int(number), "user": {"login": BOT}}
            state["comments"].append(comment)
            return comment
        case "PATCH", ["issues", "comments", id]:
            (comment,) = [it for it in state["comments"] if it["id"] == int(id)]
            comment.update(fields)
            return dict(comment)
    raise AssertionError((method, path))


if __name__ == "__main__":
    main(sys.argv[1:])
