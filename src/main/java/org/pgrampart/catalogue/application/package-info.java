/// Area 9, the Django application: one class per check.
@NullMarked
package org.pgrampart.catalogue.application;

import org.jspecify.annotations.NullMarked;
