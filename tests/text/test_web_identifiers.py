"""Identifiers are recognised in every spelling that people paste, and junk is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.identifiers import ArxivId, arxiv, arxiv_url, doi, doi_url, web_url


@pytest.mark.parametrize(
    "raw",
    [
        "10.1000/AB_c",
        "doi:10.1000/AB_c",
        "DOI: 10.1000/AB_c",
        "https://doi.org/10.1000/AB_c",
        "http://dx.doi.org/10.1000/AB%5Fc",
        "doi.org/10.1000/AB_c?utm=1",
        r"10.1000/AB\_c",
        r"\url{https://doi.org/10.1000/AB\_c}",
        " {10.1000/AB_c} ",
        "10.1000/AB_c.",
    ],
)
def test_doi_in_any_spelling(raw: str) -> None:
    assert doi(raw) == "10.1000/AB_c"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "10.1/x",
        "10.1000/",
        "10.1000/a b",
        "n/a",
        "https://a.org/10.1000/x",
        "11.1000/x",
        "10.1000/\u202ex",
    ],
)
def test_no_doi(raw: str) -> None:
    assert doi(raw) is None


def test_doi_url_encodes_what_must_be() -> None:
    assert (
        doi_url("10.1002/(SICI)1097<1::AID>3.0.CO;2-X")
        == "https://doi.org/10.1002/(SICI)1097%3C1::AID%3E3.0.CO;2-X"
    )
    assert doi_url('10.1000/"a"?b#c%') == "https://doi.org/10.1000/%22a%22%3Fb%23c%25"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2311.10721", ArxivId("2311.10721")),
        ("arXiv:2311.10721v2", ArxivId("2311.10721", 2)),
        ("arXiv: 0704.0001 [math.CO]", ArxivId("0704.0001")),
        ("https://arxiv.org/abs/2311.10721v12", ArxivId("2311.10721", 12)),
        ("http://www.arxiv.org/pdf/2311.10721.pdf", ArxivId("2311.10721")),
        ("math.GT/0309136", ArxivId("math.GT/0309136")),
        ("https://arxiv.org/abs/hep-th/9901001v3", ArxivId("hep-th/9901001", 3)),
        ("10.48550/arXiv.2301.00001", ArxivId("2301.00001")),
        ("https://doi.org/10.48550/arXiv.2301.00001", ArxivId("2301.00001")),
    ],
)
def test_arxiv_identifier(raw: str, expected: ArxivId) -> None:
    assert arxiv(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "2313.10721",
        "2311.107",
        "arXiv:",
        "cs",
        "https://arxiv.org/list/cs",
        "10.1000/2311.10721",
    ],
)
def test_no_arxiv_identifier(raw: str) -> None:
    assert arxiv(raw) is None


def test_arxiv_url() -> None:
    assert arxiv_url(ArxivId("math.GT/0309136", 2)) == "https://arxiv.org/abs/math.GT/0309136v2"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("https://a.org/b?c=d&e#f", "https://a.org/b?c=d&e#f"),
        (r"https://a.org/\~{}b\_c\%20\&\#d", "https://a.org/~b_c%20&#d"),
        (r"\url{http://a.org}", "http://a.org"),
        ("https://exämple.org/ü", "https://exämple.org/ü"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)
def test_web_address(raw: str, shown: str) -> None:
    assert web_url(raw) == shown


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "a.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.org",
        "//a.org",
        "https://",
        "https:///a",
        "https://user:pw@a.org",
        "https://a.org@b.org",
        "http://a.org\\@b.org",
        "https://a.org/b c",
        "https://a.org/\x00",
        "https://a.org/\u202e",
        'https://a.org/"onclick="x',
        "https://a.org/<b>",
        "https://a.org:99999/",
        "https://[::1",
        "https://-a.org/",
        "https://a.org/" + "x" * 3000,
    ],
)
def test_no_web_address(raw: str) -> None:
    assert web_url(raw) is None


@given(
    st.text()
    | st.text().map(lambda text: "https://" + text)
    | st.text().map(lambda text: "10.1000/" + text)
)
def test_any_text_is_read(raw: str) -> None:
    arxiv(raw)
    found = doi(raw)
    if found is not None:
        assert doi(found) == found
        assert doi_url(found).isascii()
        assert doi(doi_url(found)) == found
    address = web_url(raw)
    if address is not None:
        assert address.lower().startswith(("http://", "https://"))
        assert not set(address) & set(" \n\t<>\"'\\") - {"'"}
