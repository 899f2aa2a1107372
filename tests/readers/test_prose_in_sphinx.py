"""Prose on a real Sphinx page with every MyST extension enabled: nothing leaks."""

import re
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from myst_doctrees import EXTENSIONS
from surveygen.readers.prose import Grammar, read_prose

DATA = Path(__file__).parents[1] / "data" / "prose" / "refused"
CONF = """
extensions = ["myst_parser"]
myst_enable_extensions = {extensions}
myst_substitutions = {{"x": "SECRET"}}
myst_fence_as_directive = ["python", "text"]
suppress_warnings = ["myst.substitution"]
"""


@pytest.mark.slow
@pytest.mark.parametrize("grammar", Grammar)
def test_all_that_is_refused_on_one_page(tmp_path, grammar):
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    # "linkify" needs a package that surveygen does not.
    extensions = sorted(EXTENSIONS - {"linkify"})
    (source / "conf.py").write_text(CONF.format(extensions=extensions) + '# SECRET = "SECRET"\n')
    (source / "other.md").write_text("# Other\n\nSECRET\n")
    parts = []
    for file in sorted(DATA.glob("*.md")):
        text = file.read_text().replace("../../../etc/passwd", "conf.py").replace("../../", "")
        prose, _ = read_prose(text, path=file.name, line=1, grammar=grammar)
        parts.append(prose.markdown)
    (source / "index.md").write_text("# Page\n\n" + "\n\n".join(parts) + "\n")
    warnings = (tmp_path / "warnings").open("w+")
    with docutils_namespace():
        doctrees = tmp_path / "doctrees"
        app = Sphinx(source, source, out, doctrees, "html", warning=warnings, status=None)
        app.build()
    html = (out / "index.html").read_text()
    body = html.split('<div class="body" role="main">')[1].split('<div class="sphinxsidebar"')[0]
    assert "SECRET" not in body
    assert "<script" not in body
    assert not re.search(r'href="(?!#|other\.html)', body)
    assert not list(out.glob("_downloads/**/*")) + list(out.glob("_images/*"))
    warnings.seek(0)
    harmless = ("cite", "image file not readable", "toctree")
    said = [line for line in warnings if "index.md" in line]
    assert [line for line in said if not any(word in line for word in harmless)] == []
