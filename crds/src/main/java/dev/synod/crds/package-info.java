/**
 * The custom resources of Synod as records: what users declare and what the operator reports.
 *
 * <p>Everything here is data. Defaults, bounds and rules are annotations from which the CRDs in
 * {@code crds/} on the class path are generated, so the Kubernetes API server checks them before
 * any code of ours sees an object. An object written by a newer version still decodes: unknown
 * fields are skipped and unknown enum values read as {@code null}.
 */
@NullMarked
package dev.synod.crds;

import org.jspecify.annotations.NullMarked;
