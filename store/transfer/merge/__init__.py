"""What the store of another machine knows, taken into this one."""
