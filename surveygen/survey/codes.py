"""Every kind of finding: a stable code, how much it costs, what it means, what to do."""

from __future__ import annotations

from enum import Enum, StrEnum

from surveygen.messages import N_


class Severity(StrEnum):
    """How much of the input a finding costs."""

    ERROR = N_("error")
    """Something of the input is not shown as it was written."""
    WARNING = N_("warning")
    """It is shown, but doubtful."""


class Code(Enum):
    """Every finding that surveygen can report.

    A member's value is ``(id, severity, explanation, help)``; explanation and help are English and
    translated where they are shown. Ids never change meaning and are never used again; the guide's
    table of codes is generated from this enum.
    """

    # taxonomy.yaml
    TAXONOMY_SYNTAX = (
        "T001",
        Severity.ERROR,
        N_("The taxonomy is no YAML that can be read."),
        N_("mend the YAML at the place that is named"),
    )
    TAXONOMY_VERSION = (
        "T002",
        Severity.ERROR,
        N_("The taxonomy has an unknown format version."),
        N_("install the surveygen that wrote it, or write version: 1"),
    )
    DUPLICATE_MAPPING_KEY = (
        "T003",
        Severity.ERROR,
        N_("A mapping key stands twice."),
        N_("keep one of them"),
    )
    TAXONOMY_LIMIT = (
        "T004",
        Severity.ERROR,
        N_("Aliases, depth or size exceed what a survey needs."),
        N_("write out what an alias stands for; split what is too large"),
    )
    UNKNOWN_FIELD = (
        "T102",
        Severity.ERROR,
        N_("A field that the format does not have."),
        N_("correct its name, or delete it"),
    )
    WRONG_TYPE = (
        "T103",
        Severity.ERROR,
        N_("A value of another type than the format asks for."),
        N_("write the value as the guide shows it"),
    )
    MISSING_FIELD = (
        "T104",
        Severity.ERROR,
        N_("A required field is missing."),
        N_("add it"),
    )
    BAD_SECTION_ID = (
        "T105",
        Severity.ERROR,
        N_("A section id is not made of a-z, 0-9 and hyphens."),
        N_("use a-z, 0-9 and single hyphens"),
    )
    DUPLICATE_SECTION_ID = (
        "T106",
        Severity.ERROR,
        N_("Two sections have the same id."),
        N_("rename one of them"),
    )
    NO_SECTIONS = (
        "T107",
        Severity.WARNING,
        N_("The taxonomy has no section."),
        N_("add a section: sections: [{id: first, title: First}]"),
    )
    # placements
    UNKNOWN_KEY = (
        "T201",
        Severity.ERROR,
        N_("A key that stands in no bibliography."),
        N_("correct the key, or add its entry to the bibliography"),
    )
    TWO_HOMES = (
        "T202",
        Severity.ERROR,
        N_("A key stands in the papers of two sections."),
        N_("keep one home; move the other to `also`"),
    )
    REPEATED_KEY = (
        "T203",
        Severity.WARNING,
        N_("A key stands twice in one section."),
        N_("delete one of them"),
    )
    NOT_PLACED = (
        "T204",
        Severity.WARNING,
        N_("An entry stands in no section."),
        N_("add its key to the papers of a section"),
    )
    BACKGROUND_PLACED = (
        "T205",
        Severity.ERROR,
        N_("A background entry also stands in a section."),
        N_("delete it from one of them"),
    )
    BAD_ALIAS = (
        "T206",
        Severity.ERROR,
        N_("An alias leads to no entry, or hides one."),
        N_("let it lead to a key or id that exists, or delete it"),
    )
    NO_HOME = (
        "T207",
        Severity.WARNING,
        N_("A key stands in `also` of sections, but has no home."),
        N_("add it to the papers of a section"),
    )
    # bibliography
    BIBLIOGRAPHY_MISSING = (
        "B001",
        Severity.ERROR,
        N_("A bibliography cannot be opened."),
        N_("mend `bibliography:` in the taxonomy, or the file's permissions"),
    )
    BIBLIOGRAPHY_ENCODING = (
        "B002",
        Severity.WARNING,
        N_("A bibliography is not UTF-8."),
        N_("save the file as UTF-8"),
    )
    CONTROL_CHARACTER = (
        "B003",
        Severity.WARNING,
        N_("Control characters were left out."),
        N_("delete them"),
    )
    ENTRY_SYNTAX = (
        "B004",
        Severity.ERROR,
        N_("An entry cannot be parsed; it is quarantined."),
        N_("mend the entry at the line that is named"),
    )
    NO_YEAR = (
        "B005",
        Severity.WARNING,
        N_("An entry has no year."),
        N_("add year = {...}"),
    )
    NO_TITLE = (
        "B006",
        Severity.WARNING,
        N_("An entry has no title."),
        N_("add title = {...}"),
    )
    NO_AUTHOR = (
        "B007",
        Severity.WARNING,
        N_("An entry names no author or editor."),
        N_("add author = {...}; where none is known, x-unverified = {author}"),
    )
    DUPLICATE_KEY = (
        "B008",
        Severity.ERROR,
        N_("Two entries have the same key; the first one wins."),
        N_("delete one of them, or rename it"),
    )
    CASE_TWIN = (
        "B009",
        Severity.WARNING,
        N_("Two keys differ in case alone."),
        N_("rename one of them, or delete it"),
    )
    UNKNOWN_ENTRY_TYPE = (
        "B010",
        Severity.WARNING,
        N_("An entry type that no style knows."),
        N_("use a type of BibTeX or biblatex; @misc fits what has none"),
    )
    UNDEFINED_STRING = (
        "B011",
        Severity.WARNING,
        N_("An @string that is defined nowhere."),
        N_("define it before with @string, or put the value into braces"),
    )
    DUPLICATE_FIELD = (
        "B012",
        Severity.WARNING,
        N_("A field stands twice; the first one wins."),
        N_("keep one of them"),
    )
    CROSSREF = (
        "B013",
        Severity.WARNING,
        N_("A crossref leads nowhere or in a circle."),
        N_("let it lead to the key of an entry, or delete it"),
    )
    STRING_SYNTAX = (
        "B014",
        Severity.ERROR,
        N_("An @string or @preamble cannot be parsed."),
        N_("mend it; entries that use it lack its value"),
    )
    BAD_KEY = (
        "B015",
        Severity.ERROR,
        N_("A citation key that cannot be cited."),
        N_("use letters, digits and - _ . : + /, at most 200 of them"),
    )
    UNUSABLE_URL = (
        "B016",
        Severity.WARNING,
        N_("A url that is not http or https; it is not linked."),
        N_("write the whole address, https://"),
    )
    BAD_IDENTIFIER = (
        "B017",
        Severity.WARNING,
        N_("A doi or eprint that is none."),
        N_("write the bare identifier, 10.1000/182 or 2307.04963"),
    )
    YEAR_IS_TEXT = (
        "B018",
        Severity.WARNING,
        N_("A year without a number, such as `to appear`; shown as written, sorted last."),
        N_("write the year once it is known"),
    )
    MERGE_CONFLICT = (
        "B019",
        Severity.ERROR,
        N_("A merge conflict between entries; those of both sides are read."),
        N_("keep one side, and delete the lines <<<<<<<, ======= and >>>>>>>"),
    )
    FORMULA_AS_TEXT = (
        "B020",
        Severity.WARNING,
        N_("A formula of a field that cannot be set; its source is shown."),
        N_("write it with commands of amsmath and amssymb that only print"),
    )
    NAMES_RUN_TOGETHER = (
        "B021",
        Severity.WARNING,
        N_("People of an entry that read as one; their list is not parted by `and`."),
        N_("write `and` between people, `and others` for et al., braces around a company"),
    )
    GARBLED = (
        "B022",
        Severity.WARNING,
        N_("Letters of an entry that a program has garbled, such as `Ã¶` and `&uuml;`, or lost."),
        N_("write the word anew; where many are so, export the file again, as UTF-8"),
    )
    # entries of one work
    SAME_WORK = (
        "D001",
        Severity.WARNING,
        N_("Two entries describe the same work."),
        N_("merge them; where they are two works, say so with x-not-same"),
    )
    MAYBE_SAME_WORK = (
        "D002",
        Severity.WARNING,
        N_("Two entries may describe the same work."),
        N_("merge them; where they are two works, say so with x-not-same"),
    )
    SHARED_IDENTIFIER = (
        "D003",
        Severity.WARNING,
        N_("Two entries share an identifier, and their titles do not agree."),
        N_("correct the identifier of one of them; where they are one work, merge them"),
    )
    UNKNOWN_NOT_SAME = (
        "D004",
        Severity.WARNING,
        N_("x-not-same names a key that no other entry has."),
        N_("correct the key, or delete it"),
    )
    # What services on the web say of the works
    OTHER_WORK = (
        "M001",
        Severity.WARNING,
        N_("A service has another work under the identifier of an entry."),
        N_("correct the identifier, or lock it if it is right: x-locked = {doi}"),
    )
    UNKNOWN_IDENTIFIER = (
        "M002",
        Severity.WARNING,
        N_("No service knows an identifier of an entry."),
        N_("look it up and correct it"),
    )
    CONCERN = (
        "M003",
        Severity.WARNING,
        N_("A notice about the work asks its readers for caution."),
        N_("read the notice, and say in the note what follows"),
    )
    NOT_EDITED = (
        "M004",
        Severity.WARNING,
        N_("A proposal cannot be written without changing more than its field."),
        N_("write the field by hand"),
    )

    # notes and narratives
    NOTE_WITHOUT_ENTRY = (
        "N001",
        Severity.ERROR,
        N_("A note whose key stands in no bibliography."),
        N_("rename the file after a key, or add the entry"),
    )
    FRONT_MATTER_SYNTAX = (
        "N002",
        Severity.ERROR,
        N_("The front matter of a note cannot be read."),
        N_("mend the YAML between the --- lines"),
    )
    FRONT_MATTER_FIELD = (
        "N003",
        Severity.ERROR,
        N_("Front matter that a note does not have."),
        N_("correct its name, or delete it"),
    )
    FRONT_MATTER_TYPE = (
        "N004",
        Severity.ERROR,
        N_("Front matter of another type than asked for."),
        N_("write the value as the guide shows it"),
    )
    NOT_ALLOWED = (
        "N005",
        Severity.ERROR,
        N_("Markup outside the allow-list, shown as text."),
        N_("write it with what a note or narrative may hold"),
    )
    PROSE_ENCODING = (
        "N006",
        Severity.ERROR,
        N_("A text file other than a bibliography is not UTF-8."),
        N_("save the file as UTF-8"),
    )
    NARRATIVE_WITHOUT_SECTION = (
        "N007",
        Severity.ERROR,
        N_("A narrative whose section is unknown."),
        N_("name the file after a section id"),
    )
    UNKNOWN_SECTION = (
        "N009",
        Severity.ERROR,
        N_("A directive names a section that does not exist."),
        N_("correct the id"),
    )
    UNKNOWN_CITATION = (
        "N008",
        Severity.ERROR,
        N_("A citation of a key that is known nowhere."),
        N_("correct the key, or add its entry to the bibliography"),
    )
    UNREADABLE_FILE = (
        "N010",
        Severity.ERROR,
        N_("A file or folder of the survey that cannot be read."),
        N_("mend its permissions, or what stands in its place"),
    )
    # what notes and narratives keep to
    NO_NOTE = (
        "C001",
        Severity.WARNING,
        N_("A paper has no note, though others have."),
        N_("write docs/notes/<key>.md"),
    )
    TLDR_LENGTH = (
        "C002",
        Severity.WARNING,
        N_("A TL;DR has none or more than thirty words."),
        N_("say it in one sentence of at most thirty words"),
    )
    UNKNOWN_TAG = (
        "C003",
        Severity.WARNING,
        N_("A tag that docs/tags.yaml does not define."),
        N_("define it in docs/tags.yaml, or use one that is defined"),
    )
    TAG_COUNT = (
        "C004",
        Severity.WARNING,
        N_("A note has fewer than two or more than five tags."),
        N_("give it two to five"),
    )
    UNKNOWN_METRIC = (
        "C005",
        Severity.WARNING,
        N_("A metric that docs/metrics.yaml does not define."),
        N_("define it in docs/metrics.yaml, or use one that is defined"),
    )
    UNGROUNDED = (
        "C006",
        Severity.WARNING,
        N_("A number that abstract and title do not have."),
        N_("correct the number; put words of the source under `quoted`"),
    )
    CLAIM_SPAN = (
        "C007",
        Severity.WARNING,
        N_("A claim whose span does not hold its value."),
        N_("let `where` enclose the sentence that holds the value"),
    )
    ABSTRACT_CHANGED = (
        "C008",
        Severity.WARNING,
        N_("Spans that refer to another abstract."),
        N_("compare the claims with the abstract and write its new digest"),
    )
    WORD_RUN = (
        "C009",
        Severity.WARNING,
        N_("Eight words in a row as in the abstract."),
        N_("say it in own words"),
    )
    BRACKET_SIZE = (
        "C010",
        Severity.WARNING,
        N_("A citation of more than four keys."),
        N_("cite the central ones; the cards list all"),
    )
    CITATION_COVERAGE = (
        "C011",
        Severity.WARNING,
        N_("A narrative that cites too few papers."),
        N_("say what the others contribute"),
    )
    NEVER_CITED = (
        "C012",
        Severity.WARNING,
        N_("A paper that no narrative cites."),
        N_("cite it in the narrative of its section"),
    )
    IDENTITY_DIFFERS = (
        "C013",
        Severity.WARNING,
        N_("conf.py sets what the taxonomy says otherwise; conf.py wins."),
        N_("delete the line in conf.py, or make both equal"),
    )
    UNUSABLE_CONFIGURATION = (
        "C014",
        Severity.ERROR,
        N_("conf.py keeps Sphinx from building the survey."),
        N_("mend conf.py at the place that is named"),
    )
    # listings
    LISTING_LAYOUT = (
        "L001",
        Severity.ERROR,
        N_("Lines of a listing are no title and abstract."),
        N_("A listing has a title and an abstract in turn"),
    )
    KEY_TAKEN = (
        "I001",
        Severity.WARNING,
        N_("An imported entry whose key another work has; it comes in under a new key."),
        N_("cite it by the new key"),
    )
    SAME_IDENTIFIER = (
        "I002",
        Severity.WARNING,
        N_("An imported entry shares an identifier with another title; both are kept."),
        N_("correct the identifier of one of them"),
    )
    OTHER_VERSION = (
        "I003",
        Severity.WARNING,
        N_("An imported entry is another version of a work that is there; the first stays."),
        N_("edit the entry where the imported version is the one to describe"),
    )
    GROUP_SYNTAX = (
        "I004",
        Severity.WARNING,
        N_("A group of a reference manager that cannot be read; it is passed over."),
        N_("save the file with the newest version of the program"),
    )
    OUTLINE_SYNTAX = (
        "I006",
        Severity.WARNING,
        N_("A part of an outline that cannot be read as it stands."),
        N_("mend the place that is named, or add to the survey what is missing"),
    )
    OUTLINE_KEY = (
        "I007",
        Severity.WARNING,
        N_("An outline cites a key that no bibliography has; it is left out."),
        N_("correct the key, or add its entry to the bibliography, and import again"),
    )
    UNKNOWN_REQUEST = (
        "I005",
        Severity.ERROR,
        N_("A key was asked for that no entry has."),
        N_("correct the key, or add its entry to the bibliography"),
    )
    # files of other programs
    DAMAGED_RECORD = (
        "F001",
        Severity.ERROR,
        N_("A record of a file to import cannot be read; it is left out."),
        N_("mend the record at the line that is named, and import the file again"),
    )
    DOUBTFUL_RECORD = (
        "F002",
        Severity.WARNING,
        N_("A record that its format does not allow, but that can be read."),
        N_("compare the imported entry with the file"),
    )
    NOT_UNDERSTOOD = (
        "F003",
        Severity.WARNING,
        N_("Columns or members that are not understood; they are left out."),
        N_("rename those that matter; the guide lists the names that are understood"),
    )
    NO_RECORDS = (
        "F004",
        Severity.ERROR,
        N_("A file to import that holds nothing of its format."),
        N_("name its format with --format, or export it again"),
    )
    NOT_ASCII = (
        "F005",
        Severity.WARNING,
        N_("Letters that TeX has no command for; they stay as they are."),
        N_("export without --ascii, or write them in Latin letters"),
    )
    # what was built
    READ_BACK = (
        "S001",
        Severity.ERROR,
        N_("What was built differs from the bibliography."),
        N_("build again; where it stays, report it as an error of surveygen"),
    )
    NOT_BUILT = (
        "S002",
        Severity.ERROR,
        N_("There is nothing built to read back."),
        N_("run `surveygen build` first"),
    )

    def __init__(self, id: str, severity: Severity, explanation: str, help: str) -> None:
        self.id = id
        self.severity = severity
        self.explanation = explanation
        self.help = help
        """What to do, as a part of a line, where a finding has nothing more telling to say."""
