/// From findings to a plan, and from a confirmed plan to a changed server and back: the only code that changes a
/// target.
@NullMarked
package org.pgrampart.plan;

import org.jspecify.annotations.NullMarked;
