"""What people fill in. No form knows the database."""
