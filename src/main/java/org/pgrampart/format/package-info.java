/// Files kept byte for byte while one part of them changes, and quoting for every language our text ends up in.
@NullMarked
package org.pgrampart.format;

import org.jspecify.annotations.NullMarked;
