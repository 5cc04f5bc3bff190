"""What the practice says: plain Python, no web, no database. Rules take days and facts and answer in sentences."""
