package dev.synod.kernel.session;

import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.run.RunRef;
import io.vavr.collection.TreeSet;

/** What a session holds: leased tasks, seats at barriers, runs that it drives. */
public record Holdings(TreeSet<Long> tasks, TreeSet<BarrierKey> seats, TreeSet<RunRef> runs) {
  public static final Holdings NONE =
      new Holdings(TreeSet.empty(), TreeSet.empty(), TreeSet.empty());

  public Holdings withTask(long task) {
    return new Holdings(tasks.add(task), seats, runs);
  }

  public Holdings withoutTask(long task) {
    return new Holdings(tasks.remove(task), seats, runs);
  }

  public Holdings withSeat(BarrierKey seat) {
    return new Holdings(tasks, seats.add(seat), runs);
  }

  public Holdings withoutSeat(BarrierKey seat) {
    return new Holdings(tasks, seats.remove(seat), runs);
  }

  public Holdings withRun(RunRef run) {
    return new Holdings(tasks, seats, runs.add(run));
  }

  public Holdings withoutRun(RunRef run) {
    return new Holdings(tasks, seats, runs.remove(run));
  }
}
