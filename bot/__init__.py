"""Sealane: reads the news, keeps sourced events, answers questions and briefs channels."""
