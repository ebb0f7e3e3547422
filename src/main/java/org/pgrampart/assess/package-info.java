/// Collects what the chosen checks ask for in few round trips, judges it, applies waivers and compares runs.
@NullMarked
package org.pgrampart.assess;

import org.jspecify.annotations.NullMarked;
