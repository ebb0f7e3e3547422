package org.pgrampart.ui.kit;

/// The pages of the window: the start, then the eight stages in their order.
public enum Screen {
    WELCOME("Start"),
    CONNECT("Connect"),
    ASSESS("Assess"),
    REVIEW("Review"),
    PLAN("Plan"),
    CONFIRM("Confirm"),
    APPLY("Apply"),
    VERIFY("Verify"),
    REPORT("Report");

    private final String title;

    Screen(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// 1 to 8 for the stages, 0 for the start.
    public int number() {
        return ordinal();
    }
}
