"""Survey to MyST pages; knows no Sphinx."""
