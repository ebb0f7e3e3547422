package org.pgrampart.ui;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.scene.Node;
import org.pgrampart.ui.access.AccessView;
import org.pgrampart.ui.access.AccessViewModel;
import org.pgrampart.ui.apply.ApplyView;
import org.pgrampart.ui.apply.ApplyViewModel;
import org.pgrampart.ui.assess.AssessView;
import org.pgrampart.ui.assess.AssessViewModel;
import org.pgrampart.ui.confirm.ConfirmView;
import org.pgrampart.ui.confirm.ConfirmViewModel;
import org.pgrampart.ui.connect.ConnectView;
import org.pgrampart.ui.connect.ConnectViewModel;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.pgrampart.ui.plan.PlanView;
import org.pgrampart.ui.plan.PlanViewModel;
import org.pgrampart.ui.report.ReportView;
import org.pgrampart.ui.report.ReportViewModel;
import org.pgrampart.ui.review.ReviewView;
import org.pgrampart.ui.review.ReviewViewModel;
import org.pgrampart.ui.verify.VerifyView;
import org.pgrampart.ui.verify.VerifyViewModel;
import org.pgrampart.ui.welcome.WelcomeView;
import org.pgrampart.ui.welcome.WelcomeViewModel;

/// All pages with their view models, wired to one session.
final class Screens {
    final WelcomeViewModel welcome;
    final ConnectViewModel connect;
    final AssessViewModel assess;
    final ReviewViewModel review;
    final PlanViewModel plan;
    final ConfirmViewModel confirm;
    final ApplyViewModel apply;
    final VerifyViewModel verify;
    final ReportViewModel report;
    final AccessViewModel access;
    private final Map<Screen, Node> views = new EnumMap<>(Screen.class);

    Screens(Session session) {
        welcome = new WelcomeViewModel(session);
        connect = new ConnectViewModel(session);
        assess = new AssessViewModel(session);
        review = new ReviewViewModel(session);
        plan = new PlanViewModel(session);
        apply = new ApplyViewModel(session);
        confirm = new ConfirmViewModel(session, apply::start);
        verify = new VerifyViewModel(session);
        report = new ReportViewModel(session);
        access = new AccessViewModel(session);
        welcome.picked().subscribe(picked -> picked.ifPresent(connect::show));
        views.put(Screen.WELCOME, new WelcomeView(welcome));
        views.put(Screen.CONNECT, new ConnectView(connect));
        views.put(Screen.ASSESS, new AssessView(assess));
        views.put(Screen.REVIEW, new ReviewView(review));
        views.put(Screen.PLAN, new PlanView(plan));
        views.put(Screen.CONFIRM, new ConfirmView(confirm));
        views.put(Screen.APPLY, new ApplyView(apply));
        views.put(Screen.VERIFY, new VerifyView(verify));
        views.put(Screen.REPORT, new ReportView(report));
        views.put(Screen.ACCESS, new AccessView(access));
    }

    Node view(Screen screen) {
        return Objects.requireNonNull(views.get(screen));
    }
}
