"""Writing history: observations, changes of rank, stays and what follows from them."""
