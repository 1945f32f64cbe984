/** Certificates and keys of a development environment. */
@NullMarked
package dev.synod.dev.certificate;

import org.jspecify.annotations.NullMarked;
