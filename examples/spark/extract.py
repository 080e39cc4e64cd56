#!/usr/bin/env python3
"""Extract plans on Apache Spark: RDD.pipe sends every file through `keikaku worker`.

    spark-submit extract.py --keikaku /opt/keikaku --output out/ 'hdfs:///plans/*.pdf'
    spark-submit extract.py --keikaku ./keikaku --list plans.txt --output out/

Every partition starts one worker process, which loads its dictionaries once. A request is one line,
{"id": PATH, "path": PATH, "bytes_b64": …}, and so is its answer: the document that `keikaku extract`
writes, with the id. Files that cannot be read are documents with an `error` diagnostic: the number of
answers is that of the files.

With --list, workers read the files themselves from paths that every machine sees (NFS, local mode);
otherwise Spark reads them (HDFS, S3) and sends their bytes along.
"""

import argparse
import base64
import json
import os
import shlex

from pyspark.sql import SparkSession


def request_for_path(path):
    return json.dumps({"id": path, "path": path}, ensure_ascii=False)


def request_for_bytes(file):
    path, content = file
    encoded = base64.b64encode(content).decode("ascii")
    return json.dumps({"id": path, "path": path, "bytes_b64": encoded}, ensure_ascii=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keikaku", default="keikaku", help="the program, on every machine")
    parser.add_argument("--output", required=True, help="folder for the documents, one per line of its parts")
    parser.add_argument("--partitions", type=int, default=0, help="number of worker processes [default: Spark's]")
    parser.add_argument("--memory", type=int, help="most memory of a worker in MiB")
    parser.add_argument("--list", help="file with one path per line, read by the workers themselves")
    parser.add_argument("inputs", nargs="*", help="files and patterns that Spark reads")
    args = parser.parse_args()

    spark = SparkSession.builder.appName("keikaku").getOrCreate()
    context = spark.sparkContext
    partitions = args.partitions or context.defaultParallelism
    if args.list:
        with open(args.list, encoding="utf-8") as lines:
            paths = [line.rstrip("\n") for line in lines if line.strip()]
        requests = context.parallelize(paths, partitions).map(request_for_path)
    else:
        files = context.binaryFiles(",".join(args.inputs), partitions)
        requests = files.repartition(partitions).map(request_for_bytes)

    command = [args.keikaku, "worker", "--quiet"]
    if args.memory:
        command += ["--memory", str(args.memory)]
    # A worker ends with 1 when a file could not be read; the answer says which and why.
    pipe = "sh -c " + shlex.quote(shlex.join(command) + "; test $? -le 1")
    env = {"PATH": os.environ.get("PATH", os.defpath)}
    answers = requests.pipe(pipe, env=env, checkCode=True)
    answers.saveAsTextFile(args.output)
    spark.stop()


if __name__ == "__main__":
    main()
