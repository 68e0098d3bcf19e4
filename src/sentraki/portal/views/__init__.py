"""The pages for citizens, one file per page."""
