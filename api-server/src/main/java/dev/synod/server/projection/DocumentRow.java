package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** One change of a document; without a value it was removed. */
@Entity
@Table(name = "document_revision")
public class DocumentRow extends PanacheEntityBase {
  @Id
  @Column(name = "revision")
  public long revision;

  @Column(name = "namespace")
  public String namespace = "";

  @Column(name = "group_name")
  public String group = "";

  @Column(name = "key")
  public String key = "";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "value")
  public @Nullable String value;

  @Column(name = "written_by")
  public String writtenBy = "";

  @Column(name = "written_at")
  public Instant writtenAt = Instant.EPOCH;
}
