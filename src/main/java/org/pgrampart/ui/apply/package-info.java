/// The screen that watches a plan run and asks whether to keep it before the time is up.
@NullMarked
package org.pgrampart.ui.apply;

import org.jspecify.annotations.NullMarked;
