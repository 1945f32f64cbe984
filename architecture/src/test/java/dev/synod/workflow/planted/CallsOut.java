package dev.synod.workflow.planted;

import java.net.http.HttpClient;

/** Planted: a call that the worker should make. */
public final class CallsOut {
  HttpClient client() {
    return HttpClient.newHttpClient();
  }
}
