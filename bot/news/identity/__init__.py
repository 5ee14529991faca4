"""When two feed items are the same article, and when two articles are the same story."""
