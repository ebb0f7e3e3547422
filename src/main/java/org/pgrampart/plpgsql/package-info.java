/// Reads PL/pgSQL functions for SQL that is put together and executed at run time.
@NullMarked
package org.pgrampart.plpgsql;

import org.jspecify.annotations.NullMarked;
