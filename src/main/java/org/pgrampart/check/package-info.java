/// How a control is judged and put right, and what judging needs: the baseline and the owner's inputs.
@NullMarked
package org.pgrampart.check;

import org.jspecify.annotations.NullMarked;
