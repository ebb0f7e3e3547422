/// What several tests share: real servers, started and removed.
@NullMarked
package org.pgrampart.testing;

import org.jspecify.annotations.NullMarked;
