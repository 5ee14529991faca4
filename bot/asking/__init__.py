"""A question becomes an EventQuery, and the query an Answer."""
