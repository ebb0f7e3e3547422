/// One record per kind of evidence, each with its probe: what has to be asked and how the answers become evidence.
/// Probes never judge.
@NullMarked
package org.pgrampart.probe;

import org.jspecify.annotations.NullMarked;
