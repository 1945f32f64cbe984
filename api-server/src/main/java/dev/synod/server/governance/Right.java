package dev.synod.server.governance;

import dev.synod.kernel.Scope;
import dev.synod.server.identity.Subject;

/** By what right something is read, or kept open and looked at again. */
public record Right(Subject subject, String action, Scope scope, Content content) {}
