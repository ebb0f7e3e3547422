/// An assessment for people and programs: JSON, one HTML file, text for the terminal.
@NullMarked
package org.pgrampart.report;

import org.jspecify.annotations.NullMarked;
