package dev.synod.server.edge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The realm role that a person needs for an endpoint, whatever policy says: for what must work
 * while policy is wrong. Instead of {@link Governed}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ByRole {
  String value();

  /** What a refusal says that was not allowed. */
  String action();
}
