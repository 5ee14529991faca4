"""Digests and watches: which of the events learnt in a period matter to a channel, and how they are told."""
