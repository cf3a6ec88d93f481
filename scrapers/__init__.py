"""Page bytes to typed readings: fetching with manners, decoding, sites, readers, detection."""
