/// The one page that is read before anything changes.
@NullMarked
package org.pgrampart.ui.confirm;

import org.jspecify.annotations.NullMarked;
