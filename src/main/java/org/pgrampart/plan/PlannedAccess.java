package org.pgrampart.plan;

import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.Impact;

/// Who can log in before and after a plan, and what that means for everybody who is known to.
public record PlannedAccess(AccessPicture before, AccessPicture after, Impact impact) {}
