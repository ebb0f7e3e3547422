/// The screen that tells who can log in from where, by which line, before and after a plan.
@NullMarked
package org.pgrampart.ui.access;

import org.jspecify.annotations.NullMarked;
