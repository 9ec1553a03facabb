package io.zooark.local.artefact;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The constant pool of a class file: in it stands the name of everything that the class can ask the JVM for (The Java
 * Virtual Machine Specification, 4.4).
 */
final class ConstantPool {
    private static final int UTF8 = 1;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;

    private final Map<Integer, String> texts = new HashMap<>();

    /** The two numbers in each other constant; what they mean depends on its kind. */
    private final Map<Integer, int[]> pairs = new HashMap<>();

    private final List<int[]> methods = new ArrayList<>();

    private ConstantPool() {}

    static ConstantPool read(InputStream file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(file))) {
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            ConstantPool pool = new ConstantPool();
            for (int i = 1; i < count; i++) {
                i += pool.add(i, in.readUnsignedByte(), in);
            }
            return pool;
        }
    }

    /** Adds a constant and returns how many places it takes beyond its own. */
    private int add(int place, int tag, DataInputStream in) throws IOException {
        switch (tag) {
            case UTF8 -> texts.put(place, in.readUTF());
            case 7, 8, 16, 19, 20 -> pairs.put(place, new int[] {in.readUnsignedShort(), 0});
            case 15 -> in.skipNBytes(3);
            case 3, 4, 9, METHOD, INTERFACE_METHOD, 12, 17, 18 -> {
                int[] pair = {in.readUnsignedShort(), in.readUnsignedShort()};
                pairs.put(place, pair);
                if (tag == METHOD || tag == INTERFACE_METHOD) {
                    methods.add(pair);
                }
            }
            case 5, 6 -> {
                in.skipNBytes(Long.BYTES);
                return 1;
            }
            default -> throw new IllegalArgumentException("no constant has tag " + tag);
        }
        return 0;
    }

    /** Returns all texts: names, descriptors, generic signatures, and strings. */
    List<String> texts() {
        return List.copyOf(texts.values());
    }

    /** Returns the names of the methods that are called on a class, given by its internal name. */
    List<String> calledOn(String owner) {
        return methods.stream()
                .filter(method -> owner.equals(first(method[0])))
                .map(method -> first(method[1]))
                .toList();
    }

    /** Returns the text that a class or a name-and-type begins with. */
    private String first(int place) {
        return texts.getOrDefault(pairs.getOrDefault(place, new int[2])[0], "");
    }
}
