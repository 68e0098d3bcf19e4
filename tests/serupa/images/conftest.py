"""The picture search is an extra; where it is not installed only its reading is tested."""

from importlib.util import find_spec

collect_ignore = (
    []
    if find_spec("onnxruntime")
    else ["test_commands.py", "test_index.py", "test_search.py", "test_odd.py", "test_words.py"]
)
