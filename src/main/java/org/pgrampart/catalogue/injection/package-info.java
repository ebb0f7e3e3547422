/// Area 8, SQL injection prevention: one class per check.
@NullMarked
package org.pgrampart.catalogue.injection;

import org.jspecify.annotations.NullMarked;
