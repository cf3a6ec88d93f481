"""What a command writes to a terminal, a pipe or a file: options, forms, tables, times, errors."""
