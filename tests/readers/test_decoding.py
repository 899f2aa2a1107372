"""What is said of the bytes of a file, and where."""

import pytest

from surveygen.readers.decoding import decode
from surveygen.survey.codes import Code


def said(data: bytes) -> list[str]:
    found = decode(data, path="a.bib", encoding_code=Code.BIBLIOGRAPHY_ENCODING)
    return [f"{one.line}:{one.column} {one.message}" for one in found.diagnostics]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a\nb\xe9", "2:2 1 byte is not UTF-8, 0xe9; read as Windows-1252"),
        ("é\r\né".encode() + b"\xe9\x93",
         "2:2 2 bytes are not UTF-8, the first one 0xe9; read as Windows-1252"),
        ("\ufeffé".encode() + b"\xe9", "1:2 1 byte is not UTF-8, 0xe9; read as Windows-1252"),
        (b"a\rb\r\nc\0", "3:2 1 control character is left out, U+0000"),
        (b"\x1b\n\x1b", "1:1 2 control characters are left out, the first one U+001B"),
        ("a\nb".encode("utf-16"), "1:1 the file is UTF-16"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "1:1 the file is no text; it is not read"),
        (bytes(4096), "1:1 the file is no text; it is not read"),
        ("é, a\nb".encode("utf-16-le"), "1:1 the file is UTF-16"),
        ("é, a\nb".encode("utf-16-be"), "1:1 the file is UTF-16"),
    ],
)  # fmt: skip
def test_a_fault_of_the_bytes_is_one_finding(data: bytes, expected: str) -> None:
    assert said(data) == [expected]


def test_two_faults_are_two_findings() -> None:
    assert len(said(b"a long enough line of text\xe9\n\x00")) == 2


def test_a_file_that_is_no_text_has_none() -> None:
    found = decode(bytes(range(256)), path="a", encoding_code=Code.PROSE_ENCODING)
    assert (found.text, found.is_text) == ("", False)


def test_utf_16_without_its_mark_is_text() -> None:
    data = "@misc{a, title = {Über}}".encode("utf-16-le")
    found = decode(data, path="a", encoding_code=Code.BIBLIOGRAPHY_ENCODING)
    assert (found.text, found.is_text) == ("@misc{a, title = {Über}}", True)


def test_japanese_of_seven_bits_is_text() -> None:
    data = "@misc{a, title = {計算}}\n".encode("iso2022_jp")
    found = decode(data, path="a", encoding_code=Code.BIBLIOGRAPHY_ENCODING)
    assert found.text == "@misc{a, title = {計算}}\n"
    assert [one.message for one in found.diagnostics] == ["the file is ISO-2022-JP"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_zeros(encoding: str) -> None:
    text = "@misc{a, title = {Über 圖}}\n" * 9
    found = decode(text.encode(encoding), path="a", encoding_code=Code.PROSE_ENCODING)
    assert found.text == text


@pytest.mark.parametrize("data", [b"a\0bc", b"a line\0\0\0\0\n", b"ab\0\0", b"\0a\0b\0c "])
def test_a_few_zeros_are_no_utf_16(data: bytes) -> None:
    found = decode(data, path="a", encoding_code=Code.PROSE_ENCODING)
    assert found.text == data.decode().replace("\0", "")
    assert [one.code for one in found.diagnostics] == [Code.CONTROL_CHARACTER]


def test_a_file_that_ends_in_the_middle_of_a_letter_is_cut() -> None:
    whole = "naïve".encode()
    for end in range(len(whole) + 1):
        found = decode(whole[:end], path="a", encoding_code=Code.PROSE_ENCODING)
        assert found.is_cut == (end == 3)
    found = decode(b"\xe9 " + whole[:3], path="a", encoding_code=Code.PROSE_ENCODING)
    assert not found.is_cut
