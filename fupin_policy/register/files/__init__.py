"""Registers in files: found, read in batches of whole cases, worked through, and written out."""
