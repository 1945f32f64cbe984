package dev.synod.examples.review.repository;

/**
 * A file of the reviewed commit. Symbolic links and submodules are not files here.
 *
 * @param path name from the repository's root, {@code /} between its parts
 * @param blob the content's object name
 * @param bytes the content's size
 */
public record TrackedFile(String path, String blob, long bytes) {

  /** The name's last part. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The directory's name without a trailing slash; empty for the root. */
  public String directory() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
