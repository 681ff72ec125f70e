"""What an account is told: waiting until it is read, and by mail where mail is configured."""
