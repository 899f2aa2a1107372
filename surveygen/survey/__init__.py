"""The frozen value types, their cross-checks and diagnostics."""
