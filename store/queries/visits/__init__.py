"""How the visits went: status, log, gaps, troubles."""
