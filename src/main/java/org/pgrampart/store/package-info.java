/// The user's own disk: targets, assessments, waivers; every file is written whole or not at all.
@NullMarked
package org.pgrampart.store;

import org.jspecify.annotations.NullMarked;
