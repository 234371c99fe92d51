"""Django settings, read from the one table of `settings_table`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from liancun.project.settings_table import mode, refuse_unsafe, value

ROOT = Path(__file__).resolve().parents[2]
CONTEXTS_DIR = ROOT / "liancun" / "contexts"

MODE = mode()
refuse_unsafe()
PRODUCTION = MODE == "production"
DEBUG = False
SECRET_KEY = value("LIANCUN_SECRET_KEY")
ALLOWED_HOSTS = value("LIANCUN_ALLOWED_HOSTS")
ROOT_URLCONF = "liancun.project.urls"
WSGI_APPLICATION = "liancun.project.wsgi.application"
AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A context exists when its folder has an apps.py.
CONTEXTS = sorted(path.parent.name for path in CONTEXTS_DIR.glob("*/apps.py"))
INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "liancun.framework",
    *(f"liancun.contexts.{name}" for name in CONTEXTS),
    "liancun.demo",
    "liancun.project",
]

MIDDLEWARE = [
    "liancun.framework.web.middleware.request_log",
    "liancun.framework.web.middleware.writable_query",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "liancun.framework.web.middleware.response_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "liancun.framework.web.middleware.preferences",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "liancun.contexts.identity.web.sessions.signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "liancun.framework.web.middleware.session_limits",
    "liancun.contexts.identity.web.step_up.StepUp",
    "liancun.framework.web.middleware.scoped",
    "liancun.contexts.access.web.watching.watched",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            ROOT / "liancun" / "framework" / "web" / "templates",
            *(CONTEXTS_DIR / name / "web" / "templates" for name in CONTEXTS),
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "liancun.framework.web.frame.frame",
            ],
            "builtins": ["liancun.framework.templatetags.liancun"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


# Progress of jobs and refusals are written beside a transaction that may fail.
_ASIDE = {"aside": _database(value("LIANCUN_DATABASE_URL"))}
_OWNER_URL = value("LIANCUN_DATABASE_OWNER_URL")
DATABASES = {"default": _database(value("LIANCUN_DATABASE_URL")), **_ASIDE}
if _OWNER_URL:
    # Only migrations, dumps and the test template use it; nothing that serves.
    DATABASES["owner"] = {**_database(_OWNER_URL), "TEST": {"MIRROR": "default"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "liancun" / "kernel" / "locale"]
LANGUAGE_COOKIE_NAME = "liancun_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / ".build" / "collected"
STATICFILES_DIRS = [ROOT / ".build" / "static"] if (ROOT / ".build" / "static").is_dir() else []
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000 if PRODUCTION else 60

PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
LOGIN_URL = "identity:sign_in"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "liancun_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = value("LIANCUN_HTTPS")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = value("LIANCUN_HTTPS")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "liancun.framework.web.faults.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if value("LIANCUN_HTTPS") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if value("LIANCUN_HTTPS") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

LIANCUN_MODE = value("LIANCUN_MODE")
LIANCUN_DATA_DIR = value("LIANCUN_DATA_DIR")
LIANCUN_FILES_DIR = value("LIANCUN_FILES_DIR")
LIANCUN_PUBLIC_URL = value("LIANCUN_PUBLIC_URL").rstrip("/")
LIANCUN_PLAYBOOKS_DIR = value("LIANCUN_PLAYBOOKS_DIR")
LIANCUN_FIELD_KEYS_FILE = value("LIANCUN_FIELD_KEYS_FILE")
LIANCUN_PERSON_KEYS = value("LIANCUN_PERSON_KEYS")
LIANCUN_KEY_STORE = value("LIANCUN_KEY_STORE")
LIANCUN_UPLOAD_LIMIT_MB = value("LIANCUN_UPLOAD_LIMIT_MB")
LIANCUN_SESSION_IDLE_MINUTES = value("LIANCUN_SESSION_IDLE_MINUTES")
LIANCUN_SESSION_MAX_HOURS = value("LIANCUN_SESSION_MAX_HOURS")
LIANCUN_TODO_SECONDS = value("LIANCUN_TODO_SECONDS")
LIANCUN_LOGIN_FAILURES = value("LIANCUN_LOGIN_FAILURES")
LIANCUN_LOCKOUT_MINUTES = value("LIANCUN_LOCKOUT_MINUTES")
LIANCUN_OIDC_ISSUER = value("LIANCUN_OIDC_ISSUER")
LIANCUN_OIDC_CLIENT_ID = value("LIANCUN_OIDC_CLIENT_ID")
LIANCUN_OIDC_SECRET_FILE = value("LIANCUN_OIDC_SECRET_FILE")
LIANCUN_OIDC_CLAIM = value("LIANCUN_OIDC_CLAIM")
LIANCUN_SECOND_FACTOR = value("LIANCUN_SECOND_FACTOR")
LIANCUN_STEP_UP = value("LIANCUN_STEP_UP")
LIANCUN_IDLE_ACCOUNT_DAYS = value("LIANCUN_IDLE_ACCOUNT_DAYS")
LIANCUN_CALENDAR_FILE = value("LIANCUN_CALENDAR_FILE")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOG_LEVEL = value("LIANCUN_LOG_LEVEL")
LOGGING_CONFIG = "liancun.framework.logs.configure"
LOGGING = {"level": LOG_LEVEL}
