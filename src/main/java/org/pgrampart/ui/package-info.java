/// The window: its frame around the screens, its theme, and the engine that the screens ask.
@NullMarked
package org.pgrampart.ui;

import org.jspecify.annotations.NullMarked;
