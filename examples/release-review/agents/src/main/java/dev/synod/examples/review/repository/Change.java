package dev.synod.examples.review.repository;

/**
 * What a commit did to one file.
 *
 * @param path the file's name after the commit
 * @param formerPath its name before; differs from {@code path} for a rename
 * @param added lines added; 0 for a binary file
 * @param deleted lines deleted; 0 for a binary file
 * @param binary whether git counts no lines in it
 */
public record Change(String path, String formerPath, long added, long deleted, boolean binary) {

  /** Lines added and deleted. */
  public long lines() {
    return added + deleted;
  }

  /** Whether the commit gave the file another name. */
  public boolean renamed() {
    return !path.equals(formerPath);
  }
}
