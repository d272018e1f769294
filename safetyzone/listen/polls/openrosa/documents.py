"""The XML documents of the OpenRosa interface, written and read.

Sources: OpenRosa Form List API, Form Submission API and Metadata Schema (docs.getodk.org/openrosa).
"""

import hashlib
import re
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from safetyzone.listen.polls.models import Wave, WaveMode

LIST: Final = "http://openrosa.org/xforms/xformsList"
MANIFEST: Final = "http://openrosa.org/xforms/xformsManifest"
RESPONSE: Final = "http://openrosa.org/http/response"
CODE: Final = "invitation-code"  # the question that a random sample's form begins with
_CODE_LABELS: Final = {"th": "รหัสในจดหมายเชิญ", "en": "The code in your letter"}


class BadSubmission(ValueError):
    """The document is not a submission that can be read; the sentence says why."""


def form_id(wave: Wave) -> str:
    """One form a wave: the id says which wave an answer belongs to."""
    return f"{wave.questionnaire.code}--{wave.token}"


def token_of(form: str) -> str:
    """The wave's token in a form id; empty if there is none."""
    return form.rpartition("--")[2] if "--" in form else ""


def xform(wave: Wave) -> str:
    """The questionnaire's XForm under the wave's id; with a question for the code where codes were sent."""
    text = wave.questionnaire.xform
    text = re.sub(r"(<data\b[^>]*?\bid=)\"[^\"]*\"", lambda found: found[1] + quoteattr(form_id(wave)), text, count=1)
    text = re.sub(r"<h:title>.*?</h:title>", f"<h:title>{escape(wave.title)}</h:title>", text, count=1, flags=re.DOTALL)
    return _with_code(text) if wave.mode == WaveMode.PROBABILITY else text


def _with_code(text: str) -> str:
    label = escape(" · ".join(_CODE_LABELS.values()))
    text = re.sub(r"(<data\b[^>]*>)", rf"\1<{CODE}/>", text, count=1)
    bind = f'<bind nodeset="/data/{CODE}" type="string" required="true()"/>'
    text = text.replace("<bind ", bind + "<bind ", 1)
    asked = f'<input ref="/data/{CODE}"><label>{label}</label></input>'
    return re.sub(r"(<h:body\b[^>]*>)", rf"\1{asked}", text, count=1)


def form_list(waves: list[Wave], base: str) -> bytes:
    """``base``: absolute address up to and including ``/openrosa/…/``."""
    root = Element("xforms", xmlns=LIST)
    for wave in waves:
        form = SubElement(root, "xform")
        made = xform(wave)
        for name, value in (
            ("formID", form_id(wave)),
            ("name", f"{wave.zone.name}: {wave.title}"),
            ("version", wave.questionnaire.version),
            ("hash", "md5:" + hashlib.md5(made.encode(), usedforsecurity=False).hexdigest()),
            ("descriptionText", wave.questionnaire.title),
            ("downloadUrl", f"{base}forms/{form_id(wave)}.xml"),
            ("manifestUrl", f"{base}manifests/{form_id(wave)}.xml"),
        ):
            SubElement(form, name).text = value
    return _document(root)


def manifest() -> bytes:
    """No media files: the questionnaires carry everything in themselves."""
    return _document(Element("manifest", xmlns=MANIFEST))


def response(message: str, nature: str) -> bytes:
    """``nature``: submit_success, submit_error …"""
    root = Element("OpenRosaResponse", xmlns=RESPONSE)
    SubElement(root, "message", nature=nature).text = message
    return _document(root)


def _document(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>' + tostring(root)


def read_submission(document: bytes) -> tuple[str, str, dict[str, Any]]:
    """(form id, instance id, answers by question name). A name that occurs several times holds a list."""
    try:
        root = fromstring(document)
    except (ParseError, DefusedXmlException) as problem:
        raise BadSubmission(f"The submission is not XML that can be read: {problem}") from problem
    answers: dict[str, Any] = {}
    instance = ""
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        text = (element.text or "").strip()
        if name == "instanceID":
            instance = text
        elif len(element) == 0 and text and element is not root:
            earlier = answers.get(name)
            answers[name] = text if earlier is None else [*(earlier if isinstance(earlier, list) else [earlier]), text]
    if not instance or len(instance) > 200:
        raise BadSubmission("The submission has no instanceID in its meta element.")
    return str(root.get("id") or ""), instance, answers
