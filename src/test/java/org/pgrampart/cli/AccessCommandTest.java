package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command on files alone, word for word.
class AccessCommandTest {
    @TempDir
    Path home;

    private Path hba;

    @BeforeEach
    void write() throws IOException {
        hba = home.resolve("pg_hba.conf");
        Files.writeString(hba, """
                local   all          postgres                  peer
                local   shop         app                       scram-sha-256
                hostssl shop         app,web  10.2.0.0/24      scram-sha-256
                host    all          +devs    10.2.0.0/24      md5
                host    replication  standby  10.2.0.7/32      scram-sha-256
                include more.conf
                """);
        Files.writeString(home.resolve("more.conf"), "host all all all reject\n");
    }

    private Console.Said access(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "access";
        all[1] = "--hba";
        all[2] = hba.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Console(home).run(all);
    }

    @Test
    void aFileAloneTellsWhoComesInFromWhere() {
        Console.Said said = access();
        assertEquals("", said.err());
        assertEquals(0, said.status());
        assertEquals("""
                HBA: who can log in from where, by which line

                From local socket
                  postgres  every database  peer (pg_hba.conf:1)
                  app       shop            scram-sha-256 (pg_hba.conf:2)

                From 127.0.0.1
                  nobody

                From ::1
                  nobody

                From 10.2.0.0/24
                  postgres, standby   every database        md5 (pg_hba.conf:4) or rejected (more.conf:1)
                  app, web            (any other database)  md5 (pg_hba.conf:4) or rejected (more.conf:1)
                  (a member of devs)  every database        md5 (pg_hba.conf:4)

                From 10.2.0.0/24 with TLS
                  app, web  shop  scram-sha-256 (pg_hba.conf:3)

                From 10.2.0.0/24 without TLS
                  app, web  shop  md5 (pg_hba.conf:4) or rejected (more.conf:1)

                From 10.2.0.7/32
                  postgres, standby   every database        md5 (pg_hba.conf:4) or rejected (more.conf:1)
                  app, web            (any other database)  md5 (pg_hba.conf:4) or rejected (more.conf:1)
                  (a member of devs)  every database        md5 (pg_hba.conf:4)
                  standby             replication           scram-sha-256 (pg_hba.conf:5)

                From 10.2.0.7/32 with TLS
                  app, web  shop  scram-sha-256 (pg_hba.conf:3)

                From 10.2.0.7/32 without TLS
                  app, web  shop  md5 (pg_hba.conf:4) or rejected (more.conf:1)

                From anywhere else (IPv4)
                  nobody

                From anywhere else (IPv6)
                  nobody

                Only the file is known: who is in which role, how passwords are kept and who is connected is not.
                """.replace("HBA", hba.toString()), said.out());
    }

    @Test
    void oneLoginGetsOneVerdict() {
        Console.Said in = access("--user", "web", "--database", "shop", "--from", "10.2.0.9", "--ssl");
        assertEquals("""
                role web, database shop, from 10.2.0.9 with TLS
                  may get in by HBA:3  hostssl shop app,web 10.2.0.0/24 scram-sha-256
                  because how the password of web is kept could not be read
                """.replace("HBA", hba.toString()), in.out());
        assertEquals(4, in.status());
        Console.Said out = access("--user", "postgres", "--from", "192.0.2.1");
        assertEquals("""
                role postgres, database postgres, from 192.0.2.1 without TLS
                  is refused: DIR/more.conf:1  host all all all reject
                """.replace("DIR", home.toString()), out.out());
        assertEquals(1, out.status());
    }

    @Test
    void membershipsAreNotGuessed() {
        Console.Said said = access("--user", "kim", "--from", "10.2.0.9");
        assertEquals("""
                role kim, database kim, from 10.2.0.9 without TLS
                  cannot be told: Whether pg_hba.conf:4 matches (host all +devs 10.2.0.0/24 md5) is not known from here.
                  perhaps md5 (pg_hba.conf:4)
                  perhaps rejected (more.conf:1)
                """, said.out());
        assertEquals(4, said.status());
    }

    @Test
    void jsonHasFileLineAndMethod() {
        var json = access("--user", "standby", "--replication", "--from", "10.2.0.7", "--format", "json")
                .json();
        assertEquals("admits-by", json.path("verdict").path("verdict").asString());
        assertEquals(5, json.path("verdict").path("line").asInt());
        assertEquals("scram-sha-256", json.path("verdict").path("method").asString());
        assertEquals(hba.toString(), json.path("verdict").path("file").asString());
        assertTrue(json.path("login").path("replication").asBoolean());
        var table = access("--format", "json").json();
        assertTrue(table.path("rows").size() > 10, table.toString());
        assertEquals("local socket", table.path("rows").get(0).path("from").asString());
    }

    @Test
    void wrongUsageIsNamed() {
        assertEquals(2, access("--from", "10.2.0.9").status());
        assertEquals(2, access("--user", "app", "--from", "nowhere").status());
        assertEquals(2, access("--user", "app", "--ssl").status());
        assertEquals(2, access("--format", "xml").status());
        assertEquals(2, access("--practice").status());
        assertEquals(
                2,
                new Console(home)
                        .run("access", "--hba", home.resolve("none").toString())
                        .status());
        assertEquals(0, new Console(home).run("access", "--help").status());
    }

    @Test
    void rulesThatDoNotLoadCannotBeTold() throws IOException {
        Files.writeString(hba, "local all all peer\nhost all all nonsense\n");
        Console.Said said = access();
        assertEquals(4, said.status());
        assertTrue(said.out().contains("Line 2 of " + hba + " has an error"), said.out());
    }
}
