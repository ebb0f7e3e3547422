/// The screen that understands what is pasted and shows live how far a connection comes.
@NullMarked
package org.pgrampart.ui.connect;

import org.jspecify.annotations.NullMarked;
