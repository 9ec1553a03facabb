package io.zooark.infra;

import static io.zooark.infra.WrittenEnsembles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one field of the file may hold. */
class EnsembleFieldsTest {
    private final WrittenEnsembles file;

    EnsembleFieldsTest(@TempDir Path folder) {
        file = new WrittenEnsembles(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: ../orders | name must be 1 to 40 lower case letters, digits and inner dashes, got '../orders'",
                "name: 7 | name must be 1 to 40 lower case letters, digits and inner dashes, got 7, which without quotes is not text",
                "seedHosts: 10.0.1.11 | seedHosts must be a list, got '10.0.1.11'",
                "seedHosts: [' '] | seedHosts[0] must be host or host:adminPort, got ' '",
                "admin: {scheme: ftp} | admin.scheme must be http or https, got 'ftp'",
                "admin: {port: 70000} | admin.port must be 1 to 65535, got 70000",
                "admin: {port: 99999999999} | admin.port must be 1 to 65535, got 99999999999",
                "admin: {port: 80.5} | admin.port must be 1 to 65535, got 80.5",
                "admin: {port: } | admin.port must be 1 to 65535, got nothing",
                "admin: {credentialParameter: /zooark/*} | admin.credentialParameter must be the name of an SSM parameter, got '/zooark/*'",
                "admin: {credentialKey: alias/zooark} | admin.credentialKey must be the ARN of a KMS key, got 'alias/zooark'",
                "admin: {authentication: kerberos} | admin.authentication must be digest or x509, got 'kerberos'",
                "clientPorts: [0] | clientPorts[0] must be 1 to 65535, got 0",
                "clientPorts: [] | clientPorts must have at least 1 entry, got none",
                "instances: {value: '*'} | instances.value must be the value of a tag, got '*'",
                "host: {zooCfg: zoo.cfg} | host.zooCfg must be an absolute path of letters, digits, dots, underscores and dashes, got 'zoo.cfg'",
                "host: {unit: zookeeper; reboot} | host.unit must be the name of a systemd unit, got 'zookeeper; reboot'",
                "network: [] | network must be a mapping, got a list",
                "network: {vpc: orders} | network.vpc must be the id of a VPC, like vpc-0a1b2c3d4e5f60718, got 'orders'",
                "network: {subnets: [subnet-1]} | network.subnets[0] must be the id of a subnet, like subnet-0a1b2c3d4e5f60719, got 'subnet-1'",
                "network: {cidrs: [10.0.9.0]} | network.cidrs[0] must be an address range like 10.0.9.0/28, not that of all addresses, got '10.0.9.0'",
                "network: {cidrs: [0.0.0.0/0]} | network.cidrs[0] must be an address range like 10.0.9.0/28, not that of all addresses, got '0.0.0.0/0'",
                "seedHosts: ['zk1:0'] | seedHosts[0] must be host or host:adminPort, got 'zk1:0'",
                "network: {serverGroups: ['*']} | network.serverGroups[0] must be the id of a security group, like sg-0a1b2c3d4e5f6071b, got '*'",
                "network: {endpoints: yes} | network.endpoints must be true or false, got 'yes'",
                "schedule: {timeZone: Mars} | schedule.timeZone must be a time zone like Europe/Berlin, got 'Mars'",
                "schedule: {flexibleMinutes: -1} | schedule.flexibleMinutes must be 0 to 1440, got -1",
                "backups: {oldestVersion: 3.9} | backups.oldestVersion must be a version like 3.9.4, got 3.9, which without quotes is not text",
                "drill: {memory: 512} | drill.memory must be 1024 to 10240, got 512",
                "restore: {approval: 1} | restore.approval must be true or false, got 1",
                "alarms: {topic: on-call} | alarms.topic must be the ARN of an SNS topic, got 'on-call'",
                "alarms: {email: nobody} | alarms.email must be an e-mail address, got 'nobody'",
                "seedHost: [] | seedHost is not known: did you mean seedHosts?",
                "client_ports: [2181] | client_ports is not known: did you mean clientPorts?",
                "vpc: vpc-0a1b2c3d | vpc is not known: did you mean network.vpc?",
                "alarms: {pager: 1} | alarms.pager is not known; known here are topic, email",
            })
    void namesTheFieldThatIsWrong(String field, String problem) throws IOException {
        assertThat(file.problems("defaults:\n"
                        + LEAST.substring(LEAST.indexOf('\n') + 1)
                                .replace("  - name", "    name")
                                .replaceAll("(?m)^    name.*\n", "")
                                .replaceAll("(?m)^    ", "  ")
                        + "ensembles:\n  - { " + (field.startsWith("name") ? "" : "name: orders, ") + field + " }\n"))
                .containsExactly("9: ensembles[0]." + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hourly | must be cron(...) or rate(...), got 'hourly'",
                "cron(0 * * * *) | is no schedule that can be watched, got 'cron(0 * * * *)': it has 5 fields, not 6",
                "rate(6 weeks) | is no schedule that can be watched, got 'rate(6 weeks)': it must be cron(...) or rate(..."
            })
    void refusesWhatSchedulerWouldNotTake(String expression, String problem) throws IOException {
        assertThat(file.problems(LEAST + "    schedule: {expression: '" + expression + "'}\n"))
                .singleElement()
                .asString()
                .startsWith("9: ensembles[0].schedule.expression " + problem);
    }

    @Test
    void refusesAScheduleThatNeverComes() throws IOException {
        assertThat(file.problems(LEAST + "    drill: {expression: cron(0 0 30 2 ? *)}\n"))
                .singleElement()
                .asString()
                .startsWith(
                        "9: ensembles[0].drill.expression is no schedule that can be watched, got 'cron(0 0 30 2 ? *)'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 * * * ? *)",
                "cron(0/15 8-18 ? * MON-FRI *)",
                "cron(30 3 L * ? *)",
                "cron(5,35 0 1,15 JAN,JUL ? 2027-2030)",
                "cron(0 0 15W * ? *)",
                "cron(0 0 ? * L *)",
                "cron(0 4 ? * 6#1 *)",
                "rate(1 hour)",
                "rate(90 minutes)"
            })
    void takesWhatSchedulerTakes(String expression) throws IOException {
        assertThat(file.read(LEAST + "    schedule: {expression: '" + expression
                                + "'}\nvault: {retention: {daily: 400}}\n")
                        .ensemble("orders")
                        .schedule()
                        .expression())
                .isEqualTo(expression);
    }

    @Test
    void takesRangesOfBothKinds() throws IOException {
        for (String range : new String[] {"10.0.9.0/28", "255.255.255.255/32", "2001:db8::/64", "fd00::1/128"}) {
            String text = LEAST.replace("[10.0.9.0/28]", "[\"" + range + "\"]");
            assertThat(file.read(text).ensemble("orders").network().cidrs()).containsExactly(range);
        }
    }
}
