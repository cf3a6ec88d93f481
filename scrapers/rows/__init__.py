"""The rows of lists: links, what they lead to, which of them make up rows, and what rows say."""
