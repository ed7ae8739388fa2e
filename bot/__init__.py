"""The service: settings, clock, the path of a message, the command line and the web server."""
