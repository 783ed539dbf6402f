#!/usr/bin/env python3
"""Holds the order of the house (Docs/architecture.md): rooms, imports, names. Prints each breach as file:line: sentence."""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

#: Modules that come with the toolchain.
TOOLCHAIN = {"Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Darwin", "Synchronization", "Testing", "RegexBuilder"}
#: More of them, for tests: a reader of documents the product only writes.
TOOLCHAIN_OF_TESTS = {"FoundationXML"}
#: What may be imported for a product a target depends on: the product's own module and those its interface is made of.
PRODUCTS = {
    "Crypto": {"Crypto"},
    "Yams": {"Yams"},
    "GRDB": {"GRDB"},
    "ArgumentParser": {"ArgumentParser"},
    "Hummingbird": {"Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging", "NIOCore", "NIOPosix",
                    "NIOEmbedded", "ServiceLifecycle"},
}
#: Ground and Models know of no file, database or network; numeric libraries are allowed when they come.
PURE_FLOORS, PURE_MAY_USE = {"Ground", "Models"}, {"Crypto"}
#: Shims without a library behind: arithmetic, and what the processor can do.
PURE_SHIMS = {"CLanes", "CProcessor"}
LONGEST_FILE = 450
#: Kernels stand in one file: a debug build optimises file by file, and its parts would lose what they share.
LONGEST_KERNELS = 870

breaches = []


def breach(path, line, sentence):
    where = f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
    breaches.append(f"{where}: {sentence}")


def package():
    text = subprocess.run(["swift", "package", "dump-package"], cwd=ROOT, capture_output=True, text=True)
    if text.returncode != 0:
        sys.exit(f"lint: Package.swift cannot be read:\n{text.stderr}")
    return json.loads(text.stdout)


def dependencies(target):
    """Names of the targets, and of the products, a target depends on."""
    targets, products = [], []
    for dependency in target["dependencies"]:
        if "product" in dependency:
            products.append(dependency["product"][0])
        else:
            targets.append((dependency.get("byName") or dependency["target"])[0])
    return targets, products


def check_order(targets):
    """A room depends only on rooms above it in the manifest; Ground and Models stay pure."""
    manifest = ROOT / "Package.swift"
    place = {target["name"]: number for number, target in enumerate(targets)}
    floor = {t["name"]: pathlib.Path(t["path"]).parts[1] for t in targets if t["type"] != "test"}
    for target in targets:
        if target["type"] == "test":
            continue
        name = target["name"]
        rooms, products = dependencies(target)
        for other in rooms:
            if place[other] > place[name]:
                breach(manifest, 0, f"{name} depends on {other}, which stands below it. Dependencies point upwards.")
            if floor[name] in PURE_FLOORS and floor[other] not in PURE_FLOORS and other not in PURE_SHIMS:
                breach(manifest, 0, f"{name} is in {floor[name]} and depends on {other} in {floor[other]}.")
        if floor[name] in PURE_FLOORS:
            for product in set(products) - PURE_MAY_USE:
                breach(manifest, 0, f"{name} is in {floor[name]} and depends on {product}.")


IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
                    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)")
TYPE = re.compile(r"^\s*(?:\w+\s+)*(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)")
BANNED_NAME = re.compile(r"(Util|Utils|Utilities|Common|Helper|Helpers|Manager|Managers|Misc)$")
BANNED_TEXT = [
    (re.compile(r"\btry!"), "try! ends the program on an error; throw it."),
    (re.compile(r"\bfatalError\("), "fatalError ends the program; throw a sentence, or state the invariant with precondition."),
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), "a to-do belongs into an issue."),
]


PUBLIC = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*public\s+(?:(?:private\(set\)|static|final|mutating|nonisolated|indirect|override|"
                    r"convenience|required)\s+)*(struct|class|enum|actor|protocol|func|var|let|init|subscript|typealias)\b\s*([^\s:(<{=]*)")
#: What a protocol asks for is explained at the protocol, once.
WITNESSES = {
    "keyword", "summary", "parameters", "card", "uses", "offers", "verdicts", "run", "name", "feed", "endpoints", "handle",
    "response", "Context", "description", "errorDescription", "hash", "encode", "==", "<", "rawValue", "next",
}


def check_documented(path, lines):
    """Every public declaration says what it is, but for the words a protocol has explained."""
    for number, line in enumerate(lines, 1):
        found = PUBLIC.match(line)
        if not found:
            continue
        kind, name = found.groups()
        if name in WITNESSES or kind == "init" and ("(from decoder" in line or "Literal " in line or "(rawValue" in line or line.rstrip().endswith("init() {}")):
            continue
        above = number - 2
        while above >= 0 and lines[above].strip().startswith("@"):
            above -= 1
        if above < 0 or not lines[above].strip().startswith("///"):
            breach(path, number, f"{kind} {name} is public and says nothing of itself: add a /// comment.".replace("  ", " "))


def check_target(target, modules):
    folder = ROOT / target["path"]
    if not folder.is_dir():
        breach(folder, 0, "the target has no folder.")
        return
    rooms, products = dependencies(target)
    allowed = TOOLCHAIN | set(rooms) | {target["name"]}
    if target["type"] == "test":
        allowed |= TOOLCHAIN_OF_TESTS
    for product in products:
        allowed |= PRODUCTS.get(product, {product})
    for path in sorted(folder.rglob("*.swift")):
        if BANNED_NAME.search(path.stem) or BANNED_NAME.search(path.parent.name):
            breach(path, 0, "is named after nothing; name it after the one idea it holds.")
        lines = path.read_text(encoding="utf-8").splitlines()
        longest = LONGEST_KERNELS if "WaterKernels" in path.parts else LONGEST_FILE
        if len(lines) > longest and target["type"] != "test":
            breach(path, 0, f"has {len(lines)} lines; look for the second idea.")
        if target["type"] != "test":
            check_documented(path, lines)
        in_text = False
        for number, line in enumerate(lines, 1):
            # Inside a text of several lines stands no code, though perhaps another language's.
            if line.count('"""') % 2 == 1:
                in_text = not in_text
                continue
            if in_text:
                continue
            found = IMPORT.match(line)
            if found and found[1] not in allowed:
                known = "a room" if found[1] in modules else "a module"
                breach(path, number, f"imports {found[1]}, {known} {target['name']} does not declare in Package.swift.")
            if target["type"] == "test" or line.lstrip().startswith("//"):
                continue
            found = TYPE.match(line)
            if found and found[1] == target["name"]:
                breach(path, number, f"a type is named like its target, {target['name']}: Swift could not name the module.")
            for pattern, sentence in BANNED_TEXT:
                if pattern.search(line):
                    breach(path, number, sentence)


def main():
    targets = package()["targets"]
    check_order(targets)
    for target in targets:
        if target["type"] != "system-target" and target["type"] != "system":
            check_target(target, {t["name"] for t in targets})
    for sentence in breaches:
        print(sentence, file=sys.stderr)
    if breaches:
        sys.exit(f"lint: {len(breaches)} breaches of the rules of the house (Docs/architecture.md, CONTRIBUTING.md)")


if __name__ == "__main__":
    main()
