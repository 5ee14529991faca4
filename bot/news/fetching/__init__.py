"""Fetching from the web: safely, politely and within bounds.

A `Fetcher` over a `GuardedTransport` gives an `Answer` or raises a `bot.news.errors.FetchError`.
"""
