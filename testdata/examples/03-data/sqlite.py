#!/usr/bin/env python3
# ---
# title: Ask an SQLite database a question
# tags: [sql, databases]
# ---
import sys

try:
    import sqlite3
except ImportError:
    # Exit code 77 says: this cannot be shown here. The last line says why.
    print("this Python was built without sqlite3")
    sys.exit(77)

# A database in memory, gone when the program ends.
db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE trips (city TEXT, km INTEGER)")
db.executemany(
    "INSERT INTO trips VALUES (?, ?)",  # never build SQL from the values themselves
    [("Lisbon", 310), ("Porto", 120), ("Lisbon", 95), ("Faro", 280), ("Porto", 44)],
)

query = "SELECT city, count(*), sum(km) FROM trips GROUP BY city ORDER BY sum(km) DESC"
for city, trips, km in db.execute(query):
    print(f"{city:8} {trips} trips {km:4} km")
