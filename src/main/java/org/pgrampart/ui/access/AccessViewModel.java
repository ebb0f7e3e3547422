package org.pgrampart.ui.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.pgrampart.access.AccessComparison;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.Admission;
import org.pgrampart.access.Client;
import org.pgrampart.access.Decision;
import org.pgrampart.access.Impact;
import org.pgrampart.access.Login;
import org.pgrampart.access.Origin;
import org.pgrampart.format.IpAddress;
import org.pgrampart.plan.PlannedAccess;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// Who can log in by the rules of today and of the plan, what of it is shown, and what is asked about one login.
public final class AccessViewModel {
    /// Which rows are shown.
    public enum Show {
        OPEN("Gets in"),
        CHANGES("Changes"),
        ALL("Everything"),
        /// Not the places of the rules but everybody who is known to log in.
        CLIENTS("Known clients");

        private final String word;

        Show(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// An answer about one login.
    ///
    /// @param kind `good`, `bad` or `warn`
    public record Said(String kind, String title, String text) {}

    private final Session session;
    private final BooleanProperty working = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<AccessPicture>> today = new SimpleObjectProperty<>(Optional.empty());
    private final ObservableList<AccessComparison.Row> rows = FXCollections.observableArrayList();
    private final ObjectProperty<Show> show = new SimpleObjectProperty<>(Show.OPEN);
    private final StringProperty text = new SimpleStringProperty("");
    private final StringProperty role = new SimpleStringProperty("");
    private final StringProperty database = new SimpleStringProperty("");
    private final StringProperty from = new SimpleStringProperty("");
    private final BooleanProperty tls = new SimpleBooleanProperty(true);
    private final ObjectProperty<List<Said>> said = new SimpleObjectProperty<>(List.of());
    private final ObservableList<Impact.Row> clients = FXCollections.observableArrayList();
    private List<AccessComparison.Row> all = List.of();
    private List<Impact.Row> everybody = List.of();
    private Screen before = Screen.ASSESS;
    private int latest;

    public AccessViewModel(Session session) {
        this.session = session;
        session.screen().subscribe((old, screen) -> {
            if (screen == Screen.ACCESS) {
                before = old;
                read();
            }
        });
        session.liveProperty().subscribe(_ -> forget());
        show.subscribe(_ -> filter());
        text.subscribe(_ -> filter());
        role.subscribe(_ -> ask());
        database.subscribe(_ -> ask());
        from.subscribe(_ -> ask());
        tls.subscribe(_ -> ask());
    }

    private void forget() {
        latest++;
        working.set(false);
        problem.set(Optional.empty());
        today.set(Optional.empty());
        all = List.of();
        everybody = List.of();
        rows.clear();
        clients.clear();
        said.set(List.of());
    }

    /// Reads the rules anew, as sessions and files change.
    public void read() {
        var live = session.live();
        if (live.isEmpty()) {
            return;
        }
        int mine = ++latest;
        problem.set(Optional.empty());
        working.set(true);
        session.background()
                .run(
                        "Reading who can log in",
                        live.get()::cancel,
                        live.get()::access,
                        picture -> done(mine, picture),
                        trouble -> failed(mine, trouble));
    }

    private void done(int mine, AccessPicture picture) {
        if (mine != latest) {
            return;
        }
        working.set(false);
        all = comparison(picture).rows();
        everybody = planned()
                .map(PlannedAccess::impact)
                .orElseGet(() -> picture.impact(picture))
                .rows();
        if (planned().isPresent()) {
            show.set(Show.CHANGES);
        } else if (show.get() == Show.CHANGES) {
            show.set(Show.OPEN);
        }
        today.set(Optional.of(picture));
        filter();
        ask();
    }

    private void failed(int mine, Problem trouble) {
        if (mine == latest) {
            working.set(false);
            problem.set(Optional.of(trouble));
        }
    }

    private AccessComparison comparison(AccessPicture picture) {
        return planned()
                .map(plan -> AccessComparison.of(
                        plan.before().rows(plan.after()), plan.after().rows(plan.before())))
                .orElseGet(() -> AccessComparison.of(picture.rows()));
    }

    /// What the plan that is worked out would change; empty when it leaves logins alone.
    public Optional<PlannedAccess> planned() {
        return session.proposal().flatMap(Proposal::access);
    }

    private void filter() {
        String wanted = text.get().strip().toLowerCase(Locale.ROOT);
        rows.setAll(all.stream()
                .filter(row -> shown(row, show.get()))
                .filter(row -> wanted.isEmpty() || words(row).contains(wanted))
                .toList());
        clients.setAll(everybody.stream()
                .filter(row -> wanted.isEmpty() || words(row).contains(wanted))
                .toList());
    }

    private static String words(Impact.Row row) {
        return String.join(
                        "\n",
                        row.client().login().words(),
                        ClientRows.known(row.client()),
                        row.before().words(),
                        row.after().words())
                .toLowerCase(Locale.ROOT);
    }

    private static boolean shown(AccessComparison.Row row, Show show) {
        return switch (show) {
            case OPEN -> row.open();
            case CHANGES -> row.changes();
            case ALL, CLIENTS -> true;
        };
    }

    private static String words(AccessComparison.Row row) {
        String words = String.join(
                "\n",
                row.from(),
                String.join("\n", row.roles()),
                row.replication() ? "replication" : String.join("\n", row.databases()),
                row.before().words(),
                row.after().words());
        return words.toLowerCase(Locale.ROOT);
    }

    int count(Show which) {
        return which == Show.CLIENTS
                ? everybody.size()
                : (int) all.stream().filter(row -> shown(row, which)).count();
    }

    /// Whether a client gets in today.
    Admission.Entry admission(Client client) {
        return today.get().map(picture -> picture.admit(client).entry()).orElse(Admission.Entry.UNKNOWN);
    }

    /// `every role`, or the names.
    String who(AccessComparison.Row row) {
        boolean every = today.get()
                .filter(picture -> picture.loginRoles() == row.roles().size())
                .isPresent();
        return every ? "every role" : row.roles().stream().sorted().collect(Collectors.joining(", "));
    }

    String what(AccessComparison.Row row) {
        boolean every = today.get()
                .filter(picture -> picture.databases().size() == row.databases().size())
                .isPresent();
        return row.replication() ? "replication" : every ? "every database" : String.join(", ", row.databases());
    }

    private void ask() {
        Optional<AccessPicture> picture = today.get();
        String name = role.get().strip();
        if (picture.isEmpty() || name.isEmpty()) {
            said.set(List.of());
            return;
        }
        String place = from.get().strip();
        Optional<IpAddress> address = IpAddress.parse(place);
        if (!place.isEmpty() && address.isEmpty()) {
            said.set(List.of(new Said(
                    "warn", "“" + place + "” is no address.", "Give an IP address, or nothing for the local socket.")));
            return;
        }
        Origin origin = address.map(ip -> Origin.network(ip, tls.get())).orElse(Origin.LOCAL_SOCKET);
        String target = database.get().strip().isEmpty() ? name : database.get().strip();
        Client client = new Client(
                new Login(name, target, origin, false), Optional.empty(), Optional.empty(), "", Set.of(), "");
        List<Said> answers = new ArrayList<>();
        Optional<PlannedAccess> plan = planned();
        answers.add(said(
                plan.isPresent() ? "Today: " : "",
                plan.map(PlannedAccess::before).orElse(picture.get()),
                client));
        plan.ifPresent(planned -> answers.add(said("After the plan: ", planned.after(), client)));
        said.set(List.copyOf(answers));
    }

    /// @param start which side it is, empty where there is one only and the login has to be repeated
    private static Said said(String start, AccessPicture picture, Client client) {
        Decision decision = picture.simulator().decide(client.login());
        Admission admission = picture.admit(client);
        String line = decision.rule()
                .map(rule -> rule.shortPlace() + "  " + rule.rule().words())
                .orElse("");
        String about = start.isEmpty() ? (client.login().words() + "\n" + line).strip() : line;
        return switch (admission.entry()) {
            case ENTERS -> {
                boolean free = decision.method().equals("trust");
                yield new Said(
                        free ? "warn" : "good",
                        title(start, "gets in by " + decision.demand() + (free ? ", without any proof" : "")),
                        about);
            }
            case REFUSED -> new Said("bad", title(start, "is refused, " + admission.because()), about);
            case UNKNOWN -> new Said("warn", title(start, "cannot be told, " + admission.because()), about);
        };
    }

    private static String title(String start, String words) {
        return start.isEmpty() ? Decided.capital(words) : start + words;
    }

    public void back() {
        session.go(origin());
    }

    private Screen origin() {
        if (session.whyNot(before).isEmpty() && before != Screen.ACCESS) {
            return before;
        }
        return session.assessment().isPresent() ? Screen.REVIEW : Screen.ASSESS;
    }

    /// Where [#back] leads, for its button.
    String backTo() {
        return "Back to " + origin().title();
    }

    public Session session() {
        return session;
    }

    public BooleanProperty working() {
        return working;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public ObjectProperty<Optional<AccessPicture>> today() {
        return today;
    }

    public ObservableList<AccessComparison.Row> rows() {
        return rows;
    }

    public ObservableList<Impact.Row> clients() {
        return clients;
    }

    public ObjectProperty<Show> show() {
        return show;
    }

    public StringProperty text() {
        return text;
    }

    public StringProperty role() {
        return role;
    }

    public StringProperty database() {
        return database;
    }

    public StringProperty from() {
        return from;
    }

    public BooleanProperty tls() {
        return tls;
    }

    public ObjectProperty<List<Said>> said() {
        return said;
    }
}
