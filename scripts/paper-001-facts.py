#!/usr/bin/env python3
"""Takes the numbers of paper 001 (Vos et al. 2025, Synaptic Pruning) out of its text: Appendix A and Tables 2 to 4.

    scripts/paper-001-facts.py PAPER.txt

PAPER.txt is the paper as text, its tables separated by tabs. Writes, in src/PruningLab.Engine/Experiments/Reports:

paper-001-appendix-a.csv   one line per data set, network, window and method
paper-001-tables.csv       one line per number of Tables 2 to 4, as printed. Figures: mean, deviation, low, high, rank, best (bold),
                           chi-square and p of Friedman's test, pair (p of a pair), worse (called significantly worse)

Numbers only; nothing is corrected. Stops with a sentence when the text is not as expected.
"""

import os
import re
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "PruningLab.Engine", "Experiments", "Reports")
METHODS = ["No Dropout", "Dropout", "MC Dropout", "Synaptic Pruning"]
NETWORKS = ["RNN", "LSTM", "PatchTST"]
DATA = ["Bitcoin", "S&P500", "Air Quality", "Electricity"]
NAMES = {"Bitcoin Daily": "Bitcoin", "Household Electric Power Consumption": "Electricity"}
SHORT = {"Synaptic": "Synaptic Pruning"}


def appendix(lines):
    cells = {}
    for line in lines:
        fields = line.split("\t")
        if len(fields) != 8 or fields[1] not in NETWORKS or fields[0] not in DATA:
            continue
        data, network, metric, window, values = fields[0], fields[1], fields[2], int(fields[3]), fields[4:]
        cell = cells.setdefault((network, data, window), {})
        kind = {"mae": "mae", "mae_95ci_low": "low", "mae_95ci_high": "high", "rmse": "second", "runtime": "second"}[metric]
        if kind in cell:
            sys.exit(f"{network}, {data}, window {window}: {metric} comes twice.")
        cell[kind] = values
        if kind == "second":
            cell["label"] = metric
    if len(cells) != 72 or any(len(cell) != 5 for cell in cells.values()):
        sys.exit(f"72 cells with mae, low, high and a second figure were expected; there are {len(cells)}.")
    rows = ["data,network,window,method,mae,low,high,second,second_metric"]
    for network in NETWORKS:
        for data in DATA:
            for window in sorted(w for n, d, w in cells if (n, d) == (network, data)):
                cell = cells[network, data, window]
                for i, method in enumerate(METHODS):
                    numbers = [cell[kind][i] for kind in ("mae", "low", "high", "second")]
                    rows.append(",".join([data, network, str(window), method, *numbers, cell["label"]]))
    return rows


def plain(text):
    return text.replace("<b>", "").replace("</b>", "").strip()


def tables(lines):
    rows = ["table,network,data,method,other,figure,printed"]
    for table, network in zip((2, 3, 4), NETWORKS):
        start = next(i for i, line in enumerate(lines) if line.startswith(f"Table {table}:"))
        block = [line.split("\t") for line in lines[start + 3 : start + 19]]
        for i, fields in enumerate(block):
            fields = fields + [""] * (7 - len(fields))
            if i % 4 == 0:
                data = NAMES.get(plain(fields[0]), plain(fields[0]))
            method = plain(fields[1])
            if data not in DATA or method != METHODS[i % 4]:
                sys.exit(f"Table {table}, row {i + 1} is not as expected: {fields}.")

            def add(figure, printed, other="", of=method):
                rows.append(",".join([str(table), network, data, of, other, figure, printed]))

            add("mean", plain(fields[2]))
            add("deviation", plain(fields[3]))
            if "<b>" in fields[2]:
                add("best", "1")
            if table < 4:
                low, high = re.fullmatch(r"\[([\d.]+), ([\d.]+)\]", plain(fields[4])).groups()
                add("low", low)
                add("high", high)
                if i % 4 == 0:
                    add("chi-square", re.search(r"= ([\d.]+)", fields[5]).group(1), of="")
                    add("p", re.search(r"= ([\d.]+)", fields[6]).group(1), of="")
                continue
            if i % 4 == 0:
                add("p", re.search(r"p=([\d.]+)", fields[4]).group(1), of="")
            add("rank", plain(fields[5]))
            for other, p in re.findall(r"vs ([A-Za-z ]+) \(p=([\d.]+)\*\)", fields[6]):
                add("pair", p, SHORT.get(other, other))
            worse = re.match(r"Significantly worse than (.+)", fields[6])
            if worse:
                others = [m for m in METHODS if m != method] if worse[1] == "all others" else worse[1].split(" and ")
                for other in others:
                    add("worse", "1", SHORT.get(other, other))
    return rows


if len(sys.argv) != 2:
    sys.exit(__doc__)
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read().split("\n")
for name, rows in (("paper-001-appendix-a.csv", appendix(text)), ("paper-001-tables.csv", tables(text))):
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(rows) + "\n")
    print(f"{name}: {len(rows) - 1} lines")
