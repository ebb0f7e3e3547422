/// The screen that reads a server and shows, area by area, how far it is.
@NullMarked
package org.pgrampart.ui.assess;

import org.jspecify.annotations.NullMarked;
