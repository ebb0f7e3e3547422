/// What is asked of a server and what came back: requests as data, answers as data. Nothing here can reach a server.
@NullMarked
package org.pgrampart.reading;

import org.jspecify.annotations.NullMarked;
