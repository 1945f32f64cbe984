/** Where the API server is, who asks, and how it is asked. */
@NullMarked
package dev.synod.cli.connection;

import org.jspecify.annotations.NullMarked;
