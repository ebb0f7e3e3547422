package org.pgrampart.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.pgrampart.lab.LabServer;
import org.pgrampart.lab.Ran;

/// Runs a playbook against a lab server, over SSH and sudo as somebody else would.
final class AnsiblePlay {
    private AnsiblePlay() {}

    static void isThere() {
        if (!Files.isExecutable(Path.of("/usr/bin/ansible-playbook"))) {
            String because = "There is no ansible-playbook; apt-get install ansible-core.";
            if (Boolean.getBoolean("lab.required")) {
                Assertions.fail(because);
            }
            Assumptions.abort(because);
        }
    }

    static Ran run(LabServer server, Path folder, String book, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/ansible-playbook",
                "-i",
                server.address() + ",",
                "--user",
                "nopass",
                "--private-key",
                server.sshKey("nopass").toString(),
                "--ssh-common-args",
                "-o UserKnownHostsFile=" + server.knownHosts() + " -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes",
                folder.resolve(book).toString()));
        command.addAll(List.of(more));
        Path out = folder.resolve("ansible.out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("ANSIBLE_HOME", folder.resolve("ansible").toString());
        builder.environment().put("ANSIBLE_NOCOLOR", "1");
        builder.environment().put("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the playbook did not end: " + Files.readString(out));
        }
        return new Ran(process.exitValue(), Files.readString(out), "");
    }
}
