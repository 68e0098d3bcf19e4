"""The goods and address of a case in the shape letter and dossier share."""

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
    names = region_path_names(business.village_code or business.district_code)
    province, city, district, village = [*names, "", "", "", ""][:4]
    street = f"{business.street}, RT/RW {business.rt_rw}" if business.rt_rw else business.street
    return Address(
        street=street,
        village=village,
        district=district,
        city=city,
        province=province,
        postcode=business.postcode,
    )
