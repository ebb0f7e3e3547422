/// Area 7, the network: one class per check.
@NullMarked
package org.pgrampart.catalogue.network;

import org.jspecify.annotations.NullMarked;
