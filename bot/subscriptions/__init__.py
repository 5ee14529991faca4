"""What people do with subscriptions, sources and settings: the same functions for every platform."""
