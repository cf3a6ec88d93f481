"""Page bytes to typed readings: polite fetching, decoding, sites, readers, detection."""
