package dev.synod.sdk;

import java.util.List;

/**
 * Documents in the order of their keys.
 *
 * @param revision that the list shows
 * @param next key to go on after; empty where there are no more
 */
public record DocumentPage(List<Document> documents, long revision, String next) {
  public DocumentPage {
    documents = List.copyOf(documents);
  }
}
