package org.pgrampart.ui.kit;

/// The pages of the window: the start, the eight stages in their order, and what stands beside them.
public enum Screen {
    WELCOME("Start"),
    CONNECT("Connect"),
    ASSESS("Assess"),
    REVIEW("Review"),
    PLAN("Plan"),
    CONFIRM("Confirm"),
    APPLY("Apply"),
    VERIFY("Verify"),
    REPORT("Report"),
    /// Beside the stages: who can log in.
    ACCESS("Who can log in");

    private final String title;

    Screen(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// Whether it is one of the eight stages.
    public boolean isStage() {
        return this != WELCOME && this != ACCESS;
    }

    /// 1 to 8 for the stages, 0 for the start.
    public int number() {
        return ordinal();
    }
}
