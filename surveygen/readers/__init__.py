"""Outside formats to survey values, one module each."""
