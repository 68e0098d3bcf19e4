"""The application as XML of WIPO Standard ST.96, version 6.0 (schema last modified 2022-10-03).

Writing needs no schema at hand. Element order is the schema's; values are cleaned the same way as
on paper, so that XML and PDF say the same. :func:`read_back` reads what :func:`to_xml` wrote.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from defusedxml.ElementTree import fromstring

from sentraki.cases.rules.dossier import Applicant, DossierFacts, MarkType, Paper, numbered
from sentraki.cases.rules.text import one_line

TMK = "http://www.wipo.int/standards/XMLSchema/ST96/Trademark"
COM = "http://www.wipo.int/standards/XMLSchema/ST96/Common"
VERSION = "V6_0"
LANGUAGE = "id"
FEATURES = {
    MarkType.WORD: "Word",
    MarkType.FIGURATIVE: "Figurative",
    MarkType.COMBINED: "Combined",
    MarkType.THREE_D: "Three dimensional",
    MarkType.SOUND: "Sound",
    MarkType.HOLOGRAM: "Hologram",
}
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "application/pdf": "PDF"}
register_namespace("tmk", TMK)
register_namespace("com", COM)


def to_xml(facts: DossierFacts) -> bytes:
    """The application as UTF-8 XML; the same facts give the same bytes.

    What the schema would reject is not raised here: ask ``st96_checks.problems`` first.
    """
    root = Element(_tmk("TrademarkApplication"), {_com("st96Version"): VERSION})
    software = _put(root, _com("RequestSoftware"))
    _put(software, _com("RequestSoftwareName"), "SentraKI")
    _put(root, _tmk("ApplicationFormName"), facts.form_name)
    _documents(root, facts)
    mark = _put(_put(root, _tmk("TrademarkBag")), _tmk("Trademark"))
    mark.set(_com("operationCategory"), "Insert")
    _head(mark, facts)
    _representation(mark, facts)
    if one_line(facts.disclaimer):
        bag = _put(mark, _tmk("MarkDisclaimerBag"))
        _put(bag, _tmk("MarkDisclaimerText"), facts.disclaimer, spoken=True)
    _goods(mark, facts)
    _applicants(mark, facts.applicant)
    payment = _put(_put(root, _com("PaymentBag")), _com("Payment"))
    fee = _put(payment, _com("FeePayableTotalAmount"), str(facts.amount))
    fee.set(_com("currencyCode"), "IDR")
    indent(root)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _tmk(name: str) -> str:
    return f"{{{TMK}}}{name}"


def _com(name: str) -> str:
    return f"{{{COM}}}{name}"


def _put(parent: Element, tag: str, text: str = "", *, spoken: bool = False) -> Element:
    child = SubElement(parent, tag)
    child.text = one_line(text) or None
    if spoken:
        child.set(_com("languageCode"), LANGUAGE)
    return child


def _put_if(parent: Element, tag: str, text: str, *, spoken: bool = False) -> None:
    if one_line(text):
        _put(parent, tag, text, spoken=spoken)


def _documents(root: Element, facts: DossierFacts) -> None:
    attached = [(name, paper) for name, paper in numbered(facts) if paper.kind != "label"]
    if not attached:
        return
    bag = _put(root, _com("DocumentIncludedBag"))
    for name, paper in attached:
        document = _put(bag, _com("DocumentIncluded"))
        document.set(_com("languageCode"), LANGUAGE)
        _put(document, _com("DocumentName"), paper.label or paper.kind)
        _put(document, _com("FileName"), name)
        if paper.mime in _FORMATS:
            _put(document, _com("DocumentFormatCategory"), _FORMATS[paper.mime])
        _put(document, _com("DocumentKindCategory"), paper.kind)
        if paper.dated_on:
            _put(document, _com("DocumentDate"), paper.dated_on.isoformat())


def _head(mark: Element, facts: DossierFacts) -> None:
    _put(mark, _com("RegistrationOfficeCode"), facts.registration_office)
    number = _put(mark, _com("ApplicationNumber"))
    _put(number, _com("ApplicationNumberText"), facts.case_code)
    _put(mark, _com("ApplicantFileReference"), facts.case_code)
    _put(mark, _com("ApplicationLanguageCode"), LANGUAGE)
    for category in mark_categories(facts):
        _put(mark, _tmk("MarkCategory"), category)


def mark_categories(facts: DossierFacts) -> list[str]:
    """ST.96's categories of the mark: trademark, service mark or both, collective or not."""
    kinds = ["trademark"] * facts.is_for_goods + ["service mark"] * facts.is_for_services
    if facts.is_collective:
        return [f"Collective {kind}" for kind in kinds] or ["Collective mark"]
    return [kind.capitalize() for kind in kinds] or ["Mark"]


def _representation(mark: Element, facts: DossierFacts) -> None:
    shown = _put(mark, _tmk("MarkRepresentation"))
    _put(shown, _tmk("MarkFeatureCategory"), FEATURES[facts.mark_type])
    reproduction = _put(shown, _tmk("MarkReproduction"))
    if one_line(facts.mark_name):
        words = _put(reproduction, _tmk("WordMarkSpecification"))
        _put(words, _tmk("MarkVerbalElementText"), facts.mark_name)
        _put(words, _tmk("MarkSignificantVerbalElementText"), significant(facts))
        _put_if(words, _tmk("MarkTranslationText"), facts.foreign_words, spoken=True)
        _put_if(words, _tmk("MarkTransliteration"), facts.transliteration)
        _put(words, _tmk("MarkStandardCharacterIndicator"), "false")
    if facts.label is not None:
        _image(_put(reproduction, _tmk("MarkImageBag")), facts, facts.label)
    if one_line(facts.description):
        bag = _put(shown, _tmk("MarkDescriptionBag"))
        _put(bag, _tmk("MarkDescriptionText"), facts.description, spoken=True)


def significant(facts: DossierFacts) -> str:
    """The significant words; the whole name in capitals unless something else was chosen."""
    return one_line(facts.significant) or one_line(facts.mark_name).upper()


def _image(bag: Element, facts: DossierFacts, label: Paper) -> None:
    image = _put(bag, _tmk("MarkImage"))
    _put(image, _com("FileName"), label_name(facts))
    if label.mime in ("image/jpeg", "image/png"):
        _put(image, _com("ImageFormatCategory"), _FORMATS[label.mime])
    _put_if(image, _tmk("MarkImageColourClaimedText"), facts.colours, spoken=True)
    _put(image, _com("ColourIndicator"), "true" if one_line(facts.colours) else "false")


def label_name(facts: DossierFacts) -> str:
    """The name of the label's file in the package; empty without a label."""
    return next((name for name, paper in numbered(facts) if paper.kind == "label"), "")


def _goods(mark: Element, facts: DossierFacts) -> None:
    if not facts.classes:
        return
    goods = _put(_put(mark, _tmk("GoodsServicesBag")), _tmk("GoodsServices"))
    classifications = _put(goods, _tmk("GoodsServicesClassificationBag"))
    descriptions = _put(goods, _tmk("ClassDescriptionBag"))
    for chosen in facts.classes:
        classification = _put(classifications, _tmk("GoodsServicesClassification"))
        _put(classification, _tmk("ClassificationKindCode"), "Nice")
        _put(classification, _tmk("ClassNumber"), str(chosen.number))
        description = _put(descriptions, _tmk("ClassDescription"))
        _put(description, _tmk("ClassNumber"), str(chosen.number))
        text = terms_text(chosen.terms)
        _put(description, _tmk("GoodsServicesDescriptionText"), text, spoken=True)


def terms_text(terms: tuple[str, ...]) -> str:
    """The terms of one class in one line, parted by semicolons."""
    return "; ".join(filter(None, map(one_line, terms)))


def _applicants(mark: Element, applicant: Applicant) -> None:
    if not one_line(applicant.name):
        return
    bag = _put(mark, _tmk("ApplicantBag"))
    names = [applicant.name, *filter(one_line, applicant.others)]
    for position, name in enumerate(names, start=1):
        entry = _put(bag, _tmk("Applicant"))
        entry.set(_com("sequenceNumber"), str(position))
        contact = _put(entry, _com("Contact"))
        contact.set(_com("languageCode"), LANGUAGE)
        _name(contact, name, is_body=applicant.is_body and position == 1)
        _address(contact, applicant)
        if position == 1:
            _ways_to_reach(contact, applicant)
        _put(entry, _com("NationalityCode"), applicant.nationality)


def _name(contact: Element, name: str, *, is_body: bool) -> None:
    bag = _put(contact, _com("Name"))
    if is_body:
        _put(_put(bag, _com("OrganizationName")), _com("OrganizationStandardName"), name)
    else:
        _put(_put(bag, _com("PersonName")), _com("PersonFullName"), name)


def _address(contact: Element, applicant: Applicant) -> None:
    address = applicant.address
    bag = _put(_put(contact, _com("PostalAddressBag")), _com("PostalAddress"))
    parts = _put(bag, _com("PostalStructuredAddress"))
    line = _put(parts, _com("AddressLineText"), address.street)
    line.set(_com("sequenceNumber"), "1")
    _put_if(parts, _com("CityName"), address.city)
    for category, name in _regions(applicant):
        _put(parts, _com("GeographicRegionName"), name).set(
            _com("geographicRegionCategory"), category
        )
    _put(parts, _com("CountryCode"), address.country)
    _put_if(parts, _com("PostalCode"), address.postcode)


def _regions(applicant: Applicant) -> Iterator[tuple[str, str]]:
    address = applicant.address
    named = (
        ("Province", address.province),
        ("District", address.district),
        ("Village", address.village),
    )
    return ((category, name) for category, name in named if one_line(name))


def _ways_to_reach(contact: Element, applicant: Applicant) -> None:
    if one_line(applicant.email):
        _put(_put(contact, _com("EmailAddressBag")), _com("EmailAddressText"), applicant.email)
    if one_line(applicant.phone):
        _put(_put(contact, _com("PhoneNumberBag")), _com("PhoneNumber"), applicant.phone)


_SINGLE = {
    "form": "tmk:ApplicationFormName",
    "registration_office": ".//com:RegistrationOfficeCode",
    "case_code": ".//com:ApplicationNumberText",
    "language": ".//com:ApplicationLanguageCode",
    "feature": ".//tmk:MarkFeatureCategory",
    "mark_name": ".//tmk:MarkVerbalElementText",
    "significant": ".//tmk:MarkSignificantVerbalElementText",
    "translation": ".//tmk:MarkTranslationText",
    "transliteration": ".//tmk:MarkTransliteration",
    "label": ".//tmk:MarkImage/com:FileName",
    "colours": ".//tmk:MarkImageColourClaimedText",
    "description": ".//tmk:MarkDescriptionText",
    "disclaimer": ".//tmk:MarkDisclaimerText",
    "street": ".//com:AddressLineText",
    "city": ".//com:CityName",
    "country": ".//com:CountryCode",
    "postcode": ".//com:PostalCode",
    "nationality": ".//com:NationalityCode",
    "email": ".//com:EmailAddressText",
    "phone": ".//com:PhoneNumber",
    "amount": ".//com:FeePayableTotalAmount",
}
_REPEATED = {
    "category": ".//tmk:MarkCategory",
    "document": ".//com:DocumentIncluded/com:FileName",
}
_NAMES = (".//com:PersonFullName", ".//com:OrganizationStandardName")
_SPACES = {"tmk": TMK, "com": COM}


def read_back(xml: bytes) -> dict[str, str]:
    """The values of an application by plain names; what is absent has no key.

    Repeated values are numbered: ``category.1``, ``applicant.1``, ``goods.<class>``,
    ``document.1``; regions are ``province``, ``district``, ``village``. Raises ``ParseError`` for
    text that is no XML, ``defusedxml`` errors for XML with entities or a document type.
    """
    root = fromstring(xml, forbid_dtd=True)
    found = {key: root.findtext(path, "", _SPACES) for key, path in _SINGLE.items()}
    for key, path in _REPEATED.items():
        elements = root.findall(path, _SPACES)
        found |= {f"{key}.{n}": element.text or "" for n, element in enumerate(elements, start=1)}
    for position, applicant in enumerate(root.findall(".//tmk:Applicant", _SPACES), start=1):
        names = (applicant.findtext(path, "", _SPACES) for path in _NAMES)
        found[f"applicant.{position}"] = next(filter(None, names), "")
        for region in applicant.findall(".//com:GeographicRegionName", _SPACES):
            found[region.get(_com("geographicRegionCategory"), "").lower()] = region.text or ""
    for description in root.findall(".//tmk:ClassDescription", _SPACES):
        number = description.findtext("tmk:ClassNumber", "", _SPACES)
        terms = description.findtext("tmk:GoodsServicesDescriptionText", "", _SPACES)
        found[f"goods.{number}"] = terms
    return {key: value for key, value in found.items() if value}
