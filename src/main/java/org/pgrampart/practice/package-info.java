/// A real PostgreSQL, SSH server and Django project on the learner's own computer, to practise on without harm.
@NullMarked
package org.pgrampart.practice;

import org.jspecify.annotations.NullMarked;
