"""What the words of a question say, in whatever format it comes: below every reader and judge."""
