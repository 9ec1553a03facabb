package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What the functions of one ensemble may run on its hosts: documents of ours, on instances with its tag. */
final class HostPermissions {
    private final Stack stack;
    private final EnsembleConfig.Tag tag;

    HostPermissions(Stack stack, EnsembleConfig.Tag tag) {
        this.stack = requireNonNull(stack, "stack is null");
        this.tag = requireNonNull(tag, "tag is null");
    }

    /** To run these documents, and read what they answer. */
    List<PolicyStatement> run(List<String> documentNames) {
        List<String> send = List.of("ssm:SendCommand");
        return List.of(
                Statements.allow(
                        "SendDocuments",
                        send,
                        documentNames.stream()
                                .map(name -> arn("ssm", "document", name))
                                .toList()),
                // any instance: which ones an ensemble has changes while it lives; the tag decides
                Statements.allow(
                        "SendToServers",
                        send,
                        List.of(arn("ec2", "instance", "*")),
                        Map.of("StringEquals", Map.of("ssm:resourceTag/" + tag.key(), tag.value()))),
                // *: the action knows no resources; it needs the id of a command, which only its sender has
                Statements.allow("ReadAnswers", List.of("ssm:GetCommandInvocation"), List.of("*")));
    }

    private String arn(String service, String resource, String name) {
        return stack.formatArn(ArnComponents.builder()
                .service(service)
                .resource(resource)
                .resourceName(name)
                .build());
    }
}
