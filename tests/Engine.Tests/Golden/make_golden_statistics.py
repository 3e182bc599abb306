"""Makes statistics.json in this folder with SciPy (Debian: python3-scipy). Run: /usr/bin/python3 make_golden_statistics.py

summary      numpy mean and std(ddof=1); scipy.stats.t.interval(0.95)
friedman     scipy.stats.friedmanchisquare; for two methods, which it refuses, its formula by hand and scipy.stats.chi2.sf
wilcoxon     scipy.stats.wilcoxon, zero_method "wilcox": "exact" where there are neither ties nor zeros, "approx" and "approx" with
             correction everywhere; "automatic" is what SciPy 1.15 and later choose: exact up to 50 pairs without ties and zeros, counted out up
             to 13 pairs with them, else
             approx. The script's own SciPy may be older, so the choice is made here and only the p value is SciPy's.
             "counted" is by brute force over all signs, ties included, for up to 14 pairs that differ
range        scipy.stats.studentized_range.cdf and .ppf with infinitely many degrees of freedom
nemenyi      critical differences from those
holm         by the definition
"""

import itertools
import json
import os
import warnings

import numpy
import scipy
from scipy import stats

warnings.simplefilter("ignore")
FOLDER = os.path.dirname(os.path.abspath(__file__))
random = numpy.random.default_rng(20251121)


def clean(value):
    value = float(value)
    return None if numpy.isnan(value) else value


def summaries():
    samples = [[2.0], [2.0, 4.0], [2.0, 4.0, 6.0], [1.0] * 5, [1e-9, 2e-9, 4e-9], [1e6 + 0.25, 1e6, 1e6 - 1]]
    samples += [list(random.normal(3, 2, n)) for n in (4, 6, 10, 30, 200)]
    made = []
    for sample in samples:
        entry = {"values": sample, "mean": float(numpy.mean(sample))}
        if len(sample) > 1:
            entry["deviation"] = float(numpy.std(sample, ddof=1))
            spread = stats.sem(sample)
            low, high = stats.t.interval(0.95, len(sample) - 1, loc=numpy.mean(sample), scale=spread) if spread > 0 else (sample[0],) * 2
            entry["low"], entry["high"] = float(low), float(high)
        made.append(entry)
    return made


def friedman(blocks):
    blocks = numpy.asarray(blocks, float)
    n, k = blocks.shape
    ranks = numpy.vstack([stats.rankdata(block) for block in blocks])
    if k > 2:
        chi, p = stats.friedmanchisquare(*blocks.T)
    else:
        ties = sum(float(c) ** 3 - c for block in blocks for c in numpy.unique(block, return_counts=True)[1])
        c = 1 - ties / (k * (k * k - 1) * n)
        with numpy.errstate(all="ignore"):
            chi = numpy.float64(12.0 / (k * n * (k + 1)) * numpy.sum(ranks.sum(axis=0) ** 2) - 3 * n * (k + 1)) / c
        p = stats.chi2.sf(chi, k - 1)
    wins = (blocks == blocks.min(axis=1, keepdims=True)).sum(axis=0)
    return {"blocks": blocks.tolist(), "chi": clean(chi), "p": clean(p), "ranks": ranks.mean(axis=0).tolist(), "wins": wins.tolist()}


def friedmans():
    made = [
        friedman([[1, 2, 3], [1, 2, 3]]),
        friedman([[1, 2, 3, 4]] * 6),
        friedman([[1, 1, 1], [2, 2, 2], [0, 0, 0]]),
        friedman([[1, 1, 2], [2, 2, 1], [1, 3, 3], [4, 4, 4]]),
        friedman([[1, 2], [2, 1], [1, 2], [1, 2], [3, 3]]),
        friedman([[1, 1], [2, 2]]),
        friedman([[0.5, 0.2, 0.2, 0.9], [0.1, 0.1, 0.3, 0.2], [0.4, 0.3, 0.2, 0.1]]),
    ]
    for k in range(2, 9):
        for n in (2, 3, 6, 24, 72):
            shift = numpy.linspace(0, random.uniform(0, 1.5), k)
            blocks = random.normal(0, 1, (n, k)) + shift
            made.append(friedman(blocks.round(6)))
            made.append(friedman(blocks.round(0)))
    return made


def wilcoxon(first, second):
    first, second = numpy.asarray(first, float), numpy.asarray(second, float)
    d = first - second
    kept = d[d != 0]
    has_ties, has_zeros = len(numpy.unique(numpy.abs(kept))) < len(kept), len(kept) < len(d)
    entry = {"first": first.tolist(), "second": second.tolist(), "pairs": int(len(kept))}
    if len(kept) == 0:
        return entry
    approx = stats.wilcoxon(first, second, method="approx")
    entry["statistic"], entry["normal"] = float(approx.statistic), float(approx.pvalue)
    entry["continuous"] = float(stats.wilcoxon(first, second, method="approx", correction=True).pvalue)
    is_counted = len(d) <= 13 and (has_ties or has_zeros)
    is_exact = len(d) <= 50 and not has_ties and not has_zeros
    entry["is_exact"] = is_exact or is_counted
    if not has_ties and not has_zeros and len(d) <= 300:
        entry["exact"] = float(stats.wilcoxon(first, second, method="exact").pvalue)
    entry["automatic"] = entry["exact"] if is_exact else entry["normal"]
    if len(kept) <= 14:
        ranks = stats.rankdata(numpy.abs(kept))
        sums = numpy.array([numpy.dot(signs, ranks) for signs in itertools.product((0, 1), repeat=len(kept))])
        low = min(ranks[kept > 0].sum(), ranks[kept < 0].sum())
        entry["counted"] = float(min(1.0, 2 * numpy.mean(sums <= low)))
    if is_counted:
        entry["automatic"] = entry["counted"]
    return entry


def wilcoxons():
    corn = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]
    made = [wilcoxon(corn, [0] * len(corn)), wilcoxon([1, 2, 3], [1, 2, 3]), wilcoxon([1.0], [2.0]), wilcoxon([1, 4], [2, 2])]
    made += [wilcoxon([1, 2, 3, 4, 5, 6], [0] * 6), wilcoxon([1, -2, 3, -4, 5, -6, 0, 0], [0] * 8)]
    for n in (3, 5, 6, 7, 10, 14, 20, 30, 49, 50, 51, 60, 120, 300):
        first = random.normal(0, 1, n)
        for shift in (0.0, 0.3, 1.0):
            made.append(wilcoxon(first.round(6), (first + random.normal(shift, 1, n)).round(6)))
        made.append(wilcoxon(first.round(0) * 2, (first + random.normal(0.5, 1, n)).round(0)))
    return made


def ranges():
    made = []
    for k in list(range(2, 11)) + [15, 20]:
        for q in (0.5, 1.5, 2.5, 3.5, 5.0, 7.0):
            made.append({"k": k, "q": q, "share": float(stats.studentized_range.cdf(q, k, numpy.inf))})
        for p in (0.5, 0.9, 0.95, 0.99):
            made.append({"k": k, "p": p, "quantile": float(stats.studentized_range.ppf(p, k, numpy.inf))})
    return made


def nemenyis():
    made = []
    for k in range(2, 9):
        for n in (2, 6, 24, 72):
            for alpha in (0.05, 0.1):
                q = stats.studentized_range.ppf(1 - alpha, k, numpy.inf)
                made.append({"k": k, "n": n, "alpha": alpha, "difference": float(q / numpy.sqrt(2) * numpy.sqrt(k * (k + 1) / (6 * n)))})
    return made


def holm(p):
    m, order = len(p), sorted(range(len(p)), key=lambda i: p[i])
    adjusted = [0.0] * m
    for place, i in enumerate(order):
        adjusted[i] = max([min(1.0, (m - j) * p[order[j]]) for j in range(place + 1)])
    return {"values": p, "adjusted": adjusted}


with open(os.path.join(FOLDER, "statistics.json"), "w", encoding="utf-8", newline="\n") as file:
    json.dump(
        {
            "scipy": scipy.__version__,
            "summary": summaries(),
            "friedman": friedmans(),
            "wilcoxon": wilcoxons(),
            "range": ranges(),
            "nemenyi": nemenyis(),
            "holm": [holm(p) for p in ([0.01], [0.03, 0.01, 0.04], [0.5, 0.9, 0.6], [0.001, 0.001, 0.2, 0.02, 0.04, 0.3])],
        },
        file,
        separators=(",", ":"),
    )
    file.write("\n")
