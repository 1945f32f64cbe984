package dev.synod.kernel.value;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash that is the same in every process, for comparing replicas; not a defence against an
 * adversary. Mixing is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, 2014).
 */
public final class Fingerprint {
  private long hash;

  public Fingerprint(String domain) {
    add(domain);
  }

  public Fingerprint add(long number) {
    long z = hash * 31 + number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    hash = z ^ (z >>> 31);
    return this;
  }

  public Fingerprint add(boolean bit) {
    return add(bit ? 1 : 2);
  }

  public Fingerprint add(@Nullable String text) {
    return text == null ? add(-1) : add(((long) text.length() << 32) ^ text.hashCode());
  }

  public Fingerprint addAll(Collection<String> texts) {
    add(texts.size());
    texts.forEach(this::add);
    return this;
  }

  public Fingerprint add(Bytes bytes) {
    return add(bytes.length()).add(bytes.hashCode());
  }

  public Fingerprint add(@Nullable Value value) {
    if (value == null) {
      return add(-2);
    }
    return switch (value) {
      case Value.Null _ -> add(10);
      case Value.Bool b -> add(b.value() ? 11 : 12);
      case Value.Num n -> add(13).add(n.value().unscaledValue().hashCode()).add(n.value().scale());
      case Value.Str s -> add(14).add(s.value());
      case Value.Arr a -> {
        add(15).add(a.items().size());
        a.items().forEach(this::add);
        yield this;
      }
      case Value.Obj o -> {
        add(16).add(o.members().size());
        o.members().forEach((name, member) -> add(name).add(member));
        yield this;
      }
      case Value.Ref r -> add(17).add(r.digest()).add(r.bytes());
    };
  }

  public long value() {
    return hash;
  }

  /** The fingerprint of one value. */
  public static long of(Value value) {
    return new Fingerprint("").add(value).value();
  }
}
