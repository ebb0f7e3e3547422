/// Changes on their own: what they show, how they take themselves back, and both on real servers.
@NullMarked
package org.pgrampart.change;

import org.jspecify.annotations.NullMarked;
