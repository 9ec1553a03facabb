package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an EC2 request, or of a part of one: {@code IpPermissions.1.FromPort} is the parameter
 * {@code FromPort} of the first member of {@code IpPermissions}.
 */
record Query(Map<String, String> parameters) {
    Query {
        parameters = Map.copyOf(parameters);
    }

    /** Reads a form. */
    static Query of(String form) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return new Query(parameters);
    }

    @Nullable
    String get(String name) {
        return parameters.get(name);
    }

    String get(String name, String otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }

    String need(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw AwsError.refused("MissingParameter", "The request must contain the parameter " + name);
        }
        return value;
    }

    @Nullable
    Integer number(String name) {
        String value = parameters.get(name);
        try {
            return value == null ? null : Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw AwsError.refused("InvalidParameterValue", "Invalid value '" + value + "' for " + name);
        }
    }

    /** Returns the plain values of a list: {@code GroupId.1}, {@code GroupId.2}, … */
    List<String> values(String list) {
        List<String> values = new ArrayList<>();
        for (int i = 1; parameters.containsKey(list + "." + i); i++) {
            values.add(need(list + "." + i));
        }
        return values;
    }

    /** Returns the members of a list of structures, each with its own parameters. */
    List<Query> members(String list) {
        List<Query> members = new ArrayList<>();
        for (int i = 1; ; i++) {
            Query member = within(list + "." + i);
            if (member.parameters.isEmpty()) {
                return members;
            }
            members.add(member);
        }
    }

    /** Returns the parameters of a structure. */
    Query within(String structure) {
        String prefix = structure + ".";
        Map<String, String> inner = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                inner.put(name.substring(prefix.length()), value);
            }
        });
        return new Query(inner);
    }
}
