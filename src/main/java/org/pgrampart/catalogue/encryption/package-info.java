/// Area 3, encryption at rest: one class per check.
@NullMarked
package org.pgrampart.catalogue.encryption;

import org.jspecify.annotations.NullMarked;
