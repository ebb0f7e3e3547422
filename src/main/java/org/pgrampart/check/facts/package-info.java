/// Facts about releases that come with the program: ends of support, minor releases, known vulnerabilities.
@NullMarked
package org.pgrampart.check.facts;

import org.jspecify.annotations.NullMarked;
