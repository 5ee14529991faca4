"""Passages of news in our own words, labelled with what they tell: what the learned reader is trained and tested on.

GUIDELINES.md says what is labelled and how. Nothing here is needed to read articles.
"""
