package io.zooark.infra;

import static io.zooark.infra.FunctionSpec.CLIENT_ACCESS;
import static io.zooark.infra.FunctionSpec.NODE_COMMAND;
import static io.zooark.infra.FunctionSpec.PLAN_RECOVERY;
import static io.zooark.infra.FunctionSpec.PLAN_RESTORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.infra.Deployed.Statement;
import io.zooark.restore.NodeAction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the functions may do to hosts and to the security groups in front of them. */
@NeedsNode
class HostPermissionsTest {
    private static final String EC2 = "arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:";

    private final Leave orders = new Leave(Synthesis.orders());
    private final Leave audit = new Leave(Synthesis.audit());

    @Test
    void onlyClientAccessChangesSecurityGroups() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            Stream<String> changes = orders.actions(spec)
                    .filter(action -> action.contains("SecurityGroup"))
                    .filter(action -> !action.startsWith("ec2:Describe"));
            if (spec == CLIENT_ACCESS) {
                assertThat(changes)
                        .containsOnly(
                                "ec2:ModifySecurityGroupRules",
                                "ec2:AuthorizeSecurityGroupIngress",
                                "ec2:RevokeSecurityGroupIngress");
            } else {
                assertThat(changes).as(spec.title()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2:ModifySecurityGroupRules",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:RevokeSecurityGroupIngress"
            })
    void clientAccessChangesNoGroupsButTheServers(String action) {
        assertThat(audit.allowed(CLIENT_ACCESS, action))
                .flatExtracting(Statement::resources)
                .containsExactlyInAnyOrder(
                        EC2 + "security-group/sg-0b1b2c3d4e5f6071b",
                        EC2 + "security-group/sg-0b1b2c3d4e5f6071c",
                        EC2 + "security-group-rule/*");
    }

    @Test
    void clientAccessTagsRulesOnlyWhileItAddsThem() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            List<Statement> tagging = audit.allowed(spec, "ec2:CreateTags");
            if (spec == CLIENT_ACCESS) {
                assertThat(tagging).singleElement().satisfies(statement -> {
                    assertThat(statement.resources()).containsExactly(EC2 + "security-group-rule/*");
                    assertThat(statement
                                    .condition()
                                    .at("/StringEquals/ec2:CreateAction")
                                    .asText())
                            .isEqualTo("AuthorizeSecurityGroupIngress");
                });
            } else {
                assertThat(tagging).as(spec.title()).isEmpty();
            }
        }
    }

    @Test
    void onlyThePlansAndNodeCommandReachHosts() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(orders.actions(spec).anyMatch(action -> action.equals("ssm:SendCommand")))
                    .as(spec.title())
                    .isEqualTo(spec == PLAN_RESTORE || spec == PLAN_RECOVERY || spec == NODE_COMMAND);
        }
    }

    @Test
    void nodeCommandSendsTheDocumentsOfARestoreThatChangeSomethingAlone() {
        assertThat(orders.documents(NODE_COMMAND))
                .hasSize(NodeAction.values().length - 1)
                .noneMatch(document -> document.contains("inspect"))
                .allMatch(document -> document.matches(".*:document/\\{Documents\\w+}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prune", "listaside", "wipeforrejoin"})
    void noFunctionSendsADocumentThatIsAPersonsToSend(String action) {
        assertThat(orders.deployed().outputs("Document"))
                .as("it is deployed")
                .anyMatch(document -> document.startsWith("{Documents" + action));
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(orders.allowed(spec, "ssm:SendCommand"))
                    .as(spec.title())
                    .flatExtracting(Statement::resources)
                    .noneMatch(resource -> resource.contains("{Documents" + action));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAN_RESTORE", "PLAN_RECOVERY"})
    void aPlanSendsTheDocumentThatChangesNothing(FunctionSpec spec) {
        assertThat(orders.documents(spec)).singleElement().asString().contains("{Documentsinspect");
    }

    @Test
    void commandsGoToInstancesWithTheEnsemblesTagAlone() {
        Statement send = audit.statement(NODE_COMMAND, "SendToServers");

        assertThat(send.resources()).containsExactly(EC2 + "instance/*");
        assertThat(send.condition().at("/StringEquals/ssm:resourceTag~1Role").asText())
                .isEqualTo("audit zookeeper");
    }

    @Test
    void lambdasOwnLeaveToAttachInterfacesIsKeptFromTheCode() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            List<Statement> attach = orders.allowed(spec, "ec2:CreateNetworkInterface");
            if (spec.nearServers()) {
                Statement denied = orders.statement(spec, "KeepInterfacesFromCode");
                assertThat(denied.allows()).isFalse();
                assertThat(denied.actions()).isEqualTo(attach.get(0).actions());
            } else {
                assertThat(attach).as(spec.title()).isEmpty();
            }
        }
    }

    @Test
    void onlyTheMachinesOfOrdersTouchTheGroupsOfOrders() {
        assertThat(touching(orders.deployed(), "sg-0a1b2c3d4e5f6071b"))
                .containsExactly(orders.deployed().role(CLIENT_ACCESS));
        assertThat(touching(audit.deployed(), "sg-0a1b2c3d4e5f6071b")).isEmpty();

        String clientAccess = "{" + orders.deployed().id(CLIENT_ACCESS) + ".Arn}";
        List<String> invoking = orders.deployed().roles().stream()
                .filter(role -> orders.deployed().statements(role).stream()
                        .anyMatch(statement -> statement.resources().contains(clientAccess)))
                .toList();
        assertThat(invoking)
                .hasSize(2)
                .anyMatch(role -> role.startsWith("Restore"))
                .anyMatch(role -> role.startsWith("Recover"));
    }

    @ParameterizedTest
    @EnumSource
    void whoSendsACommandSendsOursOrIsHeldToTheTag(FunctionSpec spec) {
        assertThat(orders.allowed(spec, "ssm:SendCommand"))
                .allMatch(statement ->
                        statement.resources().stream().allMatch(name -> name.contains(":document/{Documents"))
                                || statement.condition().at("/StringEquals").has("ssm:resourceTag/zooark:ensemble"));
    }

    private static List<String> touching(Deployed deployed, String group) {
        return deployed.roles().stream()
                .filter(role -> deployed.statements(role).stream()
                        .flatMap(statement -> statement.resources().stream())
                        .anyMatch(resource -> resource.contains(group)))
                .toList();
    }
}
