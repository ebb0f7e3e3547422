/// Area 6, updates and patches: one class per check.
@NullMarked
package org.pgrampart.catalogue.updates;

import org.jspecify.annotations.NullMarked;
