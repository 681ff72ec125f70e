"""The demo county, part by part, in the sheets of the workbook exchange."""
