import os
import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.limited import ChildFailed, LimitExceeded, pack, run_limited, unpack

HERE = "tests.sentraki.kernel.limited_targets"


def run(name: str, payload: bytes = b"", **limits: int) -> bytes:
    return run_limited(f"{HERE}:{name}", payload, **limits)


def test_the_answer_of_the_function_comes_back_unchanged():
    payload = os.urandom(3_000_000)

    assert run("echo", payload) == payload


def test_prints_of_the_function_do_not_mix_with_its_answer():
    assert run("reverse_loudly", b"abc") == b"cba"


def test_an_empty_payload_is_a_payload():
    assert run("echo", b"") == b""


def test_the_child_knows_neither_django_nor_the_packages_above_its_target():
    modules = run("loaded").decode().split(",")

    assert not [name for name in modules if name.startswith("django.")]
    with pytest.raises(ChildFailed) as caught:
        run("import_django")
    assert caught.value.cause == "ModuleNotFoundError"


def test_the_child_inherits_neither_environment_nor_folder(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")

    said = run("surroundings").decode()

    assert "DATABASE_URL" not in said
    assert said.endswith("'/')")


def test_asking_for_more_memory_than_allowed_is_a_limit():
    assert len(run("ask_for_memory", b"20", memory_mb=256)) == 20 << 20
    with pytest.raises(LimitExceeded) as caught:
        run("ask_for_memory", b"300", memory_mb=256)
    assert caught.value.what == "memory"


def test_an_endless_loop_ends_with_its_processor_seconds():
    with pytest.raises(LimitExceeded) as caught:
        run("spin", seconds=1)
    assert caught.value.what == "cpu"


def test_a_sleeping_child_is_killed_by_the_clock():
    started = time.monotonic()

    with pytest.raises(LimitExceeded) as caught:
        run_limited(f"{HERE}:sleep", b"", wall_seconds=1.0)

    assert caught.value.what == "time"
    assert time.monotonic() - started < 5


def test_an_answer_beyond_the_cap_is_a_limit():
    with pytest.raises(LimitExceeded) as caught:
        run("shout")
    assert caught.value.what == "answer"


def test_an_exception_arrives_as_its_name_only():
    with pytest.raises(ChildFailed) as caught:
        run("stumble")
    assert caught.value.cause == "KeyError"
    assert "secret" not in str(caught.value) + repr(caught.value.params)


def test_a_crash_of_the_child_leaves_the_parent_standing():
    with pytest.raises(ChildFailed) as caught:
        run("die")
    assert caught.value.cause == "SIGABRT"


def test_a_child_that_does_not_exist_fails_clearly():
    with pytest.raises(ChildFailed):
        run_limited("nowhere.at_all:function", b"")
    with pytest.raises(ChildFailed):
        run("no_such_function")


def test_the_child_may_not_write_a_file(tmp_path):
    with pytest.raises(ChildFailed):
        run("write_file", str(tmp_path / "trace").encode())
    assert list(tmp_path.iterdir()) == []


def test_the_child_may_not_start_a_process():
    with pytest.raises(ChildFailed):
        run("start_process")


def test_the_child_may_not_reach_the_network():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        with pytest.raises(ChildFailed):
            run("connect", str(listener.getsockname()[1]).encode())
        with pytest.raises(TimeoutError):
            listener.accept()


def test_many_threads_may_ask_at_once_and_get_their_own_answers():
    answers: dict[int, bytes] = {}

    def ask(number: int) -> None:
        answers[number] = run("echo", str(number).encode())

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: str(number).encode() for number in range(6)}


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()), st.binary())
def test_a_frame_opens_to_what_was_packed(header, body):
    assert unpack(pack(header, body)) == (header, body)


@pytest.mark.parametrize("frame", [b"", b"\0\0\0\x09{}", b"\0\0\0\x02[]"])
def test_what_is_no_frame_is_refused(frame):
    with pytest.raises(ValueError, match=r"."):
        unpack(frame)
