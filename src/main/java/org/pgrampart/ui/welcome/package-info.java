/// The first screen: assess a server, practise, open an assessment file.
@NullMarked
package org.pgrampart.ui.welcome;

import org.jspecify.annotations.NullMarked;
