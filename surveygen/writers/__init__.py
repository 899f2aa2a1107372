"""Survey values to outside formats, one module each."""
