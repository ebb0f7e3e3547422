/// The screen of findings: why each matters, what would change, by hand, how to undo.
@NullMarked
package org.pgrampart.ui.review;

import org.jspecify.annotations.NullMarked;
