package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a document's answer, read with their kinds checked. */
final class Answers {
    private final Map<String, Object> fields;

    Answers(Map<String, Object> fields) {
        this.fields = requireNonNull(fields, "fields is null");
    }

    Optional<Long> number(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number) {
            return Optional.of(number.longValue());
        }
        throw wrong(name, "a number", value);
    }

    long required(String name) {
        return number(name).orElseThrow(() -> wrong(name, "a number", null));
    }

    Optional<String> text(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw wrong(name, "a string", value);
    }

    boolean flag(String name) {
        if (fields.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false", fields.get(name));
    }

    List<String> texts(String name) {
        return list(name).stream()
                .map(item -> {
                    if (item instanceof String text) {
                        return text;
                    }
                    throw wrong(name, "a list of strings", item);
                })
                .toList();
    }

    List<Integer> numbers(String name) {
        return list(name).stream()
                .map(item -> {
                    if (item instanceof Number number) {
                        return number.intValue();
                    }
                    throw wrong(name, "a list of numbers", item);
                })
                .toList();
    }

    private List<?> list(String name) {
        if (fields.get(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list", fields.get(name));
    }

    private static IllegalArgumentException wrong(String name, String expected, @Nullable Object got) {
        return new IllegalArgumentException("field " + name + " must be " + expected + ", got " + got);
    }
}
