"""Feeds: RSS, Atom, RDF, JSON Feed and news sitemaps become a `Feed` of items.

`parsing.parse` does the work; call it through `bot.news.workers`, because feeds come from strangers.
"""
