"""The language of a work: babel's name for it, which biblatex takes, and the code of BCP 47.

CSL and most programs have codes, biblatex's ``langid`` has names. Sources: biblatex manual,
2.2.3 (``langid``); babel manual, 1.27 (names); ISO 639-1 and 639-2 (codes).
"""

from __future__ import annotations

_CODES = {
    "english": "en eng",
    "american": "en-us",
    "british": "en-gb",
    "australian": "en-au",
    "canadian": "en-ca",
    "ngerman": "de deu ger",
    "austrian": "de-at",
    "arabic": "ar ara",
    "basque": "eu eus baq",
    "brazilian": "pt-br",
    "bulgarian": "bg bul",
    "catalan": "ca cat",
    "chinese": "zh zho chi",
    "croatian": "hr hrv",
    "czech": "cs ces cze",
    "danish": "da dan",
    "dutch": "nl nld dut",
    "estonian": "et est",
    "finnish": "fi fin",
    "french": "fr fra fre",
    "galician": "gl glg",
    "greek": "el ell gre",
    "hebrew": "he heb",
    "hungarian": "hu hun",
    "icelandic": "is isl ice",
    "indonesian": "id ind",
    "irish": "ga gle",
    "italian": "it ita",
    "japanese": "ja jpn",
    "korean": "ko kor",
    "latin": "la lat",
    "latvian": "lv lav",
    "lithuanian": "lt lit",
    "macedonian": "mk mkd mac",
    "norsk": "nb nob no nor",
    "nynorsk": "nn nno",
    "persian": "fa fas per",
    "polish": "pl pol",
    "portuguese": "pt por",
    "romanian": "ro ron rum",
    "russian": "ru rus",
    "serbian": "sr srp",
    "slovak": "sk slk slo",
    "slovene": "sl slv",
    "spanish": "es spa",
    "swedish": "sv swe",
    "thai": "th tha",
    "turkish": "tr tur",
    "ukrainian": "uk ukr",
    "vietnamese": "vi vie",
}
"""Names of babel, and the codes that stand for each: the one that is written first."""
_OTHER_NAMES = {
    "german": "de",
    "naustrian": "de-AT",
    "usenglish": "en-US",
    "ukenglish": "en-GB",
    "francais": "fr",
    "brazil": "pt-BR",
    "portuges": "pt",
    "magyar": "hu",
    "norwegian": "no",
    "slovenian": "sl",
    "farsi": "fa",
}
_NAME_OF = {code: name for name, codes in _CODES.items() for code in codes.split()}
_CODE_OF = {
    name: "-".join([language, *(region.upper() for region in regions)])
    for name, codes in _CODES.items()
    for language, *regions in [codes.split()[0].split("-")]
} | _OTHER_NAMES


def language_name(text: str) -> str:
    """Babel's name for a code or a name of one language; empty where none is known.

    A region that babel has no name for makes no difference: ``de-CH`` is ``ngerman``.
    """
    folded = text.strip().casefold().replace("_", "-")
    if folded in _CODE_OF:
        return folded
    return _NAME_OF.get(folded) or _NAME_OF.get(folded.partition("-")[0], "")


def language_code(text: str) -> str:
    """The code for a name or code of one language; any other text as it is."""
    return _CODE_OF.get(language_name(text), text)
