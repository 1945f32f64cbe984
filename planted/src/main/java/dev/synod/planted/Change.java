package dev.synod.planted;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One place of the program that is changed.
 *
 * @param type the class, as the JVM names it
 * @param method its name
 * @param descriptor its parameters and its result, as the JVM writes them
 * @param edit changes its code, and counts at each place that it changed
 */
record Change(
    String type, String method, String descriptor, Function<AtomicInteger, CodeTransform> edit) {

  /**
   * The class with this change.
   *
   * @throws NotPlantedException where it doesn't have what is to be changed, exactly once
   */
  byte[] apply(byte[] bytes, Program program) throws NotPlantedException {
    var places = new AtomicInteger();
    var hierarchy =
        ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> program.open(name(type)))
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile file = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy));
    byte[] changed =
        file.transformClass(
            file.parse(bytes),
            ClassTransform.transformingMethods(
                this::isMeant,
                (builder, element) -> {
                  if (element instanceof CodeModel code) {
                    builder.transformCode(code, edit.apply(places));
                  } else {
                    builder.with(element);
                  }
                }));
    if (places.get() != 1) {
      throw new NotPlantedException(
          "Expected one place to change in %s.%s%s, but found %d. Where it was rewritten, say in dev.synod.planted.Bug what it is now."
              .formatted(type.replace('/', '.'), method, descriptor, places.get()));
    }
    return changed;
  }

  private boolean isMeant(MethodModel candidate) {
    return candidate.methodName().equalsString(method)
        && candidate.methodType().equalsString(descriptor);
  }

  private static String name(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }
}
