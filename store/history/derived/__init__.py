"""What follows from observations and can be made anew: flags, stays, totals."""
