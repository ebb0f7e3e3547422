/// Says which line of pg_hba.conf decides a login, before anybody tries it: first match, as the server does it.
@NullMarked
package org.pgrampart.access;

import org.jspecify.annotations.NullMarked;
