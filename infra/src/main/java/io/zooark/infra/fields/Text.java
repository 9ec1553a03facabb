package io.zooark.infra.fields;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text of one form. */
public final class Text implements Kind {
    private final Pattern pattern;
    private final List<String> choices;
    private final String wanted;
    private final Predicate<String> real;

    private Text(Pattern pattern, List<String> choices, String wanted, Predicate<String> real) {
        this.pattern = requireNonNull(pattern, "pattern is null");
        this.choices = List.copyOf(choices);
        this.wanted = requireNonNull(wanted, "wanted is null");
        this.real = requireNonNull(real, "real is null");
    }

    /**
     * Returns text that matches as a whole.
     *
     * @param regex in what Java and ECMA-262 have in common, for editors go by it too
     * @param wanted what it is, as in "must be ..."
     */
    public static Text matching(String regex, String wanted) {
        return new Text(Pattern.compile(regex), List.of(), wanted, text -> true);
    }

    /** Returns one of a few words. */
    public static Text oneOf(String first, String second) {
        return new Text(
                Pattern.compile(first + "|" + second), List.of(first, second), first + " or " + second, text -> true);
    }

    /** Returns the same, where besides its form it must be something that there is; editors cannot know that. */
    public Text thatIs(Predicate<String> real) {
        return new Text(pattern, choices, wanted, real);
    }

    /**
     * Returns the value of a field.
     *
     * @throws IllegalArgumentException if it is missing or of another form; it names the field
     */
    public String require(String field, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        if (!fits(value)) {
            throw new IllegalArgumentException(field + " must be " + wanted + ", got '" + value + "'");
        }
        return value;
    }

    /** Returns the value of a field that may be left out. */
    public @Nullable String requireIfGiven(String field, @Nullable String value) {
        return value == null ? null : require(field, value);
    }

    private boolean fits(String value) {
        return pattern.matcher(value).matches() && real.test(value);
    }

    @Override
    public void check(JsonNode value, String path, Findings findings) {
        if (value.isNumber() || value.isBoolean()) {
            findings.add(path, "must be " + wanted + ", " + Kind.got(value) + ", which without quotes is not text");
        } else if (!value.isTextual() || !fits(value.asText())) {
            findings.add(path, "must be " + wanted + ", " + Kind.got(value));
        }
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
        if (choices.isEmpty()) {
            return schema.put("pattern", "^(?:" + pattern.pattern() + ")$");
        }
        choices.forEach(schema.withArray("enum")::add);
        return schema;
    }
}
