"""The goods and address of a case in the shape letter and dossier share."""

from collections.abc import Mapping
from typing import Any

from sentraki.cases.models import Case
from sentraki.cases.rules.dossier import Address, ClassGoods
from sentraki.offices.selectors import region_path_names


def goods_of(case: Case) -> tuple[ClassGoods, ...]:
    """The classes with their terms; without chosen terms, the applicant's own words."""
    goods = case.mark.get("goods", {})
    terms = goods.get("terms") or {}
    text = str(goods.get("text", "")).strip()
    return tuple(
        ClassGoods(number, tuple(terms.get(str(number)) or ([text] if text else [])))
        for number in case.class_numbers
    )


def address_of(case: Case) -> Address:
    """The business's address, split as the form wants it."""
    business = case.business
    if business is None:
        return Address(street="")
    parts = ("street", "rt_rw", "village_code", "district_code", "postcode")
    return address_from({name: getattr(business, name) for name in parts})


def address_from(answers: Mapping[str, Any]) -> Address:
    """An address from its answers (street, rt_rw, codes of village and district, postcode)."""
    given = {name: str(value or "") for name, value in answers.items()}
    code = given.get("village_code") or given.get("district_code", "")
    province, city, district, village = [*region_path_names(code), "", "", "", ""][:4]
    street, rt_rw = given.get("street", ""), given.get("rt_rw")
    return Address(
        street=f"{street}, RT/RW {rt_rw}" if rt_rw else street,
        village=village,
        district=district,
        city=city,
        province=province,
        postcode=given.get("postcode", ""),
    )
