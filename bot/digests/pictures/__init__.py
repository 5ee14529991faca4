"""Pictures of events: bars by day, who with whom, a pair's timeline, a map. `artist.Artist` draws them aside."""
