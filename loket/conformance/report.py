"""The report: a line per scenario in plain Dutch, and the same as JUnit XML for a build server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from loket.conformance.findings import Finding, Verdict
from loket.conformance.words import ADVICE, ALL_WELL, COUNTS, TITLES, TO_DO


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The report as it is printed: what was looked at, what was seen, and below what is wrong what to do."""
    for finding in findings:
        yield f"{finding.verdict.value:<13} {TITLES[finding.scenario]}: {finding.seen}"
        if finding.verdict is Verdict.WRONG:
            yield f"{'':<13} {TO_DO}{ADVICE[finding.scenario]}"
    yield ""
    yield counted(findings)
    if _count(findings, Verdict.WRONG) == 0:
        yield ALL_WELL


def counted(findings: Sequence[Finding]) -> str:
    """How many are good, wrong and untested."""
    return COUNTS.format(goed=_count(findings, Verdict.GOOD), fout=_count(findings, Verdict.WRONG), niet=_count(findings, Verdict.UNTESTED))


def junit(findings: Sequence[Finding], organisation: str) -> bytes:
    """The report as JUnit XML (UTF-8): a test case per scenario."""
    suite = Element(
        "testsuite",
        name=f"loket conformance {organisation}",
        tests=str(len(findings)),
        failures=str(_count(findings, Verdict.WRONG)),
        skipped=str(_count(findings, Verdict.UNTESTED)),
        errors="0",
        time=f"{sum(finding.seconds for finding in findings):.3f}",
    )
    for finding in findings:
        case = SubElement(suite, "testcase", classname=organisation, name=finding.scenario.value, time=f"{finding.seconds:.3f}")
        if finding.verdict is Verdict.WRONG:
            SubElement(case, "failure", message=finding.seen).text = f"{TITLES[finding.scenario]}. {ADVICE[finding.scenario]}"
        elif finding.verdict is Verdict.UNTESTED:
            SubElement(case, "skipped", message=finding.seen)
        else:
            SubElement(case, "system-out").text = finding.seen
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    return written


def _count(findings: Sequence[Finding], verdict: Verdict) -> int:
    return sum(finding.verdict is verdict for finding in findings)
