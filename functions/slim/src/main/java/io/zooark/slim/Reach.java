package io.zooark.slim;

import io.zooark.slim.References.Call;
import io.zooark.slim.References.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What of the slimmed packages is reached from outside them.
 *
 * <p>Of a client, only the methods that somebody reached calls. Of everything else the whole class: what a reached class
 * names is reached, whether or not it is ever run, so that the JVM's verifier finds all that it may ask for.
 */
final class Reach {
    private final Map<String, byte[]> classes;
    private final Predicate<String> slimmed;
    private final References references = new References(this::reach, this::call);

    private final Set<String> reached = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, ClassNode> clients = new HashMap<>();
    private final Set<Signature> called = new HashSet<>();
    private final Set<Call> kept = new HashSet<>();

    /**
     * Begins with nothing reached.
     *
     * @param classes all class files of the jar by internal name
     * @param slimmed whether a class is of the packages to slim
     */
    Reach(Map<String, byte[]> classes, Predicate<String> slimmed) {
        this.classes = Map.copyOf(classes);
        this.slimmed = slimmed;
    }

    /** Follows a class outside the slimmed packages. */
    void from(byte[] outside) {
        references.in(new ClassReader(outside));
        follow();
    }

    /** Follows a class that something names which is no class, such as a list of services. */
    void from(String internalName) {
        reach(internalName);
        follow();
    }

    /** Returns what stays of a class of the slimmed packages; null if nothing does. */
    byte @Nullable [] rest(String internalName) {
        if (!reached.contains(internalName)) {
            return null;
        }
        ClassNode client = clients.get(internalName);
        return client == null ? classes.get(internalName) : without(client);
    }

    private byte[] without(ClassNode client) {
        client.methods.removeIf(method -> !kept.contains(new Call(client.name, Signature.of(method))));
        client.innerClasses.removeIf(nested -> slimmed.test(nested.name) && !reached.contains(nested.name));
        ClassWriter writer = new ClassWriter(0);
        client.accept(writer);
        return writer.toByteArray();
    }

    private void reach(String internalName) {
        if (slimmed.test(internalName) && classes.containsKey(internalName) && reached.add(internalName)) {
            open.add(internalName);
        }
    }

    private void call(Call call) {
        if (isClient(call.owner()) && called.add(call.signature())) {
            clients.values().forEach(client -> keepCalled(client, call.signature()));
        }
    }

    private void follow() {
        for (String next = open.poll(); next != null; next = open.poll()) {
            ClassReader file = new ClassReader(classes.get(next));
            if (isClient(next)) {
                open(file);
            } else {
                references.in(file);
            }
        }
    }

    private void open(ClassReader file) {
        ClassNode client = new ClassNode();
        file.accept(client, 0);
        clients.put(client.name, client);
        references.inHeadOf(client);
        Set<Signature> expected = new HashSet<>();
        promised(client, expected);
        for (MethodNode method : client.methods) {
            Signature signature = Signature.of(method);
            if (method.name.startsWith("<") || expected.contains(signature) || called.contains(signature)) {
                keep(client, method);
            }
        }
    }

    private void keepCalled(ClassNode client, Signature signature) {
        for (MethodNode method : client.methods) {
            if (Signature.of(method).equals(signature)) {
                keep(client, method);
            }
        }
    }

    private void keep(ClassNode client, MethodNode method) {
        if (kept.add(new Call(client.name, Signature.of(method)))) {
            references.in(method);
        }
    }

    private boolean isClient(String internalName) {
        return internalName.endsWith("Client") && slimmed.test(internalName);
    }

    /** Adds what the types above a client promise: their callers do not know that it is one. */
    private void promised(ClassNode type, Set<Signature> promised) {
        type.interfaces.forEach(above -> addPromises(above, promised));
        if (type.superName != null) {
            addPromises(type.superName, promised);
        }
    }

    private void addPromises(String above, Set<Signature> promised) {
        ClassNode type = new ClassNode();
        read(above).accept(type, ClassReader.SKIP_CODE);
        if (!isClient(above)) {
            type.methods.forEach(method -> promised.add(Signature.of(method)));
        }
        promised(type, promised);
    }

    private ClassReader read(String internalName) {
        byte[] file = classes.get(internalName);
        if (file != null) {
            return new ClassReader(file);
        }
        try (InputStream in = ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        internalName + " is neither in the jar nor in the JDK, and a client is one");
            }
            return new ClassReader(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + internalName, e);
        }
    }
}
