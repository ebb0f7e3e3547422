/// The changes a remedy is made of. Each shows, reverses and recognises itself; none of them can reach a server.
@NullMarked
package org.pgrampart.change;

import org.jspecify.annotations.NullMarked;
