/// The screen of the chosen changes, in the order they will run.
@NullMarked
package org.pgrampart.ui.plan;

import org.jspecify.annotations.NullMarked;
