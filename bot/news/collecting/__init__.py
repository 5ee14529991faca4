"""Collecting: sources are polled in rhythm, what they announce is fetched and handed on, once each."""
