"""The poll for any OpenRosa client, such as ODK Collect: formList, form, manifest, submission."""
