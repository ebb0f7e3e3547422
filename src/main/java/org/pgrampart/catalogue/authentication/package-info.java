/// Area 1, authentication and authorization: one class per check.
@NullMarked
package org.pgrampart.catalogue.authentication;

import org.jspecify.annotations.NullMarked;
