/// Connections to real servers, and what can be told without one.
@NullMarked
package org.pgrampart.target;

import org.jspecify.annotations.NullMarked;
