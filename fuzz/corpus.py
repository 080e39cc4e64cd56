"""Fills fuzz/corpus/ with the sample files: whole, and as single parts behind the byte that names them.

    python3 fuzz/corpus.py
"""

import pathlib
import zipfile

ROOT = pathlib.Path(__file__).parent
SAMPLES = ROOT.parent / "fixtures" / "formats"
WHOLE = {
    "text": ["plan.cp932.txt", "plan.euc-jp.txt", "plan.iso-2022-jp.txt", "plan.utf-16le.txt", "plan.utf-16be.bom.txt"],
    "html": ["plan.html", "plan.shift_jis.html", "plan.euc-jp.html"],
    "pdf": [path.name for path in SAMPLES.glob("*.pdf")],
    "xls": ["plan.xls"],
    "doc": ["plan.doc"],
}
PARTS = {"docx": "plan.word.docx", "odt": "plan.odt", "xlsx": "plan.xlsx", "ods": "plan.ods"}

for target, names in WHOLE.items():
    folder = ROOT / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
for target, name in PARTS.items():
    folder = ROOT / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(SAMPLES / name) as container:
        for index, info in enumerate(container.infolist()):
            (folder / f"{index:02}").write_bytes(bytes([index]) + container.read(info))
