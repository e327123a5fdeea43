"""Where records lie: SQLite, PostgreSQL, memory, folders; how they are copied and appended to."""
