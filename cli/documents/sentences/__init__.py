"""What happened on a list, in sentences; the digest, the report and mails put them into their forms."""
