/// A plan as files for people who may not apply it here: a shell script, an Ansible playbook, a change request.
@NullMarked
package org.pgrampart.export;

import org.jspecify.annotations.NullMarked;
