/**
 * The pure coordination core: every state transition of Synod, with no clock, thread, random
 * number, file or socket. A named module, so that the sealed families of commands and events may
 * span the packages of the areas.
 */
module dev.synod.kernel {
  requires transitive io.vavr;
  requires static transitive org.jspecify;

  exports dev.synod.kernel;
  exports dev.synod.kernel.agent;
  exports dev.synod.kernel.audit;
  exports dev.synod.kernel.barrier;
  exports dev.synod.kernel.document;
  exports dev.synod.kernel.governance;
  exports dev.synod.kernel.group;
  exports dev.synod.kernel.invariant;
  exports dev.synod.kernel.level;
  exports dev.synod.kernel.member;
  exports dev.synod.kernel.permit;
  exports dev.synod.kernel.policy;
  exports dev.synod.kernel.proposal;
  exports dev.synod.kernel.quota;
  exports dev.synod.kernel.run;
  exports dev.synod.kernel.session;
  exports dev.synod.kernel.task;
  exports dev.synod.kernel.time;
  exports dev.synod.kernel.value;
  exports dev.synod.kernel.why;
}
