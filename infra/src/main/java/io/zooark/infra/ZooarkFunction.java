package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** One function with a role and a log of its own; the role may write that log, and what it is allowed besides. */
final class ZooarkFunction extends Construct {
    /** What Lambda itself does with a function's role to put the function into a VPC. */
    private static final List<String> INTERFACES = List.of(
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses");

    private final Role role;
    private final Function function;

    /** What is deployed, from which code, where, and with which environment. */
    record Props(
            FunctionSpec spec,
            EnsembleConfig.Drill drill,
            Code code,
            FunctionNetwork network,
            Map<String, String> environment) {
        Props {
            requireNonNull(spec, "spec is null");
            requireNonNull(drill, "drill is null");
            requireNonNull(code, "code is null");
            requireNonNull(network, "network is null");
            // always in the same order, so that the same configuration makes the same template
            environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        }
    }

    ZooarkFunction(Construct scope, String id, Props props) {
        super(scope, id);
        FunctionSpec spec = props.spec();
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .retention(RetentionDays.THREE_MONTHS)
                // what must outlive the function, plans and reports of restores, is in the vault
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description("Zooark: " + spec.title())
                .build();
        log.grantWrite(role);
        Function.Builder builder = Function.Builder.create(this, "Function")
                .description("Zooark: " + spec.purpose())
                .runtime(Runtime.JAVA_21)
                .architecture(Architecture.ARM_64)
                .handler(spec.handler())
                .code(props.code())
                .memorySize(spec.memory())
                .timeout(Duration.minutes(spec.timeout().toMinutes()))
                .role(role)
                .logGroup(log)
                .environment(props.environment());
        if (spec == FunctionSpec.VERIFY_SNAPSHOT) {
            builder.memorySize(props.drill().memory())
                    .ephemeralStorageSize(Size.mebibytes(props.drill().disk()));
        }
        if (spec.nearServers()) {
            allowInterfaces();
            builder.vpc(props.network().vpc())
                    .vpcSubnets(props.network().subnets())
                    .securityGroups(List.of(props.network().securityGroup()));
        }
        function = builder.build();
        Accepted.at(
                function,
                "AwsSolutions-L1",
                "java21 is a runtime that Lambda supports. The next one is taken once every test here runs on it.",
                "AWS::Lambda::Function");
    }

    private void allowInterfaces() {
        allow(List.of(Statements.allow("AttachToVpc", INTERFACES, List.of("*"))));
        // Lambda sends this key with calls that the function's code makes, and only with those (Lambda Developer
        // Guide, "Using IAM condition keys"): what Lambda needs is kept from the code
        role.addToPolicy(Statements.deny(
                "KeepInterfacesFromCode",
                INTERFACES,
                List.of("*"),
                Map.of("Null", Map.of("lambda:SourceFunctionArn", "false"))));
    }

    /** Lets the function do more. */
    void allow(List<PolicyStatement> statements) {
        statements.forEach(role::addToPolicy);
        Wildcard.explain(role, statements);
    }

    Function function() {
        return function;
    }
}
