/// The ordered list of all checks.
///
/// ## Differences from the source list
/// - AUTH-01: what is neither MD5 nor SCRAM fails too: it is a password in clear text, left by an old upgrade.
/// - AUTH-03: SCRAM verifiers get some hundred guesses, MD5 ones the whole list; the reason says how many.
/// - AUTH-10, AUTH-11, AUTH-12, AUTH-14, AUTH-16, NET-07: a line counts when it decides some login, also one of a role
///   or database that is only named so far; lines that earlier ones shadow count for nothing.
/// - AUTH-11: `password` on the local socket is left to AUTH-14, since nothing crosses a network.
/// - AUTH-17: replication is a login too; the server's own addresses are not the network.
/// - AUTH-25: an application's role that can become one with the attribute fails as if it had it.
/// - AUTH-28: superusers that the baseline expects are administrators; others count as members.
/// - AUTH-31: roles that own objects in the schema get CREATE by name in the same plan, so that migrations go on.
/// - AUTH-37: an empty path and a schema in which another named role may create warn; a schema open to all fails.
/// - NET-01: without a shell whether an address is public is unknown, so listening everywhere warns at least.
/// - NET-09: a server that listens on loopback alone passes; the rules that count are those the kernel has loaded,
///   also by ufw and firewalld; where one that is not understood could decide, and for legacy iptables, it is unknown.
/// - MON-01: a file behind standard error passes, as Debian sets it up; a pipe to another program is told, not judged.
/// - MON-05: only hidden libraries make it unknown, and only where log_statement alone is not enough.
/// - MON-10: a readable file behind a folder that others cannot enter passes; log_file_mode counts with the collector.
/// - MON-19: recording for single roles or databases only warns; before 17 the classes are set after the restart.
/// - MON-30: a restart is no change this program makes, so the control is put right by hand.
/// - UPD-02, UPD-03, UPD-08: package lists older than a week, and facts older than four months, prove nothing.
/// - UPD-02, UPD-03, UPD-08, UPD-09: packages and extensions are updated by hand; there is no way to undo it exactly.
/// - UPD-03: holes in client programs and those without a published score warn; the distribution's newest package is
///   told, since fixes are back-ported.
/// - SQLI-01: functions in SQL, PL/Python, PL/Perl and PL/Tcl count too; what they run unread by this program warns.
/// - SQLI-02: a function that only its owner may call passes, since it gives nobody anything; SQLI-01 still names it.
/// - SQLI-04: functions of extensions are told, not failed.
/// - SQLI-06: before 16 CREATEROLE reaches every role and so the host; DDL and other databases warn.
/// - SQLI-11: places in tests and those marked nosec are in the evidence only.
/// - APP-01, APP-03, APP-05: a bad default behind an environment variable that was not seen fails; a bad branch warns.
/// - APP-02: a new key is handed over outside of this program, so that it stands in no plan: by hand.
/// - APP-08: settings without a password in them may be read by others.
/// - APP-09: a database on the same machine is not applicable.
/// - APP-12: owning tables warns too, since the owner can drop them; rights by PUBLIC are left to AUTH-31 and AUTH-33.
/// - APP-10, APP-12, SQLI-06: a role that owns the tables, beside another that writes their rows, is there for
///   migrations and not judged as the application.
/// - APP-17: where the project's Django is not known, 600,000 PBKDF2 iterations are asked for.
@NullMarked
package org.pgrampart.catalogue;

import org.jspecify.annotations.NullMarked;
