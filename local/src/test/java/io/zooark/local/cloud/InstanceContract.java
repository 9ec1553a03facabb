package io.zooark.local.cloud;

import static io.zooark.local.cloud.Ec2Requests.filter;
import static io.zooark.local.cloud.Ec2Requests.tag;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** What Zooark relies on EC2 for when it looks for servers: instances and their network interfaces. */
interface InstanceContract extends Ec2Fixture {
    @Test
    default void instancesAreFoundByTheirTags() {
        String group = group();
        String orders = instance("orders", List.of(group));
        instance("payments", List.of(group));

        List<Instance> found = client()
                .describeInstancesPaginator(request -> request.filters(
                        filter("tag:zooark:ensemble", "orders"), filter("instance-state-name", "running", "stopped")))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();

        assertThat(found).singleElement().satisfies(instance -> {
            assertThat(instance.instanceId()).isEqualTo(orders);
            assertThat(instance.state().nameAsString()).isEqualTo("running");
            assertThat(instance.privateIpAddress()).isNotBlank();
            assertThat(instance.tags()).contains(tag("zooark:ensemble", "orders"));
            assertThat(instance.networkInterfaces().get(0).groups())
                    .extracting(named -> named.groupId())
                    .containsExactly(group);
        });
    }

    @Test
    default void interfacesAreFoundByTheirGroup() {
        String group = group();
        String instance = instance("orders", List.of(group));
        instance("orders", List.of(group()));

        List<NetworkInterface> found = client()
                .describeNetworkInterfacesPaginator(request -> request.filters(filter("group-id", group)))
                .networkInterfaces()
                .stream()
                .toList();

        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.attachment().instanceId()).isEqualTo(instance);
            assertThat(one.privateIpAddress()).isNotBlank();
            assertThat(one.groups()).extracting(named -> named.groupId()).containsExactly(group);
        });
    }
}
