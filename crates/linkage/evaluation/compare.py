"""Both tools on the same registers in one run; see compare.sh."""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
HEAD = ("register", "tool", "pairs in blocks", "best F1", "(1 - F1) to Splink's", "sure: precision / recall",
        "likely: precision / recall", "recall at precision 0.99", "CPU s", "MiB")


def ask(command, name, tool):
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if answer.returncode:
        sys.exit(f"{command[0]} ended with {answer.returncode} on {name}")
    if folder := os.environ.get("RESULTS"):
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        (pathlib.Path(folder) / f"{name}.{tool}.json").write_bytes(answer.stdout)
    return json.loads(answer.stdout)


def figure(value, digits=4):
    return "–" if value is None else f"{value:.{digits}f}"


def share(values):
    return f"{figure(values['precision'])} / {figure(values['recall'])}" if values else "–"


def first(figures, *names):
    return next((figures[name] for name in names if figures.get(name) is not None), None)


def posta_row(figures):
    best = first(figures, "best_f1")
    memory = first(figures, "memory_mb", "peak_memory_mb")
    if memory is None and (size := first(figures, "peak_memory_bytes", "memory_bytes")) is not None:
        memory = size / 2**20
    return {
        "complete": figures.get("pair_completeness"),
        "f1": best["f1"] if isinstance(best, dict) else best,
        "sure": figures.get("certain"),
        "likely": first(figures, "certain_or_possible", "possible"),
        "recall_99": first(figures, "recall_at_precision_99", "recall_at_precision_0.99"),
        "cpu": figures.get("cpu_seconds"),
        "memory": memory,
    }


def splink_row(figures):
    return {
        "complete": figures["pair_completeness"],
        "f1": figures["best_f1"]["f1"],
        "sure": figures["at_0.99"],
        "likely": figures["at_0.9"],
        "recall_99": figures["recall_at_precision_0.99"]["recall"],
        "cpu": figures["cpu_seconds"],
        "memory": figures["peak_memory_mb"],
    }


def main():
    files = sys.argv[1:]
    if not files or len(files) % 2:
        sys.exit("usage: compare.sh RECORDS.csv TRUTH.csv [RECORDS.csv TRUTH.csv ...]")
    posta = os.environ.get("POSTA")
    if not posta:
        print("POSTA is not set: Splink alone", file=sys.stderr)
    print("| " + " | ".join(HEAD) + " |")
    print("|---" * len(HEAD) + "|", flush=True)
    for records, truth in zip(files[::2], files[1::2]):
        name = pathlib.Path(records).name.removesuffix(".csv").removesuffix(".records")
        rows = []
        if posta:
            command = [posta, "linkage", "evaluate", "--records", records, "--truth", truth, "--json"]
            rows.append(("Posta", posta_row(ask(command, name, "posta"))))
        model = os.environ.get("MODEL", "fitted")
        splink = ask(
            [sys.executable, str(HERE / "splink_run.py"), records, truth, "--json", "--model", model],
            name,
            "splink",
        )
        title = f"Splink {splink['versions']['splink']}"
        grouped = splink.get("without_same_group")
        if grouped:
            rows.append((f"{title}, group known", splink_row(grouped)))
        rows.append((f"{title}, group unknown" if grouped else title, splink_row(splink)))
        # Posta knows the enrollment event, so it is measured against the run of Splink that knows it too.
        peer = 1 - (grouped or splink)["best_f1"]["f1"]
        for tool, row in rows:
            ratio = (1 - row["f1"]) / peer if tool == "Posta" and row["f1"] is not None and peer else None
            cells = (name, tool, figure(row["complete"]), figure(row["f1"]), figure(ratio, 2), share(row["sure"]),
                     share(row["likely"]), figure(row["recall_99"]), figure(row["cpu"], 1),
                     figure(row["memory"], 0))
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
