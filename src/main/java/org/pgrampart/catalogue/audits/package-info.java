/// Area 10, regular audits and assessments: one class per check.
@NullMarked
package org.pgrampart.catalogue.audits;

import org.jspecify.annotations.NullMarked;
