package dev.synod.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;

/**
 * A hash table is walked in the order of its keys' hashes. A record's hash is made of its
 * components'; an enum's, and that of a class without a {@code hashCode}, is another in each JVM.
 */
final class HashStableKeys extends ArchCondition<JavaClass> {
  private static final Set<String> TABLES =
      Set.of("io.vavr.collection.HashMap", "io.vavr.collection.HashSet", "dev.synod.kernel.Table");

  HashStableKeys() {
    super("key hash tables by what has a hash of its content");
  }

  @Override
  public void check(JavaClass owner, ConditionEvents events) {
    for (JavaField field : owner.getFields()) {
      if (field.getType() instanceof JavaParameterizedType table
          && TABLES.contains(table.toErasure().getName())) {
        JavaType key = table.getActualTypeArguments().getFirst();
        if (!(key instanceof JavaTypeVariable<?>)
            && isHashedByIdentity(key.toErasure(), new HashSet<>())) {
          events.add(
              SimpleConditionEvent.violated(
                  field,
                  "Field %s is keyed by %s, of which a part is hashed by identity"
                      .formatted(field.getFullName(), key.getName())));
        }
      }
    }
  }

  private static boolean isHashedByIdentity(JavaClass type, Set<JavaClass> seen) {
    if (!seen.add(type) || type.isPrimitive()) {
      return false;
    }
    if (type.isEnum()) {
      return true;
    }
    boolean hashesItself = type.tryGetMethod("hashCode").isPresent();
    if (type.isRecord()) {
      return type.getFields().stream()
          .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
          .anyMatch(field -> isHashedByIdentity(field.getRawType(), seen));
    }
    if (type.isInterface()) {
      return type.getAllSubclasses().stream().anyMatch(one -> isHashedByIdentity(one, seen));
    }
    return !hashesItself;
  }
}
