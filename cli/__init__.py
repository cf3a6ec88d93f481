"""What people touch: commands, tables, formats, and the one error boundary."""

__version__ = "0.1.0"
