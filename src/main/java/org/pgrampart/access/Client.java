package org.pgrampart.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Somebody who logs in: seen at the server, in its log, or named by the project.
///
/// @param systemUser the account on the host behind a login over the socket, where it is known
/// @param certificate whether it shows a client certificate, where it is known
/// @param application what it calls itself
/// @param lifeline what is lost when it can no longer log in: `this very login`; empty for ordinary clients
public record Client(
        Login login,
        Optional<String> systemUser,
        Optional<Boolean> certificate,
        String application,
        Set<Source> sources,
        String lifeline) {
    /// How it is known.
    public enum Source {
        CONNECTED("connected"),
        LOG("seen in the log"),
        DJANGO("Django's settings"),
        RESCUE("way to undo");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public Client {
        sources = Set.copyOf(sources);
    }

    public static Client of(Login login, Source source) {
        return new Client(login, Optional.empty(), Optional.empty(), "", Set.of(source), "");
    }

    public Client certificate(boolean shown) {
        return new Client(login, systemUser, Optional.of(shown), application, sources, lifeline);
    }

    public Client account(String name) {
        return new Client(login, Optional.of(name), certificate, application, sources, lifeline);
    }

    public Client application(String name) {
        return new Client(login, systemUser, certificate, name, sources, lifeline);
    }

    public Client lifeline(String words) {
        return new Client(login, systemUser, certificate, application, sources, words);
    }

    public boolean isLifeline() {
        return !lifeline.isEmpty();
    }

    /// Clients that log in alike become one that is known by all their sources. Where one source knows about the
    /// certificate and another does not, the first is believed.
    public static List<Client> merged(List<Client> clients) {
        record Key(Login login, Optional<String> systemUser) {}
        Map<Key, Map<Optional<Boolean>, Client>> merged = new LinkedHashMap<>();
        for (Client client : clients) {
            merged.computeIfAbsent(new Key(client.login, client.systemUser), _ -> new LinkedHashMap<>())
                    .merge(client.certificate, client, Client::with);
        }
        List<Client> all = new ArrayList<>();
        for (Map<Optional<Boolean>, Client> alike : merged.values()) {
            Optional<Client> vague = Optional.ofNullable(alike.get(Optional.<Boolean>empty()));
            if (vague.isPresent() && alike.size() > 1) {
                alike.remove(Optional.<Boolean>empty());
                alike.values().forEach(client -> all.add(client.with(vague.get())));
            } else {
                all.addAll(alike.values());
            }
        }
        return List.copyOf(all);
    }

    private Client with(Client other) {
        EnumSet<Source> all = EnumSet.copyOf(sources);
        all.addAll(other.sources);
        return new Client(
                login,
                systemUser,
                certificate.or(() -> other.certificate),
                application.isEmpty() ? other.application : application,
                all,
                lifeline.isEmpty() ? other.lifeline : lifeline);
    }
}
