from serupa.index.kills import try_kills


def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_version(tmp_path):
    found = try_kills(tmp_path, 50)
    assert found.wrong == []
    assert found.kills == 50
    assert found.last + found.newer == 50
    assert sum(found.during.values()) == 50
