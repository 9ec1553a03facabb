package io.zooark.statemachine;

import static io.zooark.statemachine.NodeParameter.BYTES;
import static io.zooark.statemachine.NodeParameter.CHAIN;
import static io.zooark.statemachine.NodeParameter.CKSUM;
import static io.zooark.statemachine.NodeParameter.CLIENT_PORTS;
import static io.zooark.statemachine.NodeParameter.CONFIRM;
import static io.zooark.statemachine.NodeParameter.EPOCH;
import static io.zooark.statemachine.NodeParameter.EXECUTION_TIMEOUT;
import static io.zooark.statemachine.NodeParameter.EXEMPT;
import static io.zooark.statemachine.NodeParameter.LOOKS_AT_CLIENTS;
import static io.zooark.statemachine.NodeParameter.ORDER;
import static io.zooark.statemachine.NodeParameter.RESTORE_ID;
import static io.zooark.statemachine.NodeParameter.SERVER_ID;
import static io.zooark.statemachine.NodeParameter.UNIT;
import static io.zooark.statemachine.NodeParameter.URL;
import static io.zooark.statemachine.NodeParameter.ZOO_CFG;
import static io.zooark.statemachine.NodeParameter.ZXID;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Systems Manager document that does one thing on one ZooKeeper host, and the script in it. */
public final class NodeDocument {
    /** In each document the same comments: they were a quarter of what CloudFormation is given, which takes 1 MB. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*#.*\\n");

    private static final List<String> DATA = List.of("zoo-cfg", "data");
    private static final List<String> LOOKS = List.of("zoo-cfg", "data", "looks");
    private static final List<String> FETCHING = List.of("zoo-cfg", "data", "fetching");
    private static final List<String> MOVES = List.of("zoo-cfg", "data", "moves");

    private static final List<NodeDocument> ALL = List.of(
            new NodeDocument("inspect", "Says what is on a ZooKeeper host; changes nothing.", LOOKS),
            ordered("fetch", "Fetches a snapshot onto a ZooKeeper host, beside its data.", FETCHING, URL, BYTES, CKSUM),
            ordered(
                    "cut",
                    "Ends all client connections on a ZooKeeper host and keeps new ones out.",
                    List.of("firewall"),
                    CLIENT_PORTS,
                    EXEMPT,
                    LOOKS_AT_CLIENTS),
            ordered("stop", "Stops ZooKeeper, keeps it stopped, and proves it.", DATA),
            ordered(
                    "set-aside",
                    "Moves a stopped ZooKeeper's data aside and gives it a new epoch.",
                    MOVES,
                    EPOCH,
                    SERVER_ID),
            ordered(
                    "place",
                    "Places a fetched snapshot on a stopped ZooKeeper whose data was moved aside.",
                    FETCHING,
                    EPOCH,
                    URL,
                    ZXID,
                    BYTES,
                    CKSUM),
            ordered("start", "Lets a held ZooKeeper go and starts it.", List.of("data")),
            ordered("keep-restored", "Moves everything aside but the restored snapshot and the epochs.", DATA, ZXID),
            ordered(
                    "put-back",
                    "Puts back the data that was set aside, and what came in its place aside.",
                    MOVES,
                    EPOCH,
                    CHAIN),
            ordered("uncut", "Lets clients reach a ZooKeeper host again.", List.of("data", "firewall"), CLIENT_PORTS),
            ordered(
                    "wipe-for-rejoin",
                    "Moves all data of a server aside that a restore has left out, so that it can rejoin.",
                    MOVES,
                    EPOCH,
                    SERVER_ID),
            new NodeDocument(
                    "doctor", "Says what a ZooKeeper host lacks for backups and restores; changes nothing.", LOOKS),
            new NodeDocument("list-aside", "Says what restores have set aside on a ZooKeeper host.", DATA),
            new NodeDocument("prune", "Deletes what one restore has set aside on a ZooKeeper host.", DATA, CONFIRM));

    /** No restore sends these, and no function may. */
    private static final Set<String> FOR_PEOPLE = Set.of("wipe-for-rejoin", "doctor", "list-aside", "prune");

    private final String action;
    private final String description;
    private final List<String> parts;
    private final List<NodeParameter> parameters;

    private NodeDocument(String action, String description, List<String> parts, NodeParameter... own) {
        this.action = action;
        this.description = description;
        this.parts = Stream.of(Stream.of("common", "unit"), parts.stream(), Stream.of(action))
                .flatMap(part -> part)
                .toList();
        this.parameters = Stream.of(Stream.of(RESTORE_ID, ZOO_CFG, UNIT), Stream.of(own), Stream.of(EXECUTION_TIMEOUT))
                .flatMap(parameter -> parameter)
                .toList();
    }

    /** A document that a restore sends: late or sent by one that was overtaken, it does nothing. */
    private static NodeDocument ordered(String action, String description, List<String> parts, NodeParameter... own) {
        NodeParameter[] withOrder =
                Stream.concat(Stream.of(ORDER), Stream.of(own)).toArray(NodeParameter[]::new);
        return new NodeDocument(action, description, parts, withOrder);
    }

    /** Returns every document, in the order a restore uses them; then those that a person sends. */
    public static List<NodeDocument> all() {
        return ALL;
    }

    /** Returns what it does, in the word its result carries as {@code action}. */
    public String action() {
        return action;
    }

    /** Whether functions send it, rather than a person alone. */
    public boolean isForRestores() {
        return !FOR_PEOPLE.contains(action);
    }

    /** Returns one sentence for who looks at it in the console. */
    public String description() {
        return description;
    }

    /** Returns the names of its parameters. */
    public List<String> parameters() {
        return parameters.stream().map(NodeParameter::title).toList();
    }

    /** Returns the document's content, schema 2.2. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schemaVersion", "2.2");
        json.put("description", "Zooark: " + description);
        ObjectNode named = json.putObject("parameters");
        parameters.forEach(parameter -> describe(parameter, named.putObject(parameter.title())));
        ObjectNode step = json.putArray("mainSteps").addObject();
        step.put("action", "aws:runShellScript");
        step.put("name", action.replace('-', '_'));
        step.putObject("precondition")
                .putArray("StringEquals")
                .add("platformType")
                .add("Linux");
        ObjectNode inputs = step.putObject("inputs");
        inputs.put("timeoutSeconds", "{{ " + EXECUTION_TIMEOUT.title() + " }}");
        ArrayNode lines = inputs.putArray("runCommand");
        script().lines().forEach(lines::add);
        return json;
    }

    private static void describe(NodeParameter parameter, ObjectNode json) {
        json.put("type", "String");
        json.put("description", parameter.description());
        json.put("allowedPattern", parameter.pattern());
        parameter.fallback().ifPresent(value -> json.put("default", value));
        if (parameter.isForTheScript()) {
            json.put("interpolationType", "ENV_VAR");
        }
    }

    /** Returns the script: the parameters, the shared functions, its own, and last the call that runs them. */
    public String script() {
        return """
                #!/bin/sh
                # Zooark: %s
                # Composed from statemachine/node, where the comments are; change it there.
                set -u
                ACTION='%s'
                %s
                check_parameters() {
                %s
                }

                %s
                run
                """.formatted(
                        description,
                        action,
                        forTheScript().map(NodeParameter::shellFallback).collect(joining("\n")),
                        forTheScript().map(NodeParameter::shellCheck).collect(joining("\n")),
                        parts.stream()
                                .map(part -> COMMENT.matcher(ClassPathText.read("node/" + part + ".sh"))
                                        .replaceAll(""))
                                .collect(joining("\n")));
    }

    private Stream<NodeParameter> forTheScript() {
        return parameters.stream().filter(NodeParameter::isForTheScript);
    }
}
