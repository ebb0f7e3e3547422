/// The screen that compares the server before and after.
@NullMarked
package org.pgrampart.ui.verify;

import org.jspecify.annotations.NullMarked;
