package dev.synod.log.codec;

import dev.synod.kernel.Entity;
import dev.synod.kernel.Table;
import dev.synod.kernel.document.Documents.GroupDocuments;
import dev.synod.kernel.document.DocumentsByGroup;
import dev.synod.kernel.group.GroupRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The kinds of maps that records may hold. */
final class MapShapes {

  private MapShapes() {}

  /** The JDK's maps; a read one is unmodifiable and keeps the order of the bytes. */
  static <K, V> MapShape<K, V, Map<K, V>, Map<K, V>> plain() {
    return new MapShape<>() {
      @Override
      public int size(Map<K, V> map) {
        return map.size();
      }

      @Override
      public void forEach(Map<K, V> map, BiConsumer<K, V> visitor) {
        map.forEach(visitor);
      }

      @Override
      public Map<K, V> begin() {
        return new LinkedHashMap<>();
      }

      @Override
      public Map<K, V> add(Map<K, V> building, K key, V value) {
        building.put(key, value);
        return building;
      }

      @Override
      public Map<K, V> finish(Map<K, V> building) {
        return Collections.unmodifiableMap(building);
      }
    };
  }

  /** The JDK's sorted maps in natural order. */
  static <K, V> MapShape<K, V, SortedMap<K, V>, SortedMap<K, V>> sorted() {
    return new MapShape<>() {
      @Override
      public int size(SortedMap<K, V> map) {
        return map.size();
      }

      @Override
      public void forEach(SortedMap<K, V> map, BiConsumer<K, V> visitor) {
        map.forEach(visitor);
      }

      @Override
      public SortedMap<K, V> begin() {
        return new TreeMap<>();
      }

      @Override
      public SortedMap<K, V> add(SortedMap<K, V> building, K key, V value) {
        building.put(key, value);
        return building;
      }

      @Override
      public SortedMap<K, V> finish(SortedMap<K, V> building) {
        return Collections.unmodifiableSortedMap(building);
      }
    };
  }

  /** Vavr's persistent maps, which are their own builders, from an empty one. */
  static <K, V>
      MapShape<K, V, io.vavr.collection.Map<K, V>, io.vavr.collection.Map<K, V>> persistent(
          io.vavr.collection.Map<K, V> empty) {
    return new MapShape<>() {
      @Override
      public int size(io.vavr.collection.Map<K, V> map) {
        return map.size();
      }

      @Override
      public void forEach(io.vavr.collection.Map<K, V> map, BiConsumer<K, V> visitor) {
        map.forEach(visitor);
      }

      @Override
      public io.vavr.collection.Map<K, V> begin() {
        return empty;
      }

      @Override
      public io.vavr.collection.Map<K, V> add(
          io.vavr.collection.Map<K, V> building, K key, V value) {
        return building.put(key, value);
      }

      @Override
      public io.vavr.collection.Map<K, V> finish(io.vavr.collection.Map<K, V> building) {
        return building;
      }
    };
  }

  /** The kernel's tables, whose digest is computed anew while they are read. */
  static <K, V extends Entity> MapShape<K, V, Table<K, V>, Table<K, V>> table() {
    return new MapShape<>() {
      @Override
      public int size(Table<K, V> map) {
        return map.size();
      }

      @Override
      public void forEach(Table<K, V> map, BiConsumer<K, V> visitor) {
        map.forEach(visitor);
      }

      @Override
      public Table<K, V> begin() {
        return Table.empty();
      }

      @Override
      public Table<K, V> add(Table<K, V> building, K key, V value) {
        return building.put(key, value);
      }

      @Override
      public Table<K, V> finish(Table<K, V> building) {
        return building;
      }
    };
  }

  /** The kernel's documents, whose number is computed anew while they are read. */
  static MapShape<GroupRef, GroupDocuments, DocumentsByGroup, DocumentsByGroup> documents() {
    return new MapShape<>() {
      @Override
      public int size(DocumentsByGroup map) {
        return map.size();
      }

      @Override
      public void forEach(DocumentsByGroup map, BiConsumer<GroupRef, GroupDocuments> visitor) {
        map.forEach(visitor);
      }

      @Override
      public DocumentsByGroup begin() {
        return DocumentsByGroup.EMPTY;
      }

      @Override
      public DocumentsByGroup add(DocumentsByGroup building, GroupRef key, GroupDocuments value) {
        return building.put(key, value);
      }

      @Override
      public DocumentsByGroup finish(DocumentsByGroup building) {
        return building;
      }
    };
  }
}
