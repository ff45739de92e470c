"""Fetch the pinned third-party files that pages and tests use, and write down what they are.

    python tools/vendor.py            fetch everything again with `npm pack`, verify, copy, write VENDOR.json
    python tools/vendor.py --check    compare the files on disk with VENDOR.json (no network, no npm)

A release is pinned by its exact version and by the sha512 of the package; each copied file by its sha256.
Exit status: 0 all well, 1 something differs.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACES = [f"{subset}-{weight}" for weight in (400, 600) for subset in ("latin", "vietnamese")]
PAPER_FACES = [
    f"{subset}-{weight}-{slant}"
    for weight in (400, 700)
    for slant in ("normal", "italic")
    for subset in ("latin", "vietnamese")
]


@dataclass(frozen=True)
class Package:
    """One npm release: where its files go (`folder`) and which ones are taken (`files`: inside → name)."""

    name: str
    version: str
    integrity: str
    licence: str
    folder: str
    files: dict[str, str]


PACKAGES = (
    Package(
        name="htmx.org",
        version="4.0.1",
        integrity="oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==",
        licence="0BSD",
        folder="static/vendor",
        files={"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"},
    ),
    Package(
        name="@fontsource/be-vietnam-pro",
        version="5.3.0",
        integrity="xhAQBGHDxP5BF8IJxedy5MoWUmc1DlPCcZbMLhvnPkf8TaYCbbUVs3LjpuJ4BYdTrdiCLaewNaY8z+owq/FqFw==",
        licence="OFL-1.1",
        folder="static/vendor",
        # latin + vietnamese hold every Vietnamese letter; latin-ext would only be downloaded for nothing
        files={
            **{
                f"files/be-vietnam-pro-{face}-normal.woff2": f"fonts/be-vietnam-pro-{face}.woff2"
                for face in FACES
            },
            "LICENSE": "fonts/be-vietnam-pro.LICENSE.txt",
        },
    ),
    Package(
        name="@fontsource/tinos",
        version="5.3.0",
        integrity="VVDyyZdbcsLKxo/W7rClAvacD/7DsGc7J5xzzp51Tndib8kDkEe/0bqbb3Xb3iH6+IUjt07aRsvtQ9MGeGGi4w==",
        licence="OFL-1.1",
        folder="static/vendor",
        # for documents on paper: the widths of Times New Roman, which state offices must write in
        files={
            **{f"files/tinos-{face}.woff2": f"paper/tinos-{face}.woff2" for face in PAPER_FACES},
            "LICENSE": "paper/tinos.LICENSE.txt",
        },
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        integrity="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        licence="MPL-2.0",
        folder="tests/browser/vendor",
        files={"axe.min.js": "axe.min.js", "LICENSE": "axe.LICENSE.txt"},
    ),
)


def sha256(data: bytes) -> str:
    """Hex digest of a file's content."""
    return hashlib.sha256(data).hexdigest()


def fetch(package: Package, workdir: Path) -> dict[str, bytes]:
    """Download one release and return its wanted files by target name.

    ValueError when the registry serves another package than the pinned one.
    """
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    done = subprocess.run(command, cwd=workdir, check=True, capture_output=True, text=True)
    archive = workdir / done.stdout.strip().splitlines()[-1]
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.integrity:
        raise ValueError(f"{package.name}@{package.version}: sha512 {found} is not the pinned one")
    with tarfile.open(archive) as tar:
        tar.extractall(workdir, filter="data")
    inside = next(path for path in workdir.iterdir() if path.is_dir())
    return {target: (inside / name).read_bytes() for name, target in package.files.items()}


def vendor() -> None:
    """Fetch every package, write its files and one VENDOR.json per folder."""
    entries: dict[str, list[dict[str, object]]] = {}
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as workdir:
            contents = fetch(package, Path(workdir))
        for name, data in contents.items():
            target = ROOT / package.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        entries.setdefault(package.folder, []).append(
            {
                "name": package.name,
                "version": package.version,
                "licence": package.licence,
                "source": f"https://www.npmjs.com/package/{package.name}/v/{package.version}",
                "files": {name: sha256(data) for name, data in sorted(contents.items())},
            }
        )
    for folder, packages in entries.items():
        text = json.dumps(packages, indent=2, ensure_ascii=False) + "\n"
        (ROOT / folder / "VENDOR.json").write_text(text, encoding="utf-8")


def differences() -> Iterator[str]:
    """Say what on disk differs from VENDOR.json, and what VENDOR.json lacks; nothing when all is well."""
    for folder in sorted({package.folder for package in PACKAGES}):
        base = ROOT / folder
        recorded = json.loads((base / "VENDOR.json").read_text(encoding="utf-8"))
        pinned = {(package.name, package.version) for package in PACKAGES if package.folder == folder}
        if pinned != {(entry["name"], entry["version"]) for entry in recorded}:
            yield f"{folder}/VENDOR.json lists other releases than tools/vendor.py"
        hashes = {name: digest for entry in recorded for name, digest in entry["files"].items()}
        present = {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()}
        for name in sorted((present | hashes.keys()) - {"VENDOR.json"}):
            if name not in hashes:
                yield f"{folder}/{name} is not in VENDOR.json"
            elif name not in present:
                yield f"{folder}/{name} is missing"
            elif sha256((base / name).read_bytes()) != hashes[name]:
                yield f"{folder}/{name} is not the file that was vendored"


def main() -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare the files with VENDOR.json")
    if not parser.parse_args().check:
        vendor()
    problems = list(differences())
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
