package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.reading.NotHere;

class DatabaseTrafficIsVerifiedTest {
    private final DatabaseTrafficIsVerified check = new DatabaseTrafficIsVerified();

    private static DjangoProject project(String host, String options) {
        return Projects.of("DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'a', 'HOST': '"
                + host + "'" + (options.isEmpty() ? "" : ", 'OPTIONS': " + options) + "}}");
    }

    private Status status(String host, String options) {
        return check.judge(project(host, options), Baseline.standard()).status();
    }

    @Test
    void verifyFullPasses() {
        assertEquals(Status.PASS, status("db1", "{'sslmode': 'verify-full', 'sslrootcert': '/ca'}"));
        assertEquals(Status.PASS, status("db1", "{'sslrootcert': 'system'}"));
    }

    @Test
    void nothingAndPreferFailAndRequireWarns() {
        assertEquals(Status.FAIL, status("db1", ""));
        assertEquals(Status.FAIL, status("db1", "{'sslmode': 'prefer'}"));
        assertEquals(Status.WARN, status("db1", "{'sslmode': 'require'}"));
    }

    @Test
    void aSocketAndThisMachineNeedNoTls() {
        assertEquals(Status.NOT_APPLICABLE, status("", ""));
        assertEquals(Status.NOT_APPLICABLE, status("/run/postgresql", ""));
        assertEquals(Status.NOT_APPLICABLE, status("127.0.0.1", ""));
    }

    @Test
    void theRemedyVerifiesWithAndWithoutOtherOptions() {
        for (String options : List.of("", "{'connect_timeout': 5}", "{'sslmode': 'prefer'}")) {
            DjangoProject project = project("db1", options);
            Finding finding =
                    check.judge(project, Baseline.standard()).findings().getFirst();
            Change change = check.remedy(finding, project, Projects.answer(finding, "authority", "/etc/ca.crt"))
                    .getFirst();
            assertEquals(
                    Status.PASS,
                    check.judge(Projects.after(project, change), Baseline.standard())
                            .status(),
                    options);
        }
    }

    @Test
    void sqliteIsNoMatterHere() {
        assertThrows(
                NotHere.class,
                () -> check.judge(
                        Projects.of("DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'x'}}"),
                        Baseline.standard()));
    }
}
