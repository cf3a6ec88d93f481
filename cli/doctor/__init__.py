"""What `tracker doctor` looks at: the machine, the store, the sites; each finding with a remedy."""
