"""How each language of the site writes dates; FORMAT_MODULE_PATH points here."""
