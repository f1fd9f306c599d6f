"""Resources and functional accounts: of directories, and declared here."""
