"""What the store answers: one module a question."""
