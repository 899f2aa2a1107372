"""MathML keeps its names."""

from xml.etree import ElementTree

from surveygen.text.mathml_spacing import space_functions


def test_the_name_of_the_element_does_not_hang_on_what_else_is_written() -> None:
    """Prefixes of XML hold for the whole process, and books and feeds have theirs."""
    ElementTree.register_namespace("", "http://www.w3.org/2005/Atom")
    mathml = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>log</mi><mi>n</mi></math>'
    assert space_functions(mathml).startswith("<math xmlns=")
