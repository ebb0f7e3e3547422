/// Tests of the window: view models without a stage, pages on a real one.
package org.pgrampart.ui;
