"""Answering from what articles tell: find events, match them with the query, and take the asked-for part."""
