/// Reads Django projects from their source alone: syntax trees, where SQL text comes from, and settings.
@NullMarked
package org.pgrampart.python;

import org.jspecify.annotations.NullMarked;
