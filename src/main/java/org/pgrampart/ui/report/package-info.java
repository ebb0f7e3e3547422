/// The screen that exports an assessment and takes change sets back.
@NullMarked
package org.pgrampart.ui.report;

import org.jspecify.annotations.NullMarked;
