package org.pgrampart.model;

/// One subject that breaks one control, with what was seen and what is wanted.
///
/// @param control the control's number
/// @param level how bad this one is: `FAIL` or `WARN`
public record Finding(String control, Subject subject, Status level, String seen, String wanted) {
    public Finding {
        if (level != Status.FAIL && level != Status.WARN) {
            throw new IllegalArgumentException("a finding fails or warns: " + level);
        }
    }

    public static Finding fail(Control control, Subject subject, String seen, String wanted) {
        return new Finding(control.number(), subject, Status.FAIL, seen, wanted);
    }

    public static Finding warn(Control control, Subject subject, String seen, String wanted) {
        return new Finding(control.number(), subject, Status.WARN, seen, wanted);
    }

    /// The same for the same trouble in every run: `AUTH-10/pg_hba.conf:host all all 0.0.0.0/0`.
    public String key() {
        return control + "/" + subject.stable();
    }
}
