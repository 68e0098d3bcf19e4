"""The bench of pictures needs the tools for making; without them it is not tested."""

from importlib.util import find_spec

collect_ignore = (
    []
    if find_spec("onnxruntime") and find_spec("resvg_py")
    else ["test_places.py", "test_alarms.py", "test_sets.py", "test_phone.py", "test_report.py"]
)
