package io.zooark.local.iam;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that somebody wants to do with one resource, as IAM judges it.
 *
 * @param action such as {@code s3:GetObject}
 * @param resource an ARN, or {@code *} where the action knows no resources
 * @param context what is known of the call: values by condition key, in small letters, for keys know no case
 */
public record Call(String action, String resource, Map<String, List<String>> context) {
    public Call {
        requireNonNull(resource, "resource is null");
        if (!action.matches("[a-z0-9-]+:[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("action must be service:Action, got '" + action + "'");
        }
        Map<String, List<String>> keys = new TreeMap<>();
        context.forEach((key, values) -> keys.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        context = Map.copyOf(keys);
    }

    /** Returns a call of which nothing else is known. */
    public static Call of(String action, String resource) {
        return new Call(action, resource, Map.of());
    }

    /** Returns this call with one more thing known of it. */
    public Call with(String key, String... values) {
        return with(Map.of(key, List.of(values)));
    }

    /** Returns this call with more known of it. */
    public Call with(Map<String, List<String>> more) {
        Map<String, List<String>> all = new TreeMap<>(context);
        more.forEach((key, values) -> all.put(key.toLowerCase(Locale.ROOT), values));
        return new Call(action, resource, all);
    }

    String service() {
        return action.substring(0, action.indexOf(':'));
    }
}
