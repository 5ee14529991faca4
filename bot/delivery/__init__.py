"""When subscriptions are due, and how what is composed for them arrives once: planned, leased, sent, reconciled."""
