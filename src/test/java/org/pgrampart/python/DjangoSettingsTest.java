package org.pgrampart.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DjangoSettingsTest {
    @Test
    void aLiteralIsKnownWithItsLine() {
        Value debug = settings("import os\nDEBUG = True\n").find("DEBUG").orElseThrow();
        assertEquals(Optional.of(true), debug.truth());
        assertEquals(new Place("site/settings.py", 2), debug.place());
    }

    @Test
    void whatIsNotSetIsDjangosDefault() {
        assertTrue(settings("DEBUG = False\n").find("ALLOWED_HOSTS").isEmpty());
    }

    @Test
    void theSecretKeyIsKeptOnlyAsItsShape() {
        DjangoSettings settings = settings(
                "SECRET_KEY = 'django-insecure-abcabcabc'\nX_API_TOKEN = 'hush-hush'\nDB_PASS = 'hush-hush'\n");
        Value.Secret secret =
                assertInstanceOf(Value.Secret.class, settings.find("SECRET_KEY").orElseThrow());
        assertEquals(25, secret.shape().length());
        assertTrue(secret.shape().generated());
        String shown = settings.names().stream()
                .map(name -> settings.find(name).toString())
                .toList()
                .toString();
        assertFalse(shown.contains("abcabc") || shown.contains("hush"), shown);
    }

    @Test
    void hashersAreNoSecrets() {
        assertEquals(
                Optional.of(List.of("a.MD5PasswordHasher")),
                settings("PASSWORD_HASHERS = ['a.MD5PasswordHasher']\n")
                        .find("PASSWORD_HASHERS")
                        .orElseThrow()
                        .asTexts());
    }

    @Test
    void aVariableDecidesAndItsPresetIsTold() {
        for (String code : List.of(
                "import os\nDEBUG = os.environ.get('DEBUG', 'True') == 'True'\n",
                "import os\nDEBUG = os.getenv('DEBUG', 'true').lower() in ('1', 'true')\n",
                "import environ\nenv = environ.Env(DEBUG=(bool, True))\nDEBUG = env('DEBUG')\n",
                "import environ\nenv = environ.Env()\nDEBUG = env.bool('DEBUG', default=True)\n",
                "from decouple import config\nDEBUG = config('DEBUG', default=True, cast=bool)\n",
                "def env_bool(name, default): ...\nDEBUG = env_bool('DEBUG', True)\n")) {
            Value.Environment debug = assertInstanceOf(
                    Value.Environment.class, settings(code).find("DEBUG").orElseThrow(), code);
            assertEquals("DEBUG", debug.name());
            assertEquals(Optional.of(true), debug.preset().orElseThrow().truth(), code);
            assertEquals(Optional.empty(), debug.truth(), code);
            DjangoSettings resolved = settings(code, Map.of("DEBUG", "False"));
            assertEquals(
                    Optional.of(false), resolved.find("DEBUG").orElseThrow().truth(), code);
            DjangoSettings without = settings(code, Map.of());
            assertEquals(Optional.of(true), without.find("DEBUG").orElseThrow().truth(), code);
        }
    }

    @Test
    void hostsAreSplitFromAVariable() {
        for (String code : List.of(
                "import os\nALLOWED_HOSTS = os.environ['HOSTS'].split(',')\n",
                "ALLOWED_HOSTS = env.list('HOSTS', default=[])\n",
                "ALLOWED_HOSTS = config('HOSTS', default='*', cast=Csv())\n",
                "ALLOWED_HOSTS = [h.strip() for h in os.environ.get('HOSTS', '').split(',')]\n")) {
            assertEquals(
                    Optional.of(List.of("a.org", "b.org")),
                    settings(code, Map.of("HOSTS", "a.org,b.org"))
                            .find("ALLOWED_HOSTS")
                            .orElseThrow()
                            .asTexts(),
                    code);
        }
    }

    @Test
    void starImportsAndListsThatGrowAreFollowed() {
        List<SourceFile> files = List.of(
                file("site/settings/base.py", "DEBUG = True\nMIDDLEWARE = ['a', 'b']\nINSTALLED_APPS = ('x',)\n"),
                file(
                        "site/settings/production.py",
                        "from .base import *\nDEBUG = False\nMIDDLEWARE += ['c']\nMIDDLEWARE.insert(0, 'first')\n"
                                + "MIDDLEWARE.remove('b')\nINSTALLED_APPS = INSTALLED_APPS + ('y',)\n"),
                file("manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings.base')\n"),
                file("site/wsgi.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings.production')\n"));
        DjangoSettings settings = DjangoSettings.read(files, null).orElseThrow();
        assertEquals("site/settings/production.py", settings.module());
        assertEquals(List.of("site/settings/base.py"), settings.others());
        assertEquals(Optional.of(List.of("first", "a", "c")), settings.middleware());
        assertEquals(Optional.of(List.of("x", "y")), settings.installedApps());
        assertEquals(Optional.of(false), settings.find("DEBUG").orElseThrow().truth());
        DjangoSettings service = DjangoSettings.read(files, Map.of("DJANGO_SETTINGS_MODULE", "site.settings.base"))
                .orElseThrow();
        assertEquals("site/settings/base.py", service.module());
    }

    @Test
    void aConditionThatIsNotKnownLeavesBothCandidates() {
        Value debug = settings(
                        "import socket\nif socket.gethostname() == 'x':\n    DEBUG = True\nelse:\n    DEBUG = False\n")
                .find("DEBUG")
                .orElseThrow();
        assertInstanceOf(Value.OneOf.class, debug);
        assertEquals(Optional.empty(), debug.truth());
        assertEquals(2, debug.possible().size());
    }

    @Test
    void localSettingsInATryAreFollowed() {
        DjangoSettings settings = DjangoSettings.read(
                        List.of(
                                file(
                                        "site/settings.py",
                                        "DEBUG = False\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n"),
                                file("site/local.py", "DEBUG = True\n")),
                        null)
                .orElseThrow();
        assertTrue(settings.find("DEBUG").orElseThrow().possible().stream()
                .anyMatch(v -> v.truth().orElse(false)));
    }

    @Test
    void aDatabaseWithALiteralPassword() {
        DatabaseSettings database = settings(
                        "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop', 'USER': 'app',"
                                + " 'PASSWORD': 'hunter2', 'HOST': 'db.example.org', 'OPTIONS': {'sslmode': 'require'}}}\n")
                .database("default")
                .orElseThrow();
        assertEquals(DatabaseSettings.PasswordKind.LITERAL, database.password());
        assertEquals(
                Optional.of("db.example.org"), database.host().orElseThrow().asText());
        assertEquals(Optional.of("require"), database.options().get("sslmode").asText());
        assertFalse(database.toString().contains("hunter2"));
    }

    @Test
    void aDatabaseUrlIsTakenApart() {
        String url = "postgres://app:hun%40ter2@db:5433/shop?sslmode=verify-full";
        for (String code : List.of(
                "DATABASES = {'default': env.db('DATABASE_URL')}\n",
                "import dj_database_url\nDATABASES = {'default': dj_database_url.config(conn_max_age=600)}\n",
                "DATABASES = {'default': dj_database_url.parse(os.environ['DATABASE_URL'])}\n")) {
            DatabaseSettings database = settings(code, Map.of("DATABASE_URL", url))
                    .database("default")
                    .orElseThrow();
            assertEquals(Optional.of("5433"), database.port().orElseThrow().asText(), code);
            assertEquals(
                    Optional.of("verify-full"),
                    database.options().get("sslmode").asText(),
                    code);
            assertEquals(DatabaseSettings.PasswordKind.ENVIRONMENT, database.password(), code);
            assertFalse(
                    settings(code, Map.of("DATABASE_URL", url))
                            .find("DATABASES")
                            .toString()
                            .contains("ter2"),
                    code);
        }
    }

    @Test
    void optionsAssignedAfterAUrlDropItsSslmode() {
        String code =
                "DATABASES = {'default': env.db('DATABASE_URL')}\nDATABASES['default']['OPTIONS'] = {'connect_timeout': 5}\n";
        DatabaseSettings database = settings(code, Map.of("DATABASE_URL", "postgres://a@h/d?sslmode=verify-full"))
                .database("default")
                .orElseThrow();
        assertFalse(database.options().containsKey("sslmode"));
        assertEquals(Optional.of(5.0), database.options().get("connect_timeout").asNumber());
    }

    @Test
    void sslRequireDowngradesAUrl() {
        String code = "DATABASES = {'default': dj_database_url.config(ssl_require=True)}\n";
        DatabaseSettings database = settings(code, Map.of("DATABASE_URL", "postgres://a@h/d?sslmode=verify-full"))
                .database("default")
                .orElseThrow();
        assertEquals(Optional.of("require"), database.options().get("sslmode").asText());
    }

    @Test
    void aPasswordFromAVariableAndNoneAtAll() {
        assertEquals(
                DatabaseSettings.PasswordKind.ENVIRONMENT,
                settings("DATABASES = {'default': {'PASSWORD': os.environ['PW']}}\n")
                        .database("default")
                        .orElseThrow()
                        .password());
        assertEquals(
                DatabaseSettings.PasswordKind.LITERAL,
                settings("DATABASES = {'default': {'PASSWORD': os.environ.get('PW', 'hunter2')}}\n")
                        .database("default")
                        .orElseThrow()
                        .password());
        assertEquals(
                DatabaseSettings.PasswordKind.ABSENT,
                settings("DATABASES = {'default': {'NAME': 'x'}}\n")
                        .database("default")
                        .orElseThrow()
                        .password());
    }

    @Test
    void theVersionComesFromWhatIsInstalledThenLockedThenPinned() {
        SourceFile pinned = file("requirements.txt", "psycopg==3.2\nDjango==4.2.1\n");
        SourceFile locked = file("uv.lock", "[[package]]\nname = \"django\"\nversion = \"5.2.3\"\n");
        SourceFile installed = file("venv/lib/site-packages/Django-5.2.18.dist-info/METADATA", "");
        assertEquals("4.2.1", DjangoVersion.find(List.of(pinned)).orElseThrow().version());
        assertEquals(
                "5.2.3",
                DjangoVersion.find(List.of(pinned, locked)).orElseThrow().version());
        assertEquals(
                "5.2.18",
                DjangoVersion.find(List.of(pinned, locked, installed))
                        .orElseThrow()
                        .version());
        assertTrue(DjangoVersion.find(List.of(file("requirements.txt", "Django>=4.2,<6\n")))
                .isEmpty());
    }

    @Test
    void filesThatCannotBeReadAreNamed() {
        List<SourceFile> files = new ArrayList<>();
        files.add(new SourceFile("latin.py", new byte[] {(byte) 0xe4, '=', '1'}));
        files.add(file("broken.py", "def (:\n  x = = 1\n"));
        files.add(file("fine.py", "x = 1\n"));
        Project project = Project.of(files);
        assertEquals(List.of("latin.py"), project.unread());
        assertEquals(List.of("broken.py"), project.damaged());
    }

    private static DjangoSettings settings(String code) {
        return DjangoSettings.read(List.of(file("site/settings.py", code)), null)
                .orElseThrow();
    }

    private static DjangoSettings settings(String code, Map<String, String> environment) {
        return DjangoSettings.read(List.of(file("site/settings.py", code)), environment)
                .orElseThrow();
    }

    private static SourceFile file(String path, String code) {
        return new SourceFile(path, code.getBytes(StandardCharsets.UTF_8));
    }
}
