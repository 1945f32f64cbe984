/**
 * The servers that Synod stands on, as JUnit extensions: {@code @RegisterExtension static final
 * Postgres POSTGRES = new Postgres();}. Each is the real program, on a free loopback port, in a
 * folder that goes with it.
 */
@NullMarked
package dev.synod.testkit;

import org.jspecify.annotations.NullMarked;
