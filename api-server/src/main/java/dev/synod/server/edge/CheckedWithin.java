package dev.synod.server.edge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every known caller may call the endpoint, which asks governance itself, because only what it
 * finds tells what right is needed. Instead of {@link Governed}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CheckedWithin {}
