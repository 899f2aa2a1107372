"""The server of `serve`: what it gives, to whom, and nothing else of the disk."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveygen.cli.site_server import EVENTS, PORTS, SCRIPT, SiteServer, listen

PAGE = b"<!doctype html><html><body><p>Text</p></body></html>"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    site = tmp_path / "html"
    (site / "papers").mkdir(parents=True)
    (site / "empty").mkdir()
    for name in ("index.html", "papers/index.html", "papers/a b.html", "papers/ä.html"):
        (site / name).write_bytes(PAGE)
    (site / "404.html").write_bytes(b"<body>nothing here</body>")
    (site / "survey.bib").write_bytes(b"@misc{a}\n")
    (site / "search.js").write_bytes(b"'</body>'")
    (site / "index.pf_meta").write_bytes(b"\x1f\x8b")
    (site / ".buildinfo").write_bytes(b"private")
    (site / ".git").mkdir()
    (site / ".git" / "config").write_bytes(b"private")
    (tmp_path / "secret.txt").write_bytes(b"private")
    (site / "out.txt").symlink_to(tmp_path / "secret.txt")
    (site / "up").symlink_to(tmp_path)
    (site / "circle.html").symlink_to(site / "circle.html")
    with listen(site, range(18000, 19000)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(
    server: SiteServer, path: str, *, method: str = "GET", host: str | None = "localhost"
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=10)
    connection.putrequest(method, path, skip_host=True)
    if host is not None:
        connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?q=1", "text/html; charset=utf-8"),
        ("/papers/", "text/html; charset=utf-8"),
        ("/papers/a%20b.html", "text/html; charset=utf-8"),
        ("/papers/%C3%A4.html", "text/html; charset=utf-8"),
        ("/survey.bib", "application/x-bibtex; charset=utf-8"),
        ("/search.js", "text/javascript; charset=utf-8"),
        ("/index.pf_meta", "application/octet-stream"),
        (SCRIPT, "text/javascript; charset=utf-8"),
    ],
)
def test_files_are_given_with_their_type_and_never_kept(
    server: SiteServer, path: str, type: str
) -> None:
    answer, data = ask(server, path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == type
    assert answer.headers["Cache-Control"] == "no-cache"
    assert int(answer.headers["Content-Length"]) == len(data)
    head, nothing = ask(server, path, method="HEAD")
    assert (head.status, head.headers["Content-Length"], nothing) == (200, str(len(data)), b"")


@pytest.mark.parametrize(
    "path",
    [
        "/missing.html",
        "/empty/",  # no listing
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/papers/../../secret.txt",
        "/out.txt",
        "/up/secret.txt",
        "/circle.html",
        "/.buildinfo",
        "/.git/config",
        "/%2Egit/config",
        "/index.html/",
        "/index.html%00",
        "/" + "a" * 5000,
    ],
)
def test_everything_else_is_the_site_s_own_page_for_it(server: SiteServer, path: str) -> None:
    answer, data = ask(server, path)
    assert answer.status == 404
    assert b"nothing here" in data
    assert b"private" not in data


def test_a_site_that_is_not_built_has_pages_that_wait_for_it(server: SiteServer) -> None:
    (server.folder / "404.html").unlink()
    answer, data = ask(server, "/missing.html")
    assert answer.status == 404
    assert SCRIPT.encode() in data


@pytest.mark.parametrize(
    ("path", "location"),
    [("/papers", "/papers/"), ("//papers", "/papers/"), ("//papers?x", "/papers/")],
)
def test_a_folder_s_address_ends_in_a_slash_and_stays_here(
    server: SiteServer, path: str, location: str
) -> None:
    answer, _data = ask(server, path)
    assert (answer.status, answer.headers["Location"]) == (301, location)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "LOCALHOST:1", "[::1]:8000"])
def test_this_machine_has_its_names(server: SiteServer, host: str) -> None:
    assert ask(server, "/", host=host)[0].status == 200


@pytest.mark.parametrize(
    "host", ["survey.example.org", "localhost.example.org", "[::", "", None, "x@example.org"]
)
@pytest.mark.parametrize("path", ["/", EVENTS, SCRIPT])
def test_a_name_that_is_not_this_machine_s_is_refused(
    server: SiteServer, host: str | None, path: str
) -> None:
    answer, data = ask(server, path, host=host)
    assert answer.status == 403
    assert b"Text" not in data


def test_pages_get_the_script_and_files_stay_as_they_are(server: SiteServer) -> None:
    _answer, data = ask(server, "/")
    assert data.count(SCRIPT.encode()) == 1
    assert data.endswith(b"</script></body></html>")
    assert (server.folder / "index.html").read_bytes() == PAGE
    assert ask(server, "/search.js")[1] == b"'</body>'"


def test_pages_are_told_of_builds_and_failures(server: SiteServer) -> None:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=10)
    connection.request("GET", EVENTS)
    stream = connection.getresponse()
    assert stream.headers["Content-Type"].startswith("text/event-stream")

    def told() -> dict[str, str]:
        while not (line := stream.readline()).startswith(b"data:"):
            assert line
        content = json.loads(line.removeprefix(b"data:"))
        assert isinstance(content, dict)
        return content

    first = told()
    assert f'data-build="{first["build"]}"'.encode() in ask(server, "/")[1]
    server.tell("taxonomy.yaml:1:1: error")
    assert told() == {"build": first["build"], "failure": "taxonomy.yaml:1:1: error"}
    server.tell("")
    second = told()
    assert second["build"] != first["build"]
    assert second["failure"] == ""
    connection.close()


def test_a_taken_port_is_passed_over_or_told(server: SiteServer, tmp_path: Path) -> None:
    taken = server.server_address[1]
    with listen(tmp_path, range(taken, taken + 100)) as another:
        assert taken < another.server_address[1] < taken + 100
    with pytest.raises(OSError, match="in use"):
        listen(tmp_path, range(taken, taken + 1))
    assert PORTS[0] == 8000
