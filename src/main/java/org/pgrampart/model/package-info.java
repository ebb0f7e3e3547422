/// The words of the product: areas, controls, findings, outcomes. Plain data, no behaviour that touches anything.
@NullMarked
package org.pgrampart.model;

import org.jspecify.annotations.NullMarked;
