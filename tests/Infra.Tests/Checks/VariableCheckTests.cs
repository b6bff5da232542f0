using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>The sources of environment variables, their references to each other, and addresses in their values.</summary>
public class VariableCheckTests
{
    private const string Orders = ", orders: {image: \"o:1\", ports: {http: 8080, grpc: {container: 9090, protocol: grpc}}}";

    [Theory]
    [InlineData("env: {A: {secret: s}}", "env.A: the key of 's' is missing; write '{secret: s, key: <key>}'")]
    [InlineData("env: {A: {secret: s, key: k, value: x}}", "env.A: the variable has both a value and a Secret")]
    [InlineData("env: {A: {secret: S, key: k}}", "env.A.secret: 'S' is not a valid name of a Secret")]
    [InlineData("env: {A: {configMap: c, key: a/b}}", "env.A.key: 'a/b' is not a valid key")]
    [InlineData("env: {A: {value: x, optional: true}}", "env.A.optional: 'optional' has an effect only beside the name of a Secret or")]
    [InlineData("env: {A: {field: status.podIP, secret: true}}", "env.A.secret: 'secret' has an effect only beside a value")]
    [InlineData(
        "env: {A: {field: status.podIp}}",
        "env.A.field: 'status.podIp' is not a field that Kubernetes passes to containers; did you"
    )]
    [InlineData("env: {A: {field: metadata.labels}}", "env.A.field: 'metadata.labels' is not a field that Kubernetes passes to containers")]
    [InlineData("env: {A: {field: \"metadata.labels['a b']\"}}", "env.A.field: 'a b' is not a valid key of a label or annotation")]
    [InlineData("env: {A: {resource: limits.gpu}}", "env.A.resource: 'limits.gpu' is not a resource of a container; did you mean")]
    [InlineData("env: {A: {resource: limits.cpu, divisor: 1Mi}}", "env.A.divisor: 1Mi is not a divisor of limits.cpu; write one of 1, 1m")]
    [InlineData("env: {A: {resource: limits.cpu, container: t}}", "env.A.container: the pod has no container 't'")]
    [InlineData("env: {A: {address: orders, port: web}}, calls: [orders]", "env.A.port: 'orders' has no port 'web'")]
    [InlineData(
        "env: {A: {address: orders, port: http}}, calls: [\"orders:grpc\"]",
        "env.A.port: 's' does not call the port 'http' of 'orders'; add 'orders:http' to its 'calls'"
    )]
    [InlineData("envFrom: [{optional: true}]", "envFrom[0]: the source has no name")]
    [InlineData("envFrom: [{secret: a, configMap: b}]", "envFrom[0]: the source is both a Secret and a ConfigMap")]
    [InlineData("envFrom: [{secret: a, prefix: 1_}]", "envFrom[0].prefix: '1_' cannot start the name of an environment variable")]
    [InlineData("sidecars: {p: {image: \"p:1\", env: {A: {configMap: c}}}}", "sidecars.p.env.A: the key of 'c' is missing")]
    [InlineData("env: {A: \"$(POD_ID)\", POD_IP: x}", "env.A: there is no variable 'POD_ID'; did you mean 'POD_IP'?")]
    [InlineData("env: {A: \"$(date)\"}", "env.A: there is no variable 'date'; known here: A; write '$$(date)' for the text '$(date)'")]
    [InlineData("env: {A: \"$(A)\"}", "env.A: the variable refers to itself")]
    [InlineData("env: {A: \"$(B)\", B: \"x $(A)\"}", "env.A: the variables refer to each other: $(A) -> $(B) -> $(A)")]
    [InlineData("env: {A: {value: \"$(B)\", secret: true}, B: x}", "env.A: a reference in a secret value would stay text")]
    [InlineData("env: {A: \"$(K_X)\"}, envFrom: [{secret: a, prefix: L_}]", "env.A: there is no variable 'K_X'")]
    [InlineData("env: {A: x}, init: {i: {image: \"i:1\", env: {B: \"$(C)\"}}}", "init.i.env.B: there is no variable 'C'")]
    [InlineData(
        "env: {A: \"$(B)\", B: x}, sidecars: {p: {image: \"p:1\", env: {B: \"$(A)\"}}}",
        "sidecars.p.env.B: the variables refer to each other: $(B) -> $(A) -> $(B)"
    )]
    [InlineData("versions: {next: {weight: 1, env: {A: \"$(C)\"}}}", "versions.next.env.A: there is no variable 'C'")]
    public void AnInvalidVariable_IsRejectedWithItsCure(string settings, string expected)
    {
        var error = Assert.Single(
            Assert.Throws<InvalidSettingsException>(() => Load($"s: {{image: \"a:1\", port: 8080, {settings}}}{Orders}")).Errors
        );

        Assert.StartsWith($"stacks/services.yaml:3: services.s.{expected}", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env: {A: {field: \"metadata.annotations['example.com/zone']\"}, B: {field: status.hostIPs}}")]
    [InlineData(
        "env: {A: {resource: limits.memory, divisor: 1Mi}, B: {resource: requests.cpu, divisor: 1m}, C: {resource: limits.hugepages-2Mi}}"
    )]
    [InlineData("env: {A: \"$(ORDERS_URL)/x\", B: \"$(ORDERS_GRPC_URL)\"}, calls: [orders]")]
    [InlineData("env: {A: \"https://$(KUBERNETES_SERVICE_HOST):$(KUBERNETES_SERVICE_PORT)\"}")]
    [InlineData("env: {A: x}, sidecars: {p: {image: \"p:1\", env: {B: \"$(A)\"}}}")]
    [InlineData("env: {A: x}, versions: {next: {weight: 1, env: {B: \"$(A)\"}}}")]
    [InlineData("env: {discovery.type: single-node, A-B: c}")]
    [InlineData("env: {DB_URL: \"postgres://app:$(DB_PASSWORD)@db.example.com/app\", DB_PASSWORD: {secret: s, key: k}}")]
    [InlineData("env: {ORDERS: \"orders:80\", OWN: \"http://s:80\", ALL: \"http://orders.shop.svc.cluster.local/\"}, calls: [orders]")]
    [InlineData(
        "env: {A: \"db:5432\", B: \"tcp://localhost:1\", C: \"http://127.0.0.1:80\", D: \"https://example.com\"}, external: [\"db:5432\"]"
    )]
    [InlineData("env: {A: \"12:30\", B: \"a=b:c\", C: \"x.other.svc:80\", D: \"INFO:1\"}")]
    public void AValidVariable_CausesNoWarning(string settings) =>
        Assert.Empty(Load($"s: {{image: \"a:1\", port: 8080, replicas: 100, {settings}}}{Orders}").Warnings);

    [Theory]
    [InlineData("env: {A: \"http://ordrs:8080\"}", "env.A: there is no service 'ordrs'; did you mean 'orders'?")]
    [InlineData("env: {A: \"ordrs.shop.svc:80\"}", "env.A: there is no service 'ordrs'; did you mean 'orders'?")]
    [InlineData(
        "env: {A: \"a.example.com:80,kafka-broker:9092\"}",
        "env.A: there is no service 'kafka-broker'; add it to the catalogue, or"
    )]
    [InlineData("env: {A: \"jdbc:postgresql://database/shop\"}", "env.A: there is no service 'database'")]
    [InlineData("env: {A: \"amqp://u:$(P)@queue:1/\", P: {secret: s, key: k}}", "env.A: there is no service 'queue'")]
    [InlineData(
        "env: {A: \"http://orders/x\"}",
        "env.A: 's' does not call 'orders', so the network policy drops its connections; add 'orders'"
    )]
    [InlineData("sidecars: {p: {image: \"p:1\", env: {A: \"orders:80\"}}}", "sidecars.p.env.A: 's' does not call 'orders'")]
    [InlineData(
        "env: {A: \"$(K_X)\"}, envFrom: [{secret: a, prefix: K_}]",
        "env.A: 'K_X' can only be a key of 'a', and without it the text '$(K_X)' stays in the value; declare it, so that the container waits for it: "
            + "'K_X: {secret: a, key: X}'"
    )]
    [InlineData(
        "env: {A: \"$(B)\", B: {secret: s, key: k, optional: true}}",
        "env.A: 'B' is optional, and without it the text '$(B)' stays"
    )]
    public void ADoubtfulVariable_CausesAWarning(string settings, string expected) =>
        Assert.StartsWith(
            $"stacks/services.yaml:3: services.s.{expected}",
            Assert.Single(Load($"s: {{image: \"a:1\", port: 8080, {settings}}}{Orders}").Warnings).ToString(),
            StringComparison.Ordinal
        );

    private static LoadedSettings Load(string services) =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\nservices: {{{services}}}",
                ""
            )
        );
}
