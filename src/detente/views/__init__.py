"""What people see: the report, the web, the command line."""
