"""Every form in one look, whoever wrote it: labels above, hints and errors tied to their field."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

_CHOSEN_BY_TICK = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)


class Field(BoundField):
    """A bound field that knows the kit's class of its widget."""

    @property
    def ticked(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def several(self) -> bool:
        """A group of ticks: its name is a legend, not a label."""
        return isinstance(self.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        own = str(shown.attrs.get("class", ""))
        kind = kit_class(shown)
        if kind and kind not in own.split():
            built["class"] = f"{own} {kind}".strip()
        if shown.attrs.get("placeholder") == self.label:  # the label stands above already
            built["placeholder"] = ""
        if self.errors:
            built["class"] = f"{built.get('class', own)} is-invalid".strip()
        return built


def kit_class(widget: forms.Widget) -> str:
    """The class under which the kit draws a widget; nothing for what is hidden."""
    if widget.is_hidden:
        return ""
    if isinstance(widget, _CHOSEN_BY_TICK):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class Look(TemplatesSetting):
    """Named in ``FORM_RENDERER``."""

    form_template_name = "pages/form.html"
    field_template_name = "pages/field.html"
    bound_field_class = Field
