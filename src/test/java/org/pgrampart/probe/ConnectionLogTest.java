package org.pgrampart.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.access.Client;

class ConnectionLogTest {
    private static List<String> read(String prefix, String... lines) {
        return ConnectionLog.read(List.of(lines), prefix).stream()
                .map(Client::login)
                .map(login -> login.words())
                .toList();
    }

    @Test
    void theAddressComesFromTheLineBeforeByTheSameProcess() {
        assertEquals(
                List.of(
                        "role app, database shop, from 10.2.0.9 with TLS",
                        "role o'b rien, database shop 2, from the local socket"),
                read(
                        "%m [%p] ",
                        "2026-11-25 10:00:00.001 UTC [41] LOG:  connection received: host=10.2.0.9 port=5123",
                        "2026-11-25 10:00:00.002 UTC [42] LOG:  connection received: host=[local]",
                        "2026-11-25 10:00:00.003 UTC [41] LOG:  connection authorized: user=app database=shop"
                                + " application_name=gunicorn SSL enabled (protocol=TLSv1.3,"
                                + " cipher=TLS_AES_256_GCM_SHA384, bits=256)",
                        "2026-11-25 10:00:00.004 UTC [42] LOG:  connection authorized: user=o'b rien database=shop 2",
                        "2026-11-25 10:00:00.005 UTC [43] LOG:  connection authorized: user=late database=shop"));
    }

    @Test
    void theAddressComesFromThePrefixWhereItHoldsIt() {
        assertEquals(
                List.of("role app, database shop, from fe80::1 without TLS"),
                read(
                        "%t [%p]: [%l-1] user=%u,db=%d,client=%h ",
                        "2026-11-25 10:00:00 UTC [41]: [2-1] user=app,db=shop,client=fe80::1 LOG:  connection"
                                + " authorized: user=app database=shop application_name=psql"));
        assertEquals(
                List.of("role app, database shop, from 10.0.0.7 without TLS"),
                read(
                        "%-12u %r%q <%c> ",
                        "app          10.0.0.7(51234) <6743.1f> LOG:  connection authorized: user=app database=shop"));
    }

    @Test
    void aStandbysStreamIsALifeline() {
        List<Client> clients = ConnectionLog.read(
                List.of("[9] 10.0.0.2 LOG:  replication connection authorized: user=standby"
                        + " application_name=walreceiver"),
                "[%p] %h ");
        assertEquals(
                "role standby, replication, from 10.0.0.2 without TLS",
                clients.getFirst().login().words());
        assertEquals("replication", clients.getFirst().lifeline());
    }

    @Test
    void csvAndJsonAreRead() {
        assertEquals(
                List.of(
                        "role a,b, database shop, from 10.0.0.9 without TLS",
                        "role app, database shop, from ::1 with TLS"),
                read(
                        "",
                        "FILE csv",
                        "2026-11-25 10:00:00.003 UTC,\"a,b\",\"shop\",41,\"10.0.0.9:5123\",6743.29,2,\"authentication\","
                                + "2026-11-25 10:00:00 UTC,3/1,0,LOG,00000,\"connection authorized: user=a,b"
                                + " database=shop\",,,,,,,,,\"\",\"client backend\",,0",
                        "FILE json",
                        "{\"timestamp\":\"x\",\"user\":\"app\",\"dbname\":\"shop\",\"pid\":41,\"remote_host\":\"::1\","
                                + "\"message\":\"connection authorized: user=app database=shop SSL enabled"
                                + " (protocol=TLSv1.3, cipher=x, bits=256)\"}"));
    }

    @Test
    void otherLinesAndForgedOnesSayNothing() {
        assertEquals(
                List.of(),
                read(
                        "%m [%p] ",
                        "2026-11-25 [41] LOG:  statement: select 'connection authorized: user=a database=b'",
                        "2026-11-25 [41] LOG:  connection authorized: user=app database=shop",
                        "nonsense"));
    }
}
