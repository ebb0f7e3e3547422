# Logs in to the database as the project does and tells whether it worked. The project's code is read, never run; its
# password goes into a file that psql reads, lives for a second and is seen by nobody.
#   django-login.py PROJECT PSQL
import ast
import glob
import os
import pwd
import re
import subprocess
import sys
import tempfile
from urllib.parse import parse_qsl, unquote, urlsplit

project, psql = sys.argv[1:3]


def tell(state, what, detail):
    print("%s\t%s\t%s" % (state, what, " ".join(str(detail).split())))


class Unknown(Exception):
    pass


def environment():
    """What the service's process has, else what its unit and .env files say."""
    found = {}

    def lines(text):
        for line in text.splitlines():
            match = re.match(r"\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$", line)
            if match:
                value = match.group(2).strip()
                if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                    value = value[1:-1]
                found[match.group(1)] = value

    def file(path):
        try:
            with open(path, encoding="utf-8", errors="replace") as source:
                lines(source.read(1 << 20))
        except OSError:
            pass

    for path in glob.glob(project + "/.env") + glob.glob(project + "/*/.env"):
        file(path)
    for unit in glob.glob("/etc/systemd/system/*.service") + glob.glob("/lib/systemd/system/*.service"):
        try:
            with open(unit, encoding="utf-8", errors="replace") as source:
                text = source.read(1 << 20)
        except OSError:
            continue
        if project not in text:
            continue
        for path in re.findall(r"^EnvironmentFile=-?(.+)$", text, re.M):
            file(path.strip())
        for assignment in re.findall(r"^Environment=(.+)$", text, re.M):
            lines(assignment.strip().strip("\"'"))
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            with open(folder + "/cmdline", "rb") as source:
                line = source.read(1 << 16).replace(b"\0", b" ").decode("utf-8", "replace")
            if not re.search(r"gunicorn|uwsgi|daphne|uvicorn|hypercorn|waitress|runserver", line):
                continue
            if project not in line and os.readlink(folder + "/cwd").split("/") [: len(project.split("/"))] != project.split("/"):
                continue
            with open(folder + "/environ", "rb") as source:
                lines(source.read(1 << 20).replace(b"\0", b"\n").decode("utf-8", "replace"))
            break
        except OSError:
            continue
    return found


ENVIRONMENT = environment()


def name_of(node):
    if isinstance(node, ast.Attribute):
        return name_of(node.value) + "." + node.attr
    return node.id if isinstance(node, ast.Name) else "?"


def url(text):
    parts = urlsplit(text)
    return {
        "ENGINE": parts.scheme,
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def value(node, names):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and node.id in names:
        return value(names[node.id], {k: v for k, v in names.items() if k != node.id})
    if isinstance(node, ast.Dict):
        result = {}
        for key, item in zip(node.keys, node.values):
            try:
                if key is None:
                    result.update(value(item, names))
                else:
                    result[value(key, names)] = value(item, names)
            except Unknown:
                if key is not None and value(key, names) in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "default"):
                    raise
        return result
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(value(part.value if isinstance(part, ast.FormattedValue) else part, names)) for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return value(node.left, names) + value(node.right, names)
    if isinstance(node, ast.Subscript) and name_of(node.value).endswith("environ"):
        key = value(getattr(node.slice, "value", node.slice) if not isinstance(node.slice, ast.Constant) else node.slice, names)
        if key in ENVIRONMENT:
            return ENVIRONMENT[key]
        raise Unknown("the variable %s" % key)
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        if name in ("str", "int") and len(node.args) == 1:
            return str(value(node.args[0], names))
        if "dj_database_url" in name or name.endswith("env.db") or name.endswith("parse_database_url"):
            if name.endswith("parse"):
                return url(value(node.args[0], names))
            if "DATABASE_URL" in ENVIRONMENT:
                return url(ENVIRONMENT["DATABASE_URL"])
            raise Unknown("the variable DATABASE_URL")
        if re.search(r"(environ\.get|getenv|env|config|env\.str|env\.int)$", name) and node.args:
            key = value(node.args[0], names)
            if key in ENVIRONMENT:
                return ENVIRONMENT[key]
            default = node.args[1:] + [k.value for k in node.keywords if k.arg == "default"]
            if default:
                return value(default[0], names)
            raise Unknown("the variable %s" % key)
    raise Unknown("an expression in its settings")


def modules():
    """The settings module that manage.py or the service names comes first."""
    named = [ENVIRONMENT.get("DJANGO_SETTINGS_MODULE", "")]
    for path in (project + "/manage.py",):
        try:
            with open(path, encoding="utf-8", errors="replace") as source:
                named += re.findall(r"DJANGO_SETTINGS_MODULE[\"'],\s*[\"']([\w.]+)", source.read(1 << 20))
        except OSError:
            pass
    first = [project + "/" + module.replace(".", "/") + ".py" for module in named if module]
    rest = sorted(glob.glob(project + "/*/settings.py") + glob.glob(project + "/*/settings/*.py"))
    return [path for path in first if os.path.isfile(path)] + [path for path in rest if path not in first]


def database():
    why = "no settings with DATABASES were found"
    for path in modules():
        try:
            with open(path, "rb") as source:
                tree = ast.parse(source.read(1 << 22))
        except (OSError, SyntaxError, ValueError):
            continue
        names = {}
        for node in tree.body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        names[target.id] = node.value
        if "DATABASES" not in names:
            continue
        try:
            return value(names["DATABASES"], names)["default"]
        except Unknown as unknown:
            why = "its settings take the login from %s, which was not found" % unknown
        except (KeyError, TypeError, AttributeError, ValueError):
            why = "its DATABASES could not be understood"
    raise Unknown(why)


def escaped(text):
    return text.replace("\\", "\\\\").replace(":", "\\:")


def main():
    try:
        settings = database()
    except Unknown as unknown:
        tell("unchecked", "application", unknown)
        return
    text = {k: str(settings.get(k) or "") for k in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")}
    if not re.search(r"postg", text["ENGINE"]):
        tell("unchecked", "application", "its database is not PostgreSQL")
        return
    options = settings.get("OPTIONS") or {}
    what = "%s to %s" % (text["USER"], text["NAME"])
    environ = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10", "PGAPPNAME": "pgrampart"}
    for option, variable in (
        ("sslmode", "PGSSLMODE"),
        ("sslrootcert", "PGSSLROOTCERT"),
        ("sslcert", "PGSSLCERT"),
        ("sslkey", "PGSSLKEY"),
        ("channel_binding", "PGCHANNELBINDING"),
        ("passfile", "PGPASSFILE"),
        ("service", "PGSERVICE"),
    ):
        if isinstance(options, dict) and options.get(option):
            environ[variable] = str(options[option])
    become = None
    own = os.stat(project)
    account = os.getuid() if os.getuid() else own.st_uid
    if account != os.getuid():  # nothing of the project's is used with the rights of root

        def become():
            os.setgroups([])
            os.setgid(own.st_gid)
            os.setuid(own.st_uid)

    try:
        environ["HOME"] = pwd.getpwuid(account).pw_dir
    except KeyError:
        environ["HOME"] = "/nonexistent"
    with tempfile.TemporaryDirectory(prefix="pgrampart-") as folder:
        os.chmod(folder, 0o700)
        os.chown(folder, account, -1)
        if text["PASSWORD"]:
            path = folder + "/pass"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write("*:*:*:%s:%s\n" % (escaped(text["USER"]) or "*", escaped(text["PASSWORD"])))
            os.chown(path, account, -1)
            environ["PGPASSFILE"] = path
        command = [psql, "-XAtqw", "-c", "SELECT 1"]
        for flag, key in (("-h", "HOST"), ("-p", "PORT"), ("-U", "USER"), ("-d", "NAME")):
            if text[key]:
                command += [flag, text[key]]
        try:
            ran = subprocess.run(
                command,
                env=environ,
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=30,
                check=False,
                preexec_fn=become,
            )
        except (OSError, subprocess.TimeoutExpired):
            tell("unchecked", "application", "psql could not be run as the project's login")
            return
    said = ran.stderr.decode("utf-8", "replace").replace(text["PASSWORD"] or "\0", "***")
    if ran.returncode == 0 and ran.stdout.strip() == b"1":
        tell("passed", "application", what + ", as the project logs in")
    elif re.search(r"too many clients|remaining connection slots|too many connections", said):
        tell("unchecked", "application", "all connection slots of the server are taken")
    else:
        tell("refused", "application", what + ": " + said)


main()
