"""``serupa bench images``: logos and motifs found, beside other ways of comparing pictures."""

from pathlib import Path

from serupa.cli import Commands
from serupa.cli.images import run_in

SHARED = Path("../shared/data/logo-queries")


def register(commands: Commands) -> None:
    """Add ``bench images``."""
    measure = commands.bench.add_parser("images", help="logos and motifs found, peers beside us")
    measure.add_argument("--set", dest="folder", type=Path, default=SHARED, metavar="DIR")
    measure.add_argument(
        "--lessons", type=Path, metavar="FILE.npz", help="kept by 'images learn --keep'"
    )
    measure.add_argument("--workers", type=int, default=1)
    measure.add_argument("--no-peers", action="store_true", help="only ours")
    measure.add_argument(
        "--photographs", type=int, default=0, metavar="N", help="only N composed photographs each"
    )
    measure.add_argument(
        "--scale", type=int, default=0, metavar="MARKS", help="only a composed index so large"
    )
    measure.add_argument("--queries", type=int, default=60, help="with --scale")
    measure.add_argument("--json", action="store_true")
    measure.set_defaults(run=run_in("serupa.bench.images.commands", "measure"))
