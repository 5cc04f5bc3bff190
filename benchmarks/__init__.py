"""How fast the pages are on many cases: filling, serving, measuring. See README.md beside this file."""
