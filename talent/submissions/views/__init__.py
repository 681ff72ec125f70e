"""The pages of submissions: lists, one submission and what is done with it, filling in, workbooks, scans, units that are silent."""
