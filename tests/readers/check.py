"""What other programs read from a dataset of `keikaku extract -f csv|parquet -o DIR`.

Usage: check.py FOLDER DOCUMENTS.jsonl

Prints one line per reader: `frictionless`, `duckdb`, `pandas`, each `ok` or `not installed`. Ends
with 1 and the complaint where a reader finds something else than the documents say.
"""

import json
import os
import sys

LISTS = ["kpis", "targets", "schedule", "years", "departments", "diagnostics"]


def expected(path):
    """Number of rows of every table, and the sum of the final targets' last years."""
    counts = dict.fromkeys(["plans", "observations", *LISTS], 0)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            counts["plans"] += 1
            for name in LISTS:
                counts[name] += len(document[name])
            for kpi in document["kpis"]:
                values = [kpi["baseline"], kpi["actual"], *kpi["targets"]]
                counts["observations"] += sum(value is not None for value in values)
    return counts


def check(reader, name, found, counts):
    if found != counts[name]:
        sys.exit(f"{reader}: {name} has {found} rows, the documents {counts[name]}")


def frictionless(folder, extension, counts):
    from frictionless import validate

    report = validate(os.path.join(folder, "datapackage.json"))
    if not report.valid:
        sys.exit(f"frictionless: {report.flatten(['type', 'title', 'note'])[:10]}")
    if sorted(task.name for task in report.tasks) != sorted(counts):
        sys.exit("frictionless: the tables differ")
    if extension == "csv":  # Of Parquet it compares size and SHA-256 only.
        for task in report.tasks:
            check("frictionless", task.name, task.stats["rows"], counts)


def duckdb(folder, extension, counts):
    import duckdb

    for name in counts:
        path = os.path.join(folder, f"{name}.{extension}")
        ((rows,),) = duckdb.execute("select count(*) from '" + path + "'").fetchall()
        check("duckdb", name, rows, counts)
    query = "select count(*) from '{0}/plans.{1}' join '{0}/kpis.{1}' using (plan_id)"
    ((rows,),) = duckdb.execute(query.format(folder, extension)).fetchall()
    check("duckdb, joined", "kpis", rows, counts)


def pandas(folder, extension, counts):
    import pandas

    for name in counts:
        path = os.path.join(folder, f"{name}.{extension}")
        if extension == "csv":
            table = pandas.read_csv(path, dtype={"code": str})
        else:
            table = pandas.read_parquet(path)
        check("pandas", name, len(table), counts)
        if table.columns[0] != "plan_id":
            sys.exit(f"pandas: {name} begins with {table.columns[0]!r}")


def main(folder, documents):
    counts = expected(documents)
    extension = "csv" if os.path.exists(os.path.join(folder, "plans.csv")) else "parquet"
    for reader in [frictionless, duckdb, pandas]:
        try:
            reader(folder, extension, counts)
        except ImportError as missing:
            print(f"{reader.__name__}: not installed ({missing.name})")
        else:
            print(f"{reader.__name__}: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
