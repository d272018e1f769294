"""Django's settings. What a station may change comes from the environment (``environment.py``), nothing else."""

from pathlib import Path

import django_stubs_ext

from safetyzone.config import environment, sign_in

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = environment.data_folder()

SECRET_KEY = environment.secret("SAFETYZONE_SECRET_KEY", "secret-key")
AUDIT_KEY = environment.secret("SAFETYZONE_AUDIT_KEY", "audit-key")
AUDIT_CHECKPOINTS = DATA / "checkpoints"
DEBUG = environment.flag("SAFETYZONE_DEBUG")
DEMO = environment.flag("SAFETYZONE_DEMO")  # role cards on the first page; served on loopback only
ALLOWED_HOSTS = [*environment.words("SAFETYZONE_HOSTS"), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.words("SAFETYZONE_ORIGINS")
ADDRESS = environment.address()
TILES_URL = environment.text("SAFETYZONE_TILES") or "https://tile.openstreetmap.org/{z}/{x}/{y}.png"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # our form templates are found beside Django's own
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_htmx",
    "django_q",
    "safetyzone.foundation.places",
    "safetyzone.foundation.people",
    "safetyzone.foundation.access",
    "safetyzone.foundation.audit",
    "safetyzone.foundation.privacy",
    "safetyzone.foundation.partners",
    "safetyzone.foundation.decisions",
    "safetyzone.foundation.runs",
    "safetyzone.foundation.media",
    "safetyzone.foundation.jobs",
    "safetyzone.foundation.pages",
    "safetyzone.listen.incidents",
    "safetyzone.listen.polls",
    "safetyzone.listen.suggestions",
    "safetyzone.listen.budgets",
    "safetyzone.listen.walks",
    "safetyzone.analyse.pictures",
    "safetyzone.plan.problems",
    "safetyzone.act.tasks",
    "safetyzone.act.meetings",
    "safetyzone.measure.targets",
    "safetyzone.measure.index",
    "safetyzone.measure.effects",
    "safetyzone.publish.site",
    "safetyzone.publish.briefs",
    "safetyzone.programme.committee",
    "safetyzone.programme.selection",
    "safetyzone.programme.rollout",
    "safetyzone.programme.board",
    "safetyzone.config.local",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "safetyzone.foundation.people.language.LanguageOfReader",
    "safetyzone.foundation.audit.memory.MemoryOfAnswer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "safetyzone.foundation.pages.security.ContentSecurityPolicy",
]

ROOT_URLCONF = "safetyzone.config.urls"
WSGI_APPLICATION = "safetyzone.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [PACKAGE / "templates"],  # the sign-in pages and error pages in our look
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "safetyzone.config.navigation.page_frame",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "safetyzone.foundation.people.adapter.ClosedSignup"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A whole station signs in from one address in the minutes before the shift; guessing stays limited by account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.flag("SAFETYZONE_HTTPS") else 0
SOCIALACCOUNT_ADAPTER = "safetyzone.foundation.people.adapter.KnownPeopleOnly"
SOCIALACCOUNT_PROVIDERS = sign_in.openid_connect()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an address that the organisation has verified belongs to its account here
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SIGN_IN_ORIGIN = sign_in.openid_origin()
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "safetyzone.foundation.people.keys.AddKey",
    "edit_webauthn": "safetyzone.foundation.people.keys.RenameKey",
}
MFA_TOTP_ISSUER = "safetyzone"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.flag("SAFETYZONE_HTTPS")  # browsers allow it on localhost alone
globals().update(sign_in.mail())
PHONE_URL = sign_in.phone_provider()
PHONE_KEY = environment.text("SAFETYZONE_PHONE_KEY")
PHONE_COUNTRY = environment.text("SAFETYZONE_PHONE_COUNTRY").lstrip("+")
DEFAULT_FROM_EMAIL = environment.text("SAFETYZONE_MAIL_FROM") or "safetyzone@localhost"
FORM_RENDERER = "safetyzone.foundation.pages.forms.Look"

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: WhiteNoise serves each app's files from where they are
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "media", "base_url": "/media/"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# What the front-end build names by its content never changes: browsers may keep it.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/assets/.+-[A-Za-z0-9_-]{8}\."
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.flag("SAFETYZONE_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# An uploaded incident file goes to disk, never to memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# A killed worker's job is handed out again after this long; a running one renews its hold (docs/decisions/0005-jobs.md).
JOB_HOLD_SECONDS = environment.number("SAFETYZONE_JOB_HOLD", default=120)
Q_CLUSTER = {
    "name": "safetyzone",
    "orm": "default",
    "broker_class": "safetyzone.foundation.jobs.broker.Queue",
    "workers": 1,
    "timeout": 3600,
    "retry": 3700,  # unused: the broker's short, renewable lock stands in its place
    "max_attempts": 0,  # counted in foundation/jobs, where killed workers count too
    "ack_failures": False,  # a failed message stays and is delivered again when its pause is over
    "catch_up": False,
    "poll": 1,
    "bulk": 1,
    "save_limit": -1,
    "log_level": "WARNING",
}

SILENCED_SYSTEM_CHECKS: list[str] = []
