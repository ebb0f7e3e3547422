/// What several screens share: the session, work in the background, the engine's face, badges, differences.
@NullMarked
package org.pgrampart.ui.kit;

import org.jspecify.annotations.NullMarked;
