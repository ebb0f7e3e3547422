/// One server and its host, and every way to reach them: the only place with JDBC and SSH.
@NullMarked
package org.pgrampart.target;

import org.jspecify.annotations.NullMarked;
