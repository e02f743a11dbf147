"""What the web server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# A page makes some ten thousand short-lived objects, and Python would look through them, and through all of Django,
# several times for each page (a millisecond of six). What is loaded stays; the rest is looked at every few pages.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
