/// What OpenSSH keeps on the user's machine: its configuration, its known host keys, its agent.
@NullMarked
package org.pgrampart.target.ssh;

import org.jspecify.annotations.NullMarked;
