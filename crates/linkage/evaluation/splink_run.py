"""Runs Splink on one register and measures it against the truth.

    splink_run.py RECORDS.csv TRUTH.csv [--json] [--model fitted|documented] [--groups both|with|without]

The model follows Splink's own examples for registers of people (see README.md beside this file); it is the same for
every register, save that a column that is wholly empty gets no comparison and no blocking rule.
"""
import argparse
import collections
import csv
import json
import logging
import multiprocessing
import re
import resource
import sys
import time
import unicodedata
import warnings

SEED = 20260101
# What Splink's own sampling of u looks at; its documentation: at least 1e7, more where time allows.
MAX_PAIRS = 1e7
# How many pairs the blocking rules of one name alone may make together.
WIDE_PAIRS = 6_000_000

# Pairs of one enrollment event are not one person: the guard that the run "with groups" adds to every rule.
GUARD = "(l.group_id is null or r.group_id is null or l.group_id <> r.group_id)"


# ---------------------------------------------------------------------------------------------------------- the data


def plain(value):
    """Lower case, without accents, letters and digits in single-spaced words; None where nothing is left."""
    value = unicodedata.normalize("NFKD", value.lower())
    value = "".join(char for char in value if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", value).split()) or None


def joined(value):
    value = plain(value)
    return value.replace(" ", "") if value else None


def birth(value):
    """YYYY-MM-DD as text; a missing month or day is written as 01, as registers write an estimated date."""
    digits = re.sub(r"[^0-9]", "", value)
    if len(digits) < 4:
        return None
    year, month, day = digits[:4], digits[4:6] or "01", digits[6:8] or "01"
    return f"{year}-{month:0>2}-{day:0>2}"


def read_records(path):
    rows = []
    with open(path, newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            given, first, second = (plain(row[c]) for c in ("given_names", "surname1", "surname2"))
            surnames = " ".join(part for part in (first, second) if part) or None
            dob = birth(row["dob"])
            rows.append(
                {
                    "unique_id": row["record_id"],
                    "given_names": given,
                    "given_first": given.split()[0] if given else None,
                    "surname1": first,
                    "surname2": second,
                    "surnames": surnames,
                    "surname_words": surnames.split() if surnames else None,
                    "surnames_turned": f"{second} {first}" if first and second else surnames,
                    "full_name": f"{given} {surnames}" if given and surnames else None,
                    "dob": dob,
                    "dob_year": dob[:4] if dob else None,
                    "sex": plain(row["sex"]),
                    "nationality": plain(row["nationality"]),
                    "birth_city": plain(row["birth_city"]),
                    "doc_number": joined(row["doc_number"]),
                    "phone": joined(row["phone"]),
                    "group_id": row["group_id"].strip() or None,
                    "given_words": given.split() if given else None,
                }
            )
    return rows


def read_truth(path):
    with open(path, newline="", encoding="utf-8") as lines:
        return {tuple(sorted((row["id_a"], row["id_b"]))) for row in csv.DictReader(lines)}


# --------------------------------------------------------------------------------------------------------- the model


def comparisons(have, model):
    """The comparisons for the columns that hold something.

    `documented` takes Splink's ready-made comparisons as they are; `fitted` puts into the comparisons of names and
    birth dates the levels that somebody who knows such registers would add.
    """
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    surname = "surnames" if "surname2" in have else "surname1"
    if model == "documented":
        out = [
            cl.ForenameSurnameComparison(
                "given_names", surname, forename_surname_concat_col_name="full_name"
            ),
            # Not null where impossible: the text of a wrong date still says whether it is the same wrong date.
            cl.DateOfBirthComparison("dob", input_is_string=True, invalid_dates_as_null=False),
        ]
    else:
        out = [given_names(cl, cll, surname), surnames(cl, cll, surname), birth_date(cl, cll)]
    if "sex" in have:
        out.append(cl.ExactMatch("sex"))
    for column in ("nationality", "birth_city"):
        if column in have:
            out.append(cl.ExactMatch(column).configure(term_frequency_adjustments=True))
    for column in ("doc_number", "phone"):
        if column in have:
            out.append(
                cl.LevenshteinAtThresholds(column, [1, 2]).configure(
                    term_frequency_adjustments=True
                )
            )
    return out


def sql(condition, label):
    return {"sql_condition": condition, "label_for_charts": label}


def crossed(surname):
    either = " or ".join(
        f"jaro_winkler_similarity(given_names_{one}, {surname}_{two}) >= 0.92"
        for one, two in ("lr", "rl")
    )
    return sql(either, "given name and surname crossed")


def given_names(cl, cll, surname):
    """Splink's name comparison, and levels for a given name left out and one written where the surname belongs."""
    return cl.CustomComparison(
        output_column_name="given_names",
        comparison_levels=[
            cll.NullLevel("given_names"),
            cll.ExactMatchLevel("given_names", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("given_names", 0.92),
            cll.ArraySubsetLevel("given_words"),
            cll.JaroWinklerLevel("given_names", 0.88),
            sql("jaro_winkler_similarity(given_first_l, given_first_r) >= 0.88", "first one similar"),
            crossed(surname),
            cll.JaroWinklerLevel("given_names", 0.7),
            cll.ElseLevel(),
        ],
    )


def surnames(cl, cll, surname):
    """The same of the surnames; where there are two, with levels for one left out, turned round, or alone alike."""
    levels = [
        cll.NullLevel(surname),
        cll.ExactMatchLevel(surname, term_frequency_adjustments=True),
        cll.JaroWinklerLevel(surname, 0.92),
    ]
    if surname == "surnames":
        levels += [
            sql("jaro_winkler_similarity(surnames_l, surnames_turned_r) >= 0.92", "turned round"),
            sql(
                "(surname2_l is null or surname2_r is null)"
                " and jaro_winkler_similarity(surname1_l, surname1_r) >= 0.92",
                "first alike, second missing",
            ),
            cll.ArraySubsetLevel("surname_words"),
        ]
    levels += [cll.JaroWinklerLevel(surname, 0.88), crossed(surname)]
    if surname == "surnames":
        levels.append(sql("jaro_winkler_similarity(surname1_l, surname1_r) >= 0.92", "first alike"))
    levels += [cll.JaroWinklerLevel(surname, 0.7), cll.ElseLevel()]
    return cl.CustomComparison(output_column_name="surnames", comparison_levels=levels)


def birth_date(cl, cll):
    """Splink's comparison of birth dates, and levels for day and month turned round and for an estimated date."""
    same_year = "dob_year_l = dob_year_r"
    return cl.CustomComparison(
        output_column_name="dob",
        comparison_levels=[
            cll.NullLevel("dob"),
            cll.ExactMatchLevel("dob"),
            cll.LevenshteinLevel("dob", 1),
            sql(
                f"{same_year} and substr(dob_l,6,2) = substr(dob_r,9,2)"
                " and substr(dob_l,9,2) = substr(dob_r,6,2)",
                "day and month turned round",
            ),
            sql(f"{same_year} and (dob_l like '%-01' or dob_r like '%-01')", "same year, one estimated"),
            *(
                cll.AbsoluteDateDifferenceLevel(
                    "dob", input_is_string=True, threshold=threshold, metric=metric
                )
                for threshold, metric in ((1, "month"), (1, "year"), (10, "year"))
            ),
            cll.ElseLevel(),
        ],
    )


def blocking(have):
    """The rules whose pairs are scored: documents, phone, birth date, and names with something beside them."""
    surname2 = "surname2" in have
    rules = []
    for column in ("doc_number", "phone"):
        if column in have:
            rules.append(f"l.{column} = r.{column}")
    rules += [
        "l.dob = r.dob",
        "l.given_names = r.given_names and l.surname1 = r.surname1",
        "l.given_names = r.surname1 and l.surname1 = r.given_names",
        "l.given_first = r.given_first and l.dob_year = r.dob_year",
        "l.surname1 = r.surname1 and l.dob_year = r.dob_year",
        "substr(l.given_names,1,3) = substr(r.given_names,1,3)"
        " and substr(l.surname1,1,4) = substr(r.surname1,1,4)",
        "substr(l.given_names,1,2) = substr(r.given_names,1,2)"
        " and substr(l.surname1,1,2) = substr(r.surname1,1,2) and l.dob_year = r.dob_year",
        "l.given_first = r.given_first and substr(l.dob,6,5) = substr(r.dob,6,5)",
        "l.surname1 = r.surname1 and substr(l.dob,6,5) = substr(r.dob,6,5)",
        "substr(l.given_names,1,3) = substr(r.given_names,1,3) and substr(l.dob,6,5) = substr(r.dob,6,5)",
        "substr(l.given_names,1,3) = substr(r.given_names,1,3) and substr(l.dob,1,7) = substr(r.dob,1,7)",
        "substr(l.surname1,1,3) = substr(r.surname1,1,3) and substr(l.dob,1,7) = substr(r.dob,1,7)",
        "l.given_first = r.surname1 and l.dob_year = r.dob_year",
    ]
    if surname2:
        rules += [
            "l.surnames = r.surnames and l.given_first = r.given_first",
            "l.surname1 = r.surname2 and l.given_first = r.given_first",
            "l.surname2 = r.surname2 and l.given_first = r.given_first",
            "l.surname1 = r.surname2 and l.dob_year = r.dob_year",
            "l.surname2 = r.surname2 and l.dob_year = r.dob_year",
            "substr(l.given_names,1,3) = substr(r.given_names,1,3)"
            " and substr(l.surname2,1,4) = substr(r.surname2,1,4)",
        ]
    return rules


def wide(have):
    """Rules of one name alone, which Splink's FEBRL examples use: taken while the pairs they make stay affordable."""
    rules = ["given_names", "surname1"]
    if "surname2" in have:
        rules.append("surname2")
    return rules


def affordable(rows, have):
    """The wide rules whose blocks together stay within the budget of pairs."""
    left, taken = WIDE_PAIRS, []
    for column in wide(have):
        sizes = collections.Counter(row[column] for row in rows if row[column] is not None)
        pairs = sum(size * (size - 1) // 2 for size in sizes.values())
        if pairs <= left:
            left -= pairs
            taken.append(f"l.{column} = r.{column}")
    return taken


def deterministic(have):
    rules = [
        "l.given_names = r.given_names and l.surname1 = r.surname1 and l.dob = r.dob",
        "l.given_names = r.surname1 and l.surname1 = r.given_names and l.dob = r.dob",
    ]
    if "doc_number" in have:
        rules.append("l.doc_number = r.doc_number and l.given_first = r.given_first")
    return rules


def training(have):
    rules = [
        "l.dob = r.dob",
        "l.given_names = r.given_names and l.surname1 = r.surname1",
    ]
    if "doc_number" in have:
        rules.append("l.doc_number = r.doc_number")
    return rules


# ----------------------------------------------------------------------------------------------------------- the run


def run(records_path, truth_path, model, guarded, answer):
    """One whole run in a process of its own, so that CPU time and memory are its own."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    import duckdb
    import pyarrow
    from splink import DuckDBAPI, Linker, SettingsCreator

    started = time.monotonic()
    rows = read_records(records_path)
    # What holds nothing at all in this register is left out, as if the file had no such column.
    have = {column for row in rows for column, value in row.items() if value is not None}
    guard = GUARD if guarded else None

    def ruled(rule):
        return f"{rule} and {guard}" if guard else rule

    connection = duckdb.connect(
        ":memory:", config={"threads": 1, "autoinstall_known_extensions": False}
    )
    api = DuckDBAPI(connection=connection)
    table = api.register(
        pyarrow.table({column: [row[column] for row in rows] for column in rows[0] if column in have})
    )
    linker = Linker(
        table,
        SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="unique_id",
            blocking_rules_to_generate_predictions=[
                ruled(rule) for rule in blocking(have) + affordable(rows, have)
            ],
            comparisons=comparisons(have, model),
            retain_matching_columns=False,
            retain_intermediate_calculation_columns=False,
        ),
    )
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [ruled(rule) for rule in deterministic(have)], recall=0.6
    )
    train.estimate_u_using_random_sampling(max_pairs=MAX_PAIRS, seed=SEED)
    for rule in training(have):
        train.estimate_parameters_using_expectation_maximisation(
            ruled(rule), estimate_without_term_frequencies=True
        )
    trained = time.monotonic()
    predicted = linker.inference.predict(warning_mode="never")
    ended = time.monotonic()
    # Taken before the pairs are brought into Python for the sweep, which is no work of Splink's.
    used = resource.getrusage(resource.RUSAGE_SELF)
    pairs = connection.sql(
        "select unique_id_l, unique_id_r, match_weight, match_probability"
        f" from {predicted.physical_name}"
    ).fetchall()
    result = measure(pairs, read_truth(truth_path))
    result.update(
        cpu_seconds=round(used.ru_utime + used.ru_stime, 2),
        wall_seconds=round(ended - started, 2),
        training_seconds=round(trained - started, 2),
        peak_memory_mb=round(used.ru_maxrss / 1024, 1),
    )
    answer.send((len(rows), sorted(have - {"unique_id"}), result))


def measure(pairs, truth):
    """Precision and recall over all pairs of the truth: a true pair that blocking lost counts as missed."""
    scored = [
        (weight, probability, tuple(sorted((left, right))) in truth)
        for left, right, weight, probability in pairs
    ]
    scored.sort(key=lambda pair: -pair[0])
    total = len(truth)
    found = sum(pair[2] for pair in scored)
    best = {"f1": 0.0}
    recall_99 = {"recall": 0.0, "weight": None}
    hits = 0
    for taken, (weight, probability, hit) in enumerate(scored, 1):
        hits += hit
        # A threshold lies between two weights, never between equal ones.
        if taken < len(scored) and scored[taken][0] == weight:
            continue
        precision, recall = hits / taken, hits / total
        f1 = 2 * hits / (taken + total)
        if f1 > best["f1"]:
            best = {"f1": f1, "precision": precision, "recall": recall,
                    "weight": weight, "probability": probability}
        if precision >= 0.99 and recall > recall_99["recall"]:
            recall_99 = {"recall": recall, "weight": weight}

    def at(probability):
        chosen = [hit for _, value, hit in scored if value >= probability]
        return {
            "precision": sum(chosen) / len(chosen) if chosen else None,
            "recall": sum(chosen) / total,
            "pairs": len(chosen),
        }

    return {
        "true_pairs": total,
        "scored_pairs": len(scored),
        "pair_completeness": found / total,
        "best_f1": best,
        "at_0.9": at(0.9),
        "at_0.99": at(0.99),
        "recall_at_precision_0.99": recall_99,
    }


def separately(*arguments):
    """Runs in a fresh process: the memory of one run is not the peak of the next."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=run, args=(*arguments, theirs))
    process.start()
    theirs.close()
    try:
        return mine.recv()
    except EOFError:
        sys.exit("splink_run.py: the run ended without a result")
    finally:
        process.join()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("records")
    parser.add_argument("truth")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", choices=("fitted", "documented"), default="fitted")
    parser.add_argument("--groups", choices=("both", "with", "without"), default="both")
    options = parser.parse_args()

    import importlib.metadata as installed

    report = {
        "tool": "splink",
        "versions": {name: installed.version(name) for name in ("splink", "duckdb")},
        "model": options.model,
    }
    if options.groups != "with":
        count, columns, result = separately(options.records, options.truth, options.model, False)
        report.update(records=count, columns=columns, **result)
    if options.groups != "without":
        with open(options.records, newline="", encoding="utf-8") as lines:
            grouped = any(row["group_id"].strip() for row in csv.DictReader(lines))
        if grouped:
            count, columns, result = separately(options.records, options.truth, options.model, True)
            report.update(records=count, columns=columns, without_same_group=result)
    if options.json:
        print(json.dumps(report, indent=2))
        return
    for title, result in (("all pairs", report), ("without pairs of one group", report.get("without_same_group"))):
        if result and "best_f1" in result:
            print(f"{title}:")
            for key in ("pair_completeness", "best_f1", "at_0.9", "at_0.99", "recall_at_precision_0.99",
                        "scored_pairs", "cpu_seconds", "peak_memory_mb"):
                print(f"  {key}: {result[key]}")


if __name__ == "__main__":
    main()
