"""What a list shows, and what its history says: tops, moves, charts, profiles."""
