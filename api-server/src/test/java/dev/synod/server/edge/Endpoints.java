package dev.synod.server.edge;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All endpoints that the compiled classes define, so that a new one can't be left out. */
final class Endpoints {
  private static final List<Class<? extends Annotation>> VERBS =
      List.of(GET.class, PUT.class, POST.class, PATCH.class, DELETE.class);

  private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");

  private Endpoints() {}

  static List<Method> all() {
    var endpoints = new ArrayList<Method>();
    for (Class<?> type : classes()) {
      for (Method method : type.getDeclaredMethods()) {
        if (VERBS.stream().anyMatch(method::isAnnotationPresent)) {
          endpoints.add(method);
        }
      }
    }
    return endpoints;
  }

  /** As the table writes it: {@code GET /v1/cluster}. */
  static String text(Method endpoint) {
    Produces produces = endpoint.getAnnotation(Produces.class);
    boolean watch = produces != null && produces.value()[0].contains("event-stream");
    String verb =
        VERBS.stream()
            .filter(endpoint::isAnnotationPresent)
            .findFirst()
            .orElseThrow()
            .getSimpleName();
    Path below = endpoint.getAnnotation(Path.class);
    String path =
        endpoint.getDeclaringClass().getAnnotation(Path.class).value()
            + (below == null ? "" : below.value());
    return (watch ? "WATCH" : verb) + " " + path.replaceAll("\\{(\\w+):[^}]*}", "{$1}");
  }

  private static List<Class<?>> classes() {
    var found = new ArrayList<Class<?>>();
    for (String name : names()) {
      try {
        Class<?> type = Class.forName(name, false, Endpoints.class.getClassLoader());
        if (type.isAnnotationPresent(Path.class)) {
          found.add(type);
        }
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("Expected a class that was compiled.", e);
      }
    }
    return found;
  }

  private static List<String> names() {
    try (Stream<java.nio.file.Path> files = Files.walk(CLASSES.resolve("dev/synod/server"))) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Expected the compiled classes in " + CLASSES, e);
    }
  }
}
