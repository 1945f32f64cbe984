/** The packaged API server as a process of its own, with issuers of tokens that it trusts. */
@NullMarked
package dev.synod.testkit.server;

import org.jspecify.annotations.NullMarked;
