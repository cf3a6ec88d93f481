"""Whether a store is sound: its pages, its history, what is derived from it."""
