package org.pgrampart.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealPostgresPgIT {
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyMajorStartsAndLeavesNothing(int major) throws SQLException {
        Path data;
        try (RealPostgres postgres = RealPostgres.start(major)) {
            data = postgres.data();
            assertEquals(
                    major, Integer.parseInt(shown(postgres, "server_version").split("\\.")[0]));
            assertEquals("on", shown(postgres, "fsync"));
        }
        assertFalse(Files.exists(data.getParent()));
    }

    @Test
    void aRuleThatRejectsHoldsAfterAReload() throws SQLException {
        try (RealPostgres postgres = RealPostgres.start()) {
            postgres.writeHba("host all all 127.0.0.1/32 reject\n");
            postgres.restart();
            assertThrows(SQLException.class, () -> shown(postgres, "fsync"));
            postgres.writeHba(RealPostgres.PLAIN_HBA);
            postgres.restart();
            assertEquals("on", shown(postgres, "fsync"));
        }
    }

    private static String shown(RealPostgres postgres, String setting) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
