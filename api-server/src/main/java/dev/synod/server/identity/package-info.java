/** Who calls: bearer tokens verified against the keys of their issuers and turned into subjects. */
@NullMarked
package dev.synod.server.identity;

import org.jspecify.annotations.NullMarked;
