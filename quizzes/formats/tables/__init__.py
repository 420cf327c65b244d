"""Questions in tables, one a row: CSV files and workbooks, which differ only in how cells come."""
