package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A text file of this module, as its jar carries it. */
final class ClassPathText {
    private ClassPathText() {}

    /**
     * Reads the file {@code statemachine/name} of the source tree.
     *
     * @throws IllegalStateException if the jar was built without it
     */
    static String read(String name) {
        try (InputStream text = ClassPathText.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException(
                        "statemachine/" + name + " is not on the class path: build module statemachine again");
            }
            return new String(text.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read statemachine/" + name, e);
        }
    }
}
