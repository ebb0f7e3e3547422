/// Plans, their application and their undo, against real servers and with every crash in between.
@NullMarked
package org.pgrampart.plan;

import org.jspecify.annotations.NullMarked;
