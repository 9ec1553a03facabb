package io.zooark.slim;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What a class or a method names: other classes, in whatever place of the class file, and the methods it calls. */
final class References {
    private final Consumer<String> classes;
    private final Consumer<Call> calls;

    /** A method as a class file names it; the owner may inherit it. */
    record Call(String owner, Signature signature) {
        Call {
            requireNonNull(owner, "owner is null");
            requireNonNull(signature, "signature is null");
        }
    }

    /** A method's name and descriptor. */
    record Signature(String name, String descriptor) {
        Signature {
            requireNonNull(name, "name is null");
            requireNonNull(descriptor, "descriptor is null");
        }

        static Signature of(MethodNode method) {
            return new Signature(method.name, method.desc);
        }
    }

    /**
     * Tells what is found to two listeners.
     *
     * @param classes hears the internal name of each class, and each string that may be one
     */
    References(Consumer<String> classes, Consumer<Call> calls) {
        this.classes = requireNonNull(classes, "classes is null");
        this.calls = requireNonNull(calls, "calls is null");
    }

    /** Looks through a whole class. */
    void in(ClassReader type) {
        type.accept(visitor(), ClassReader.SKIP_FRAMES);
    }

    /** Looks through what a class says of itself, its methods and its list of nested classes left out. */
    void inHeadOf(ClassNode type) {
        ClassNode head = new ClassNode();
        type.accept(head);
        head.methods.clear();
        head.innerClasses.clear();
        head.accept(visitor());
    }

    /** Looks through one method, which may be abstract. */
    void in(MethodNode method) {
        method.accept(visitor());
    }

    /** The remapper of ASM is asked for a new name wherever one stands; nothing is renamed, and the copy is dropped. */
    private ClassRemapper visitor() {
        return new ClassRemapper(new ClassNode(), new Listener());
    }

    private final class Listener extends Remapper {
        Listener() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internalName) {
            classes.accept(internalName);
            return internalName;
        }

        @Override
        public String mapMethodName(@Nullable String owner, String name, String descriptor) {
            // the owner is missing where a method is declared
            if (owner != null) {
                calls.accept(new Call(owner, new Signature(name, descriptor)));
            }
            return name;
        }

        @Override
        public Object mapValue(Object value) {
            if (value instanceof String text) {
                classes.accept(text.replace('.', '/'));
            }
            return super.mapValue(value);
        }
    }
}
