"""What is known of articles, and how they are found."""
