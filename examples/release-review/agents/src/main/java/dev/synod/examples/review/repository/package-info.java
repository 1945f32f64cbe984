/**
 * Reads a git repository that nobody vouches for: git runs without a shell, with explicit arguments
 * and a time limit, and what it prints is taken as bytes.
 */
@NullMarked
package dev.synod.examples.review.repository;

import org.jspecify.annotations.NullMarked;
