package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Entries that history lacks, because the journal no longer had them. */
@Entity
@Table(name = "projection_gap")
public class GapRow extends PanacheEntityBase {
  @Id
  @Column(name = "after_index")
  public long afterIndex;

  @Column(name = "through_index")
  public long throughIndex;

  @Column(name = "reason")
  public String reason = "";

  @Column(name = "found_at")
  public Instant foundAt = Instant.EPOCH;
}
