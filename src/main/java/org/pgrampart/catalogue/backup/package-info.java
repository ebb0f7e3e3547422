/// Area 4, backups and recovery: one class per check.
@NullMarked
package org.pgrampart.catalogue.backup;

import org.jspecify.annotations.NullMarked;
