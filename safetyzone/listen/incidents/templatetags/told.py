"""What the importer wrote about a file, in the reader's language."""

from django import template

from safetyzone.listen.incidents.sentences import in_readers_language

register = template.Library()
register.filter("told", in_readers_language)
