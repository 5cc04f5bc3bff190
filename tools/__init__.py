"""What the Makefile calls: plain Python, with nothing installed yet."""
