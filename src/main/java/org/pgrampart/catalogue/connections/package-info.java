/// Area 2, secure connections (TLS): one class per check.
@NullMarked
package org.pgrampart.catalogue.connections;

import org.jspecify.annotations.NullMarked;
