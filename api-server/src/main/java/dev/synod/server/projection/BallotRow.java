package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One vote. */
@Entity
@Table(name = "ballot")
public class BallotRow extends PanacheEntityBase {
  @Id
  @Column(name = "revision")
  public long revision;

  @Column(name = "proposal")
  public long proposal;

  @Column(name = "agent")
  public String agent = "";

  @Column(name = "option")
  public String option = "";

  @Column(name = "reason")
  public String reason = "";

  @Column(name = "cast_at")
  public Instant castAt = Instant.EPOCH;
}
