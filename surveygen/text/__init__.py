"""Text as the rest of the package sees it: pure functions on strings, no files, no network.

``latex`` decodes bibliography fields and ``math`` decides which formulas may be shown;
``names``, ``identifiers`` and ``slugs`` read and make the names of people, works and files;
``normal`` holds the forms in which texts are compared.
"""
