/// Whole Debian servers and bad network links for tests.
@NullMarked
package org.pgrampart.lab;

import org.jspecify.annotations.NullMarked;
