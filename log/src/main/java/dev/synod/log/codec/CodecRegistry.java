package dev.synod.log.codec;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types that have a binary form. Members of sealed families are registered with a type id,
 * which is never used for another type, and a version, which is raised when components are added at
 * the end of the record. Other records need no registration: they are part of those that hold them.
 */
public final class CodecRegistry {
  private static final int BYTES_DEFAULT = 256;

  private final List<CodecCompiler.Registration> registrations;
  private final Map<Class<?>, Codec<?>> roots = new HashMap<>();
  private final Map<Class<?>, Codec<Object>> members;

  private CodecRegistry(Builder builder) {
    registrations = List.copyOf(builder.registrations);
    var compiler = new CodecCompiler(registrations, builder.defaults);
    for (Class<?> root : builder.roots) {
      roots.put(root, compiler.compile(root));
    }
    members = compiler.members();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The registered types, in the order of their registration. */
  public List<Type> types() {
    return registrations.stream().map(r -> new Type(r.id(), r.version(), r.type())).toList();
  }

  /** A registered type. */
  public record Type(int id, int version, Class<?> type) {}

  /** The codec of a root type. */
  @SuppressWarnings("unchecked") // the map is filled by type
  public <T> Codec<T> codec(Class<T> root) {
    Codec<?> codec = roots.get(root);
    if (codec == null) {
      throw new IllegalStateException("Expected a root type, but found " + root + ".");
    }
    return (Codec<T>) codec;
  }

  /**
   * The bytes of one value.
   *
   * @throws CodecException if the value has no binary form
   */
  public <T> byte[] encode(Class<T> root, T value) {
    return encode(root, value, BYTES_DEFAULT);
  }

  /**
   * The bytes of a value that is known to be large.
   *
   * @param bytesExpected roughly
   */
  public <T> byte[] encode(Class<T> root, T value, int bytesExpected) {
    return encode(codec(root), value, bytesExpected);
  }

  /** The bytes of a registered record, with its type id and version. */
  public byte[] encodeMember(Class<?> type, Object value) {
    return encode(member(type), value, BYTES_DEFAULT);
  }

  private static <T> byte[] encode(Codec<T> codec, T value, int bytesExpected) {
    var out = new ByteArrayOutputStream(bytesExpected);
    try (CBORGenerator generator = Cbor.generator(out)) {
      codec.write(generator, value);
    } catch (IOException | RuntimeException e) {
      throw asCodecException(e, "Expected a value with a binary form.");
    }
    return out.toByteArray();
  }

  /**
   * The value of bytes that hold one and nothing else.
   *
   * @throws CodecException if they do not
   */
  public <T> T decode(Class<T> root, byte[] bytes) {
    return decode(codec(root), root, bytes);
  }

  /** The registered record of bytes with its type id and version. */
  public Object decodeMember(Class<?> type, byte[] bytes) {
    return decode(member(type), type, bytes);
  }

  private Codec<Object> member(Class<?> type) {
    Codec<Object> codec = members.get(type);
    if (codec == null) {
      throw new IllegalStateException("Expected a registered type, but found " + type + ".");
    }
    return codec;
  }

  private static <T> T decode(Codec<T> codec, Class<?> type, byte[] bytes) {
    try (CBORParser parser = Cbor.parser(bytes, 0, bytes.length)) {
      parser.nextToken();
      T value = codec.read(parser);
      if (parser.nextToken() != null) {
        throw Cbor.unexpected(parser, "the end");
      }
      return value;
    } catch (IOException | RuntimeException e) {
      throw asCodecException(e, "Expected the bytes of a " + type.getSimpleName() + ".");
    }
  }

  /** What a reader or writer threw, as the one exception that callers have to expect. */
  public static CodecException asCodecException(Exception e, String expectation) {
    return e instanceof CodecException codec
        ? codec
        : new CodecException(expectation + " " + e.getMessage(), e);
  }

  /** Collects types; {@link #build} fails where one is missing. */
  public static final class Builder {
    private final List<CodecCompiler.Registration> registrations = new ArrayList<>();
    private final Map<CodecCompiler.DefaultKey, Object> defaults = new HashMap<>();
    private final List<Class<?>> roots = new ArrayList<>();
    private final Set<Object> taken = new HashSet<>();

    private Builder() {}

    /** Registers a record of a sealed family. */
    public Builder type(int id, int version, Class<? extends Record> type) {
      if (!taken.add(id) || !taken.add(type)) {
        throw new IllegalStateException(
            "Expected each id and type once, but found %d or %s twice.".formatted(id, type));
      }
      registrations.add(new CodecCompiler.Registration(id, version, type));
      return this;
    }

    /** Declares what a component is read as where the bytes, being older, lack it. */
    public Builder missing(Class<? extends Record> type, String component, Object value) {
      if (Arrays.stream(type.getRecordComponents()).noneMatch(c -> c.getName().equals(component))) {
        throw new IllegalStateException("Expected a component " + component + " of " + type + ".");
      }
      defaults.put(new CodecCompiler.DefaultKey(type, component), value);
      return this;
    }

    /** Names types that are encoded by themselves; all that they reach must have a binary form. */
    public Builder roots(Class<?>... types) {
      roots.addAll(List.of(types));
      return this;
    }

    /**
     * Compiles the codecs.
     *
     * @throws IllegalStateException if a member of a family that a root reaches is not registered
     */
    public CodecRegistry build() {
      return new CodecRegistry(this);
    }
  }
}
