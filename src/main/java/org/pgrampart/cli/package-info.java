/// The command line: the same engine without the window.
@NullMarked
package org.pgrampart.cli;

import org.jspecify.annotations.NullMarked;
