package dev.synod.server.edge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The action that a caller needs for an endpoint; one of {@link dev.synod.kernel.Action}. Its scope
 * is what the path names as {@code ns} and {@code group}. An endpoint with neither this annotation
 * nor {@link ByRole} or {@link CheckedWithin} answers nobody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Governed {
  String value();

  /**
   * Whether the endpoint does nothing but submit commands in the caller's name: policies that look
   * at content are then told of each command, and not of what the path names.
   */
  boolean byCommand() default false;
}
