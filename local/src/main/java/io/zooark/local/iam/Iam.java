package io.zooark.local.iam;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The IAM of the local cloud: judges calls by the policies of roles and of resources, and keeps what it has refused and
 * which statements it has needed.
 *
 * <p>An explicit Deny wins over every Allow, and what nothing allows is refused (IAM User Guide, "Policy evaluation logic"),
 * within one account; boundaries, session policies and those of organizations are not known here.
 */
public final class Iam implements Authority {
    private final String account;
    private final Keys keys;
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final List<Statement> onResources = new ArrayList<>();
    private final Map<String, Caller> callers = new LinkedHashMap<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Usage usage = new Usage();

    /**
     * Begins without roles.
     *
     * @param account twelve digits
     * @param keys what stands behind calls
     */
    public Iam(String account, Keys keys) {
        this.account = requireNonNull(account, "account is null");
        this.keys = requireNonNull(keys, "keys is null");
    }

    /**
     * Adds a role.
     *
     * @param name what lists call it
     * @param trust the policy document that says who may take it, without intrinsics
     * @param documents its policies' documents, without intrinsics
     * @throws PolicyException if one says what is not known here
     */
    public synchronized void role(String arn, String name, JsonNode trust, List<JsonNode> documents) {
        roles.put(arn, Role.of(arn, name, trust, documents));
    }

    /** Adds the policy of a resource: a bucket, a queue. */
    public synchronized void resource(String name, JsonNode document) {
        onResources.addAll(Statement.read(name, document));
    }

    /** Gives a caller a key, which his calls carry. */
    public synchronized void accessKey(String id, Caller caller) {
        role(caller.roleArn());
        callers.put(id, caller);
    }

    @Override
    public Optional<String> refusal(String accessKeyId, Call call) {
        Caller caller;
        synchronized (this) {
            caller = callers.get(accessKeyId);
        }
        return caller == null
                ? refused("The access key ID '" + accessKeyId + "' is nobody's, for " + call.action())
                : refusal(caller, call);
    }

    /** Judges a call; returns why it is refused, and nothing where the caller has leave. */
    public Optional<String> refusal(Caller caller, Call call) {
        List<Call> all = new ArrayList<>(List.of(call));
        all.addAll(keys.behind(call));
        for (Call one : all) {
            Optional<String> why = judge(caller, complete(caller, one));
            if (why.isPresent()) {
                return refused("User: %s is not authorized to perform: %s on resource: %s %s"
                        .formatted(caller, one.action(), one.resource(), why.get()));
            }
        }
        return Optional.empty();
    }

    /** Judges whether a service may take a role, with what is known of its wish. */
    public Optional<String> takingRefusal(String roleArn, String service, Map<String, List<String>> context) {
        Call taking = Call.of("sts:AssumeRole", roleArn).with(context);
        List<Statement> speaking = role(roleArn).trust().stream()
                .filter(statement -> statement.principals().orElseThrow().includeService(service))
                .filter(statement -> statement.speaksOf(taking))
                .toList();
        boolean denied = speaking.stream().anyMatch(statement -> !statement.allows());
        return denied || speaking.isEmpty()
                ? refused("%s is not authorized to perform: sts:AssumeRole on resource: %s".formatted(service, roleArn))
                : Optional.empty();
    }

    /** Returns all refusals so far, oldest first. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Returns a line for each statement that no call has needed, and for each unused action or resource of the others. */
    public synchronized List<String> unused() {
        return usage.unused(
                Stream.concat(roles.values().stream().flatMap(role -> role.statements().stream()), onResources.stream())
                        .toList());
    }

    private Optional<String> judge(Caller caller, Call call) {
        List<Statement> speaking = statementsOn(caller)
                .filter(statement -> statement.speaksOf(call))
                .toList();
        Optional<Statement> denying =
                speaking.stream().filter(statement -> !statement.allows()).findFirst();
        if (denying.isPresent()) {
            usage.note(denying.get(), call);
            return Optional.of("with an explicit deny in '" + denying.get() + "'");
        }
        speaking.forEach(statement -> usage.note(statement, call));
        return speaking.isEmpty()
                ? Optional.of("because no identity-based policy allows the " + call.action() + " action")
                : Optional.empty();
    }

    private synchronized Stream<Statement> statementsOn(Caller caller) {
        List<Statement> all = new ArrayList<>(role(caller.roleArn()).statements());
        onResources.stream()
                .filter(statement -> statement.principals().orElseThrow().includeRole(caller.roleArn()))
                .forEach(all::add);
        return all.stream();
    }

    private synchronized Role role(String arn) {
        return Optional.ofNullable(roles.get(arn))
                .orElseThrow(() -> new IllegalArgumentException("no role " + arn + "; there are " + roles.keySet()));
    }

    /** Adds what AWS knows of every call. The local cloud speaks plain HTTP, and is judged as the HTTPS that it stands for. */
    private Call complete(Caller caller, Call call) {
        return call.with(caller.context())
                .with("aws:PrincipalArn", caller.roleArn())
                .with("aws:PrincipalAccount", account)
                .with("aws:ResourceAccount", account)
                .with("aws:SecureTransport", "true")
                .with("s3:TlsVersion", "1.3");
    }

    private Optional<String> refused(String why) {
        refusals.add(why);
        return Optional.of(why);
    }
}
