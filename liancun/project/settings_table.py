"""Every setting of the program in one table: where it comes from, what it means, when it is unsafe.

Settings come from the environment and nowhere else. `settings.py` reads them through `value`;
`deploy-check` and a production start ask `faults`; `docs/settings.md` is written from the same table.
No Django here: the table is read before Django is set up.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from liancun.framework.crypto import masters
from liancun.framework.database import launcher
from liancun.project import settings_safety as safety
from liancun.project.kept_secrets import kept_secret
from liancun.project.settings_row import Environment, Setting, SettingError, fixed, mode
from liancun.project.settings_sign_in import SIGN_IN

__all__ = [
    "BY_NAME",
    "ROOT",
    "TABLE",
    "Environment",
    "Setting",
    "SettingError",
    "faults",
    "mode",
    "refuse_unsafe",
    "value",
    "warnings",
]

ROOT = Path(__file__).resolve().parents[2]


def value(name: str, environment: Environment | None = None) -> Any:
    """The setting as text, int, bool, Path (None when there is none) or list of texts, by its kind.

    Raises SettingError when the text in the environment cannot be read, KeyError for an unknown name.
    """
    source = os.environ if environment is None else environment
    row = BY_NAME[name]
    text = source.get(name, "").strip()
    return _read(row, text) if text else row.default(source)


def faults(environment: Environment | None = None) -> list[str]:
    """One sentence for each setting that a production start refuses; empty when all are safe."""
    source = os.environ if environment is None else environment
    found = []
    for row in TABLE:
        try:
            reason = row.unsafe(value(row.name, source), source)
        except SettingError as error:
            reason = str(error)
        if reason:
            found.append(reason if reason.startswith(row.name) else f"{row.name}: {reason}")
    return found


def warnings(environment: Environment | None = None) -> list[str]:
    """One sentence for each setting that is allowed and unwise; none for what cannot be read."""
    source = os.environ if environment is None else environment
    found = []
    for row in TABLE:
        try:
            reason = row.careless(value(row.name, source), source)
        except SettingError:
            continue
        if reason:
            found.append(f"{row.name}: {reason}")
    return found


def refuse_unsafe(environment: Environment | None = None) -> None:
    """In production raise SettingError naming every unsafe setting; do nothing in the other modes."""
    if mode(environment) == "production" and (found := faults(environment)):
        raise SettingError("production start refused:\n" + "\n".join(f"  - {line}" for line in found))


def _read(row: Setting, text: str) -> Any:
    if row.kind == "whole":
        return _whole(row.name, text)
    if row.kind == "flag":
        return _flag(row.name, text)
    if row.kind == "path":
        return Path(text).expanduser()
    if row.kind == "file":
        return _file(row.name, text)
    if row.kind == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _file(name: str, text: str) -> Path:
    """A file that must be there: what it says would otherwise be left out without a word."""
    path = Path(text).expanduser()
    if not path.is_file():
        raise SettingError(f"{name} is {text!r}, where there is no file; write its path or unset {name}.")
    return path


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise SettingError(f"{name} is {text!r}; write a whole number.") from None


def _flag(name: str, text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is {text!r}; write true or false.")


# --- defaults --------------------------------------------------------------------------------------


def _unless_production(make: Callable[[Environment], Any], missing: Any) -> Callable[[Environment], Any]:
    """Outside production the program makes its own; in production the operator must say it."""
    return lambda source: missing if mode(source) == "production" else make(source)


def _data_dir(source: Environment) -> Path:
    return ROOT / ".data" / "test" if mode(source) == "test" else ROOT / ".data"


def _files_dir(source: Environment) -> Path:
    return Path(value("LIANCUN_DATA_DIR", source)) / "files"


def _secret_key(source: Environment) -> str:
    return kept_secret(value("LIANCUN_DATA_DIR", source) / "secret-key", lambda: secrets.token_urlsafe(64))


def _field_keys_file(source: Environment) -> Path:
    path = Path(value("LIANCUN_DATA_DIR", source)) / "field-keys"
    kept_secret(path, masters.new_file)
    return path


def _person_keys(source: Environment) -> Path | None:
    keys = value("LIANCUN_FIELD_KEYS_FILE", source)
    return None if keys is None else Path(keys).with_name("person-keys.sqlite3")


def _database_url(source: Environment) -> str:
    return launcher.app_url(value("LIANCUN_DATA_DIR", source))


def _owner_url(source: Environment) -> str:
    return launcher.owner_url(value("LIANCUN_DATA_DIR", source))


def _public_url(source: Environment) -> str:
    return f"http://127.0.0.1:{value('LIANCUN_PORT', source)}"


# --- what production refuses -----------------------------------------------------------------------


def _mode_fault(setting: str, source: Environment) -> str | None:
    return (
        None
        if mode(source) == "production"
        else f"is {setting!r}; a county's own service runs as production."
    )


def _masters_fault(setting: Path | None, source: Environment) -> str | None:
    return _kept_apart(setting, source) or safety.key_lines_fault(setting)


def _person_keys_fault(setting: Path | None, source: Environment) -> str | None:
    """A store of the county's own guards its keys itself."""
    own = value("LIANCUN_KEY_STORE", source) != BY_NAME["LIANCUN_KEY_STORE"].default(source)
    return None if own else _kept_apart(setting, source)


def _kept_apart(setting: Path | None, source: Environment) -> str | None:
    carried = (value("LIANCUN_DATA_DIR", source), value("LIANCUN_FILES_DIR", source), ROOT)
    return safety.keys_fault(setting, [Path(one) for one in carried if one is not None])


def _owner_fault(setting: str, source: Environment) -> str | None:
    if not setting:
        return None  # the serving process is better off without it; migrations and backups need it
    if urlsplit(setting).username == urlsplit(value("LIANCUN_DATABASE_URL", source)).username:
        return "uses the same role as LIANCUN_DATABASE_URL; the role that serves must own nothing."
    return safety.database_fault(setting, source)


TABLE: tuple[Setting, ...] = (
    Setting(
        "LIANCUN_MODE",
        "text",
        lambda source: mode(source),
        "demo",
        "运行方式：demo 示范、test 测试、production 正式",
        "how it runs: demo, test or production",
        _mode_fault,
    ),
    Setting(
        "LIANCUN_SECRET_KEY",
        "text",
        _unless_production(_secret_key, ""),
        "made in the data folder (demo, test)",
        "签名用的密钥",
        "signs sessions and one-time links",
        safety.secret_fault,
    ),
    Setting(
        "LIANCUN_FIELD_KEYS_FILE",
        "path",
        _unless_production(_field_keys_file, None),
        "made in the data folder (demo, test)",
        "字段加密密钥文件：每行“编号:密钥（32 字节，Base64）”，第一行为现用；存放在数据库和备份之外",
        "keys of encrypted fields: each line `id:key (32 bytes, Base64)`, the first is in use; "
        "kept outside database and backup",
        _masters_fault,
    ),
    Setting(
        "LIANCUN_PERSON_KEYS",
        "path",
        _person_keys,
        "person-keys.sqlite3, beside the field keys",
        "个人密钥库：每人一把密钥，由字段加密密钥封存；删除个人信息即销毁其密钥；存放在数据库和备份之外",
        "store of persons' own keys, wrapped under the field keys; erasing a person destroys theirs; "
        "kept outside database and backup",
        _person_keys_fault,
    ),
    Setting(
        "LIANCUN_KEY_STORE",
        "text",
        fixed("liancun.framework.crypto.store.FileStore"),
        "a SQLite file of its own",
        "个人密钥库的实现（类名），可换成本县自己的密码设备或国密实现",
        "class that keeps persons' keys; a county may put its own in its place",
        safety.never,
    ),
    Setting(
        "LIANCUN_DATABASE_URL",
        "text",
        _unless_production(_database_url, ""),
        "embedded database (demo, test)",
        "提供服务的数据库地址，角色不拥有任何表",
        "database of the service; the role owns nothing",
        safety.database_fault,
    ),
    Setting(
        "LIANCUN_DATABASE_OWNER_URL",
        "text",
        _unless_production(_owner_url, ""),
        "embedded database (demo, test)",
        "迁移与备份用的数据库地址，角色为所有者；提供服务的进程不需要",
        "database as its owner, for migrations and backups; the serving process does not need it",
        _owner_fault,
    ),
    Setting(
        "LIANCUN_DATA_DIR",
        "path",
        _unless_production(_data_dir, None),
        ".data (demo), .data/test (test)",
        "数据文件夹",
        "folder of everything the program keeps",
        safety.folder_fault,
    ),
    Setting(
        "LIANCUN_FILES_DIR",
        "path",
        lambda source: None if value("LIANCUN_DATA_DIR", source) is None else _files_dir(source),
        "files, in the data folder",
        "附件文件夹，不在网站目录内",
        "folder of attachments, outside the web root",
        safety.folder_fault,
    ),
    Setting(
        "LIANCUN_ALLOWED_HOSTS",
        "list",
        _unless_production(fixed(["127.0.0.1", "localhost", "[::1]", "testserver"]), []),
        "this machine (demo, test)",
        "服务使用的主机名，逗号分隔",
        "host names the service answers to, separated by commas",
        safety.hosts_fault,
    ),
    Setting(
        "LIANCUN_PUBLIC_URL",
        "text",
        _unless_production(_public_url, ""),
        "http://127.0.0.1:PORT (demo, test)",
        "公开网页的地址，用于二维码",
        "address of the public pages, printed in QR codes",
        safety.public_url_fault,
    ),
    Setting(
        "LIANCUN_PLAYBOOKS_DIR",
        "path",
        fixed(ROOT / "playbooks"),
        "playbooks",
        "制度文件夹",
        "folder of the playbooks",
        safety.never,
    ),
    Setting(
        "LIANCUN_PORT",
        "whole",
        fixed(8000),
        "8000",
        "服务端口",
        "port of the service",
        safety.between(1, 65535, "a port is a number of that range"),
    ),
    Setting(
        "LIANCUN_HTTPS",
        "flag",
        fixed(False),
        "false",
        "前面的代理是否使用 HTTPS",
        "whether the proxy in front speaks HTTPS",
        safety.https_fault,
    ),
    Setting(
        "LIANCUN_UPLOAD_LIMIT_MB",
        "whole",
        fixed(20),
        "20",
        "单个附件上限（MB）",
        "largest attachment, in MB",
        safety.between(1, 100, "larger files stop the service for others"),
    ),
    *SIGN_IN,
    Setting(
        "LIANCUN_CALENDAR_FILE",
        "file",
        fixed(None),
        "none",
        "工作日历补充文件（县里可更新）",
        "working days published later than this release, as a file the county can update",
        safety.never,
    ),
    Setting(
        "LIANCUN_LOG_LEVEL",
        "text",
        lambda source: "WARNING" if mode(source) == "test" else "INFO",
        "INFO",
        "日志级别",
        "how much is logged",
        safety.log_fault,
    ),
)

BY_NAME: dict[str, Setting] = {row.name: row for row in TABLE}
