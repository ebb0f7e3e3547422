/// The practice server is what it says, stays in its folder and leaves nothing.
@NullMarked
package org.pgrampart.practice;

import org.jspecify.annotations.NullMarked;
