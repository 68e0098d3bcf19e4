"""Whether two rows speak of one business: people are never joined in silence."""

from hypothesis import given
from hypothesis import strategies as st

from sentraki.parties.rules.import_rows import Reading
from sentraki.parties.rules.matching import Effect, Known, Register


def row(number=2, products=(), **values):
    return Reading(number, values, tuple(products), "16.71")


def plan(register, *readings):
    return [register.decide(reading) for reading in readings]


def why(decided):
    return [reason.code for reason in decided.reasons]


ANI = {"trade_name": "Warung Ani", "owner_name": "Ani", "phone": "+6281234567890"}


def test_a_business_nobody_knows_is_created():
    assert plan(Register(), row(**ANI))[0].effect is Effect.CREATE


def test_the_same_again_changes_nothing_whatever_the_case():
    register = Register([Known(dict(ANI), set(), pk=5)])
    decided = plan(register, row(**(ANI | {"trade_name": "WARUNG  ANI"})))[0]
    assert (decided.effect, decided.target) == (Effect.SAME, 5)


def test_what_the_row_knows_more_is_an_update_shown_old_and_new():
    register = Register([Known(dict(ANI), set(), pk=5)])
    decided = plan(register, row(**ANI, activity="Menjual soto"))[0]
    assert (decided.effect, dict(decided.changes)) == (
        Effect.UPDATE, {"activity": ("", "Menjual soto")},
    )  # fmt: skip


def test_another_phone_or_another_owner_is_another_business():
    register = Register([Known(dict(ANI), set(), pk=5)])
    other_phone = row(2, **(ANI | {"phone": "+6281111111111"}))
    other_owner = row(3, **(ANI | {"owner_name": "Budi"}))
    assert [d.effect for d in plan(register, other_phone, other_owner)] == [Effect.CREATE] * 2


def test_an_equal_nib_carries_a_new_phone():
    known = Known(ANI | {"nib": "1234567890123"}, set(), pk=5)
    changed = ANI | {"nib": "1234567890123", "phone": "+6281111111111"}
    assert plan(Register([known]), row(**changed))[0].effect is Effect.UPDATE


def test_a_name_alone_proves_nothing():
    register = Register([Known({"trade_name": "Warung Makan"}, set(), pk=5)])
    same, other = plan(
        register, row(2, trade_name="warung makan"), row(3, trade_name="Warung Makan", activity="x")
    )
    assert same.effect is Effect.SAME
    assert why(other) == ["twin.unclear"]
    fresh = Register([Known({"trade_name": "Warung Makan"}, set(), pk=5)])
    assert why(plan(fresh, row(3, trade_name="Warung Makan", activity="x"))[0]) == ["known.unclear"]


def test_a_business_spread_over_rows_adds_up_and_loses_nothing():
    register = Register()
    rows = [
        row(2, ["Keripik"], **ANI, activity="Menjual keripik"),
        row(3, ["Rengginang"], **ANI, activity="Menjual rengginang"),
        row(4, ["keripik"], **ANI),
    ]
    first, second, third = plan(register, *rows)
    assert [first.effect, second.effect, third.effect] == [
        Effect.CREATE, Effect.MERGE, Effect.SAME,
    ]  # fmt: skip
    assert (second.twin, dict(second.changes)) == (2, {})


def test_two_that_fit_equally_are_not_chosen_between():
    one = Known({"trade_name": "Toko", "owner_name": "Ani", "phone": "+6281"}, set(), pk=1)
    two = Known({"trade_name": "Toko", "owner_name": "Ani", "phone": "+6282"}, set(), pk=2)
    decided = plan(Register([one, two]), row(trade_name="Toko", owner_name="Ani", activity="x"))[0]
    assert why(decided) == ["known.several"]


def test_an_update_never_makes_two_businesses_alike():
    one = Known({"trade_name": "Toko", "owner_name": "Ani", "nib": "1"}, set(), pk=1)
    two = Known(
        {"trade_name": "Toko", "owner_name": "Ani", "phone": "+62", "nib": "1"}, set(), pk=2
    )
    register = Register([one, two])
    wanted = row(trade_name="Toko", owner_name="Ani", phone="+62", nib="1")
    assert register.decide(wanted, target=1).effect is Effect.NONE


def test_a_row_code_leads_back_even_when_the_name_was_repaired():
    register = Register([Known({"owner_name": "Ani"}, set(), pk=9)])
    decided = register.decide(row(trade_name="Dapur Ani", owner_name="Ani"), target=9)
    assert (decided.effect, decided.target) == (Effect.UPDATE, 9)


NAMES = st.sampled_from(["", "Toko", "TOKO", "Warung", "Ani", "Budi"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "trade_name": NAMES,
            "owner_name": NAMES,
            "phone": st.sampled_from(["", "+6281", "+6282"]),
            "nib": st.sampled_from(["", "1", "2"]),
            "activity": st.sampled_from(["", "x", "y"]),
        }
    ).filter(lambda values: values["trade_name"] or values["owner_name"]),
    max_size=10,
)


@given(ROWS)
def test_a_second_reading_of_the_same_rows_changes_nothing(table):
    readings = [
        row(n, **{name: value for name, value in values.items() if value})
        for n, values in enumerate(table, 2)
    ]
    stored: dict[int, Known] = {}
    for decided in plan(Register(), *readings):
        if decided.effect is Effect.CREATE:
            number = decided.reading.number
            stored[number] = Known(dict(decided.reading.values), set(), pk=number)
        elif decided.effect is Effect.MERGE:
            news = {name: new for name, (_, new) in decided.changes.items()}
            stored[decided.twin].values.update(news)
    again = Register([Known(dict(k.values), set(), pk=k.pk) for k in stored.values()])
    effects = {decided.effect for decided in plan(again, *readings)}
    assert effects <= {Effect.SAME, Effect.NONE}
