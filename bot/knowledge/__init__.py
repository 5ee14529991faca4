"""What reading and asking both know: actors and offices, words for actions, the calendar."""
