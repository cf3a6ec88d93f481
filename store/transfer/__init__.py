"""What leaves a store as rows and what comes back in."""
