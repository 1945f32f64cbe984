/** The RFC 6962 tree: hashes, proofs, tiles. */
@NullMarked
package dev.synod.audit.tree;

import org.jspecify.annotations.NullMarked;
