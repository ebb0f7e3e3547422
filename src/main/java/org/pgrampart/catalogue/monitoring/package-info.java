/// Area 5, monitoring and auditing: one class per check.
@NullMarked
package org.pgrampart.catalogue.monitoring;

import org.jspecify.annotations.NullMarked;
