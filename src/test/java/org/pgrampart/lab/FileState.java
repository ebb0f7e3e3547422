package org.pgrampart.lab;

/// What must be the same again after a change was taken back: content, owner, mode and identity of one file.
///
/// @param mode octal as `stat` prints it, such as `640`
public record FileState(String sha256, String owner, String group, String mode, long inode, long size) {}
