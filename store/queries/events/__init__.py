"""What happened on the lists, for everything that tells news."""
