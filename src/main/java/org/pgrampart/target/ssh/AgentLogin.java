package org.pgrampart.target.ssh;

import java.io.IOException;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/// Logs in with a key that stays in the SSH agent.
public final class AgentLogin extends AbstractAuthMethod {
    /// RSA keys sign with SHA-512; SHA-1 is not used any more.
    private static final Map<String, String> ALGORITHMS =
            Map.of("ssh-rsa", "rsa-sha2-512", "ssh-rsa-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com");

    private static final int SHA_512 = 4;

    private final SshAgent agent;
    private final SshAgent.Identity identity;

    public AgentLogin(SshAgent agent, SshAgent.Identity identity) {
        super("publickey");
        this.agent = agent;
        this.identity = identity;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        String type = identity.type();
        SSHPacket packet = super.buildReq();
        packet.putBoolean(signed);
        packet.putString(ALGORITHMS.getOrDefault(type, type));
        packet.putString(identity.key());
        return packet;
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        SSHPacket signed = request(true);
        byte[] data = new Buffer.PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putBuffer(signed)
                .getCompactData();
        int flags = identity.type().contains("rsa") ? SHA_512 : 0;
        try {
            signed.putString(agent.sign(identity, data, flags));
        } catch (IOException e) {
            throw new UserAuthException("the agent did not sign", e);
        }
        params.getTransport().write(signed);
    }
}
