"""Recomputes the figures of reports from their items, by Docs/Formats/Report.md.

    saqta open REPORT --format json | python3 recompute.py

Reads one report a line. Prints a line for each figure that differs, and exits with 1 if any does.
It follows that page, with the standard library alone, and shares no code with saqta.
"""
import json
import math
import sys
from decimal import Decimal
from fractions import Fraction

LEVELS = ["very-low", "low", "moderate", "high", "very-high"]
STARTS = [0, 5, 21, 80, 96]
VALUES = [0, 2, 5, 8, 10]
# A row a line, from very-low to very-high; a digit is a level.
G5 = ["00111", "01122", "11223", "12234", "12344"]
I2 = ["00011", "01112", "01223", "01234", "01234"]


def level(share):
    return max(i for i, start in enumerate(STARTS) if share >= start)


def cell(table, row, column):
    return int(table[row][column])


def thousandths(number):
    return math.floor(number * 1000 + Fraction(1, 2))


def written(fraction):
    """A fraction as the report writes it."""
    about = Fraction(thousandths(fraction), 1000)
    return {"exact": f"{fraction.numerator}/{fraction.denominator}", "about": about}


class Item:
    def __init__(self, item, partly, contradicted):
        self.control, self.domain = item["control"], item["domain"]
        self.scenarios, self.asked = set(item["scenarios"]), item["asked"]
        self.tier, self.weight = item["tier"], item["weight"]
        self.answer = item["reply"]["answer"]
        self.is_measured = item["measured"] != "not-measured"
        self.worst, self.best = {
            "met": (1, 1), "partly": (partly, partly), "not-met": (0, 0),
            "unknown": (0, 1), "unanswered": (0, 1), "not-applicable": (None, None),
        }[self.answer]
        self.contradicted = self.control in contradicted
        if self.contradicted:
            self.worst = 0

    @property
    def counts(self):
        return self.worst is not None

    @property
    def is_gap(self):
        doubtful = self.answer in ("not-met", "unknown", "unanswered") or self.contradicted
        return self.tier == 1 and self.asked and self.counts and doubtful


class Group:
    def __init__(self, items):
        self.items = items
        self.base = [item for item in items if item.counts]
        self.total = sum(item.weight for item in self.base)
        self.gaps = [item.control for item in items if item.is_gap]
        if self.base:
            self.worst = self.share(lambda item: item.worst)
            self.best = self.share(lambda item: item.best)

    def share(self, worth):
        return 100 * sum(Fraction(item.weight) * worth(item) for item in self.base) / self.total

    def cost(self, item):
        return Fraction(100 * item.weight, self.total) * (1 - item.worst)

    @property
    def label(self):
        worst, best = level(100 - self.worst), level(100 - self.best)
        if best >= 3:
            return "weak"
        if self.gaps:
            return "gaps"
        if worst >= 3 or any(item.tier == 1 and not item.asked for item in self.items):
            return "open"
        return "fair" if worst == 2 else "strong"

    def written(self):
        if not self.base:
            return {"tierOneGaps": self.gaps}
        score = {
            "worst": written(self.worst), "best": written(self.best),
            "measured": written(self.share(lambda item: 1 if item.is_measured else 0)),
            "applicable": len(self.base),
            "answered": sum(item.answer != "unanswered" for item in self.base),
            "unknown": sum(item.answer == "unknown" for item in self.base),
        }
        return {"score": score, "label": self.label, "tierOneGaps": self.gaps}


class Recomputed:
    def __init__(self, report):
        self.report = report
        partly = Fraction(report["method"]["partlyCredit"]["exact"])
        contradicted = {
            entry["control"] for entry in report["contradictions"]
            if entry["kind"] == "claimed-too-good"}
        self.items = [Item(item, partly, contradicted) for item in report["items"]]
        asked = [item for item in self.items if item.asked]
        self.overall = Group(asked)
        self.basics = Group([item for item in asked if not item.scenarios])
        self.domains = {
            name: Group([item for item in asked if item.domain == name])
            for name in set(report["domains"]) | {item.domain for item in self.items}}
        names = set(report["scenarios"]).union(*(item.scenarios for item in self.items))
        self.scenarios = {
            name: Group([item for item in self.items if name in item.scenarios])
            for name in names}
        self.context = {
            risk["scenario"]: tuple(
                {end: LEVELS.index(risk[part]["range"][end]) for end in ("worst", "best")}
                for part in ("initiation", "impact"))
            for risk in report["risks"]}

    def risk(self, scenario, end, exposure):
        initiation, impact = self.context[scenario]
        likelihood = cell(G5, initiation[end], exposure)
        return likelihood, cell(I2, likelihood, impact[end])

    def worst_risk(self, scenario, gain=0):
        if scenario not in self.context or not self.scenarios[scenario].base:
            return 0  # that it is missing is said elsewhere
        exposure = level(100 - self.scenarios[scenario].worst - gain)
        return self.risk(scenario, "worst", exposure)[1]

    def risk_parts(self, scenario):
        group = self.scenarios[scenario]
        parts = {"exposure": {}, "likelihood": {}, "risk": {}, "inherent": {}}
        for end, score in (("worst", group.worst), ("best", group.best)):
            exposure = level(100 - score)
            likelihood, risk = self.risk(scenario, end, exposure)
            inherent = self.risk(scenario, end, 4)[1]
            for name, value in zip(parts, (exposure, likelihood, risk, inherent)):
                parts[name][end] = LEVELS[value]
        return parts

    def relief(self, item):
        groups = [self.scenarios[name] for name in item.scenarios] or [self.basics]
        return sum(thousandths(group.cost(item)) for group in groups)

    def reduction(self, item):
        return sum(
            VALUES[self.worst_risk(name)]
            - VALUES[self.worst_risk(name, self.scenarios[name].cost(item))]
            for name in item.scenarios)

    def after(self, step):
        group = self.scenarios[step["scenario"]]
        met = set(step["controls"])
        gain = sum(group.cost(item) for item in group.base if item.control in met)
        return self.worst_risk(step["scenario"], gain)


def differences(report):
    """Where the report says something else than its items do: (place, said, recomputed)."""
    mine = Recomputed(report)
    for number, (item, told) in enumerate(zip(mine.items, report["items"])):
        place = f"items.{number}"
        figures = {"worst": item.worst, "best": item.best, "contribution": None}
        if item.asked and item.counts:
            figures["contribution"] = mine.overall.cost(item)
        for name, figure in figures.items():
            own = None if figure is None else written(Fraction(figure))
            yield f"{place}.{name}", told.get(name), own
    yield "overall", report["overall"], mine.overall.written()
    yield "basics", report["basics"], mine.basics.written()
    for kind in ("domains", "scenarios"):
        for name, group in sorted(getattr(mine, kind).items()):
            yield f"{kind}.{name}", report[kind].get(name), group.written()
    yield from risk_differences(report, mine)
    yield from plan_differences(report, mine)


def risk_differences(report, mine):
    told = [risk["scenario"] for risk in report["risks"]]
    expected = [name for name, group in mine.scenarios.items() if group.base]
    yield "risks", sorted(told), sorted(expected)
    for number, risk in enumerate(report["risks"]):
        if risk["scenario"] not in expected:
            continue
        for name, levels in mine.risk_parts(risk["scenario"]).items():
            yield f"risks.{number}.{name}", risk[name], levels
    order = [
        [LEVELS.index(risk["risk"][end]) for end in ("worst", "best")] for risk in report["risks"]]
    yield "risks in order", order, sorted(order, reverse=True)


def plan_differences(report, mine):
    planned = {item.control: item for item in mine.items
               if item.asked and item.counts and item.worst < 1}
    told = [todo["action"]["control"] for todo in report["plan"]]
    yield "plan", sorted(told), sorted(planned)
    for number, todo in enumerate(report["plan"]):
        item = planned.get(todo["action"]["control"])
        if item:
            place = f"plan.{number}.action"
            yield f"{place}.relief", todo["action"]["relief"], mine.relief(item)
            yield f"{place}.riskReduction", todo["action"]["riskReduction"], mine.reduction(item)
    for number, step in enumerate(report["steps"]):
        before, after = mine.worst_risk(step["scenario"]), mine.after(step)
        yield f"steps.{number}.from", step["from"], LEVELS[before]
        yield f"steps.{number}.to", step["to"], LEVELS[after]


def compare(place, told, own):
    """The smallest parts that differ."""
    if isinstance(told, dict) and isinstance(own, dict):
        for name in sorted(told.keys() | own.keys()):
            yield from compare(f"{place}.{name}", told.get(name), own.get(name))
    elif told != own:
        yield f"{place}: the report says {shown(told)}, recomputed {shown(own)}"


def shown(value):
    return str(float(value)) if isinstance(value, (Fraction, Decimal)) else str(value)


def main():
    count = 0
    for number, line in enumerate(sys.stdin, 1):
        # A decimal compares exactly with a fraction; a binary floating-point number does not.
        report = json.loads(line, parse_float=lambda text: Fraction(Decimal(text)))
        for place, told, own in differences(report):
            for difference in compare(place, told, own):
                count += 1
                print(f"report {number}: {difference}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
