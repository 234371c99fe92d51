"""The verbs of `liancun …`: one table, each verb a function named by its place and found when asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

Handler = Callable[[list[str]], "int | None"]


@dataclass(frozen=True)
class Verb:
    """`place` is "module:function", called with the arguments that follow; `django` sets it up first."""

    name: str
    place: str
    meaning: str
    django: bool = True


VERBS: tuple[Verb, ...] = (
    Verb(
        "demo",
        "liancun.project.supervisor:main",
        "the whole platform with a demonstration county",
        django=False,
    ),
    Verb(
        "serve",
        "liancun.project.operations:serve",
        "serve the pages (a database must be there)",
        django=False,
    ),
    Verb("work", "liancun.project.operations:work", "work on the jobs that wait"),
    Verb(
        "migrate",
        "liancun.project.operations:migrate",
        "bring the database's tables up to date, as its owner",
    ),
    Verb("load-demo", "liancun.project.operations:load_demo", "fill an empty database with a demonstration"),
    Verb(
        "backup",
        "liancun.project.backup:backup_command",
        "write database and files into one archive",
        django=False,
    ),
    Verb(
        "restore",
        "liancun.project.backup:restore_command",
        "fill an empty database from an archive",
        django=False,
    ),
    Verb(
        "deploy-check",
        "liancun.project.deploy_check:main",
        "what a production start would refuse",
        django=False,
    ),
    Verb(
        "settings",
        "liancun.project.settings_page:main",
        "write docs/settings.md, or --check it",
        django=False,
    ),
    Verb("plan", "liancun.project.planning:plan_command", "propose groups of villages from an Excel table"),
    Verb("playbook check", "liancun.project.playbooks:check_command", "explain every fault of a playbook"),
    Verb("playbook apply", "liancun.project.playbooks:apply_command", "put a county's playbook into force"),
    Verb(
        "audit verify",
        "liancun.project.verifying:audit_verify",
        "recompute the sealed log and name the first break",
    ),
    Verb("audit seal", "liancun.project.verifying:audit_seal", "link the waiting rows into the sealed log"),
    Verb(
        "books verify", "liancun.project.verifying:books_verify", "recompute every book's chain and balances"
    ),
    Verb(
        "people verify",
        "liancun.project.verifying:people_verify",
        "count persons, households and rolls anew; --mend",
    ),
    Verb(
        "publish export",
        "liancun.project.publishing:export_command",
        "write the public pages as signed files for a county's own site",
    ),
    Verb(
        "publish verify",
        "liancun.project.publishing:verify_command",
        "check a folder of exported pages against the key",
    ),
    Verb(
        "publish import",
        "liancun.project.publishing:import_command",
        "take in a sealed file of objections, complaints and ratings from outside, each once",
    ),
    Verb(
        "publish pack",
        "liancun.project.publishing:pack_command",
        "sign and seal collected records to carry them back",
    ),
    Verb(
        "publish office-key",
        "liancun.project.publishing:office_key_command",
        "print the public key that returned files are sealed to",
    ),
    Verb(
        "publish key", "liancun.project.publishing:key_command", "make a signing key and print its public one"
    ),
    Verb("keys make", "liancun.project.keys:make", "the first keys of a new installation", django=False),
    Verb("keys list", "liancun.project.keys:list_command", "which keys there are and how much is under each"),
    Verb(
        "keys rotate", "liancun.project.keys:rotate", "a new master key; everything is sealed anew under it"
    ),
    Verb("keys drop", "liancun.project.keys:drop", "take out a former key that nothing is under"),
    Verb("keys verify", "liancun.project.keys:verify", "open every sealed value, and show none"),
    Verb("keys copy", "liancun.project.keys:copy", "copy the keys to a folder apart from the backups"),
    Verb(
        "compile-translations",
        "liancun.project.translations:compile_command",
        "compile the po files",
        django=False,
    ),
    Verb(
        "check-translations",
        "liancun.project.translations:check_command",
        "find words without English",
        django=False,
    ),
    Verb("shell", "liancun.project.operations:shell", "a Python prompt with the models"),
    Verb("django", "liancun.project.operations:django", "any Django management command"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the verb that begins `arguments`; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liancun.project.settings")
    verb, rest = _find(list(arguments))
    if verb is None:
        return _help(wanted=bool(arguments) and arguments[0] not in {"help", "-h", "--help"})
    try:
        if verb.django:
            import_module("django").setup()
        return _handler(verb)(rest) or 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _is_a_sentence(error):
            raise
        print(f"× {error}", file=sys.stderr)
        return 1


def _find(arguments: list[str]) -> tuple[Verb | None, list[str]]:
    for verb in VERBS:
        words = verb.name.split()
        if arguments[: len(words)] == words:
            return verb, arguments[len(words) :]
    return None, arguments


def _handler(verb: Verb) -> Handler:
    module, name = verb.place.split(":")
    return cast(Handler, getattr(import_module(module), name))


def _is_a_sentence(error: Exception) -> bool:
    """Whether the message alone tells a person what to do; anything else keeps its traceback."""
    from liancun.framework.database.errors import LaunchError
    from liancun.kernel.errors import Refusal, Refusals
    from liancun.project.faults import OperationError
    from liancun.project.settings_table import SettingError

    return isinstance(error, LaunchError | OperationError | SettingError | Refusal | Refusals)


def _help(*, wanted: bool) -> int:
    sink = sys.stderr if wanted else sys.stdout
    width = max(len(verb.name) for verb in VERBS)
    for verb in VERBS:
        print(f"  liancun {verb.name:<{width}}  {verb.meaning}", file=sink)
    return 2 if wanted else 0
