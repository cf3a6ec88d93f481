"""Web archives: which captures they list of an address, and how a capture is asked for."""
