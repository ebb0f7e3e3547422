/// The program as a whole: [Main] starts it, App puts its parts together.
@NullMarked
package org.pgrampart;

import org.jspecify.annotations.NullMarked;
