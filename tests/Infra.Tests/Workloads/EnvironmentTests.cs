namespace Infra.Tests.Workloads;

/// <summary>The environment variables of containers.</summary>
public class EnvironmentTests
{
    [Fact]
    public async Task Sources_BecomeEntriesOfTheContainer()
    {
        var api = await Deploy(
            """
            api:
              image: "a:1"
              port: 8080
              env:
                CPUS: {resource: limits.cpu, divisor: 1m, container: api}
                DB_PASSWORD: {secret: shop-db, key: password, optional: true}
                MODE: {configMap: flags, key: mode}
                POD_IP: {field: status.podIP}
            """
        );

        var variables = api.Container.List("env");
        Assert.Equal(["CPUS", "DB_PASSWORD", "MODE", "POD_IP"], variables.Select(variable => variable["name"]));
        Assert.Equal(
            ("limits.cpu", "1m", "api"),
            (
                variables[0]["valueFrom.resourceFieldRef.resource"],
                variables[0]["valueFrom.resourceFieldRef.divisor"],
                variables[0]["valueFrom.resourceFieldRef.containerName"]
            )
        );
        Assert.Equal(
            ("shop-db", "password", true),
            (
                variables[1]["valueFrom.secretKeyRef.name"],
                variables[1]["valueFrom.secretKeyRef.key"],
                variables[1]["valueFrom.secretKeyRef.optional"]
            )
        );
        Assert.Equal(
            ("flags", "mode", null),
            (
                variables[2]["valueFrom.configMapKeyRef.name"],
                variables[2]["valueFrom.configMapKeyRef.key"],
                variables[2]["valueFrom.configMapKeyRef.optional"]
            )
        );
        Assert.Equal("status.podIP", variables[3]["valueFrom.fieldRef.fieldPath"]);
    }

    [Fact]
    public async Task AValueWithAReference_ComesAfterWhatItRefersTo_AndOtherValuesStayInTheConfigMap()
    {
        var plan = await RecordedPlan.ForServices(
            """
            api:
              image: "a:1"
              port: 8080
              env:
                A_GREETING: "hello from $(B_WHERE)"
                B_WHERE: "$(POD_IP) in $(REGION), not $$(POD_IP)"
                POD_IP: {field: status.podIP}
                REGION: north
                PRICE: "5 $$(each)"
            """
        );

        var variables = plan.Get("Deployment", "api").Container.List("env");
        Assert.Equal(["POD_IP", "B_WHERE", "A_GREETING"], variables.Select(variable => variable["name"]));
        Assert.Equal("$(POD_IP) in $(REGION), not $$(POD_IP)", variables[1]["value"]);
        var stored = plan.Get("ConfigMap", "api").Map("data");
        Assert.Equal(["PRICE", "REGION"], stored.Keys.Order());
        Assert.Equal("5 $(each)", stored["PRICE"]);
    }

    [Fact]
    public async Task ExistingObjects_ComeBeforeTheServicesOwn_WhichOverrideThem()
    {
        var api = await Deploy(
            """
            api:
              image: "a:1"
              port: 8080
              env: {LEVEL: info}
              envFrom: [{secret: keys, prefix: K_, optional: true}, {configMap: common}]
              sidecars: {agent: {image: "b:1", envFrom: [{secret: agent}]}}
            """
        );

        var sources = api.Container.List("envFrom");
        Assert.Equal(("keys", "K_", true), (sources[0]["secretRef.name"], sources[0]["prefix"], sources[0]["secretRef.optional"]));
        Assert.Equal(("common", "api"), (sources[1]["configMapRef.name"], sources[2]["configMapRef.name"]));
        var agent = new Inputs(api["spec.template.spec.initContainers[0]"]).List("envFrom");
        Assert.Equal(4, agent.Count);
        Assert.Equal("agent", agent[3]["secretRef.name"]);
    }

    [Theory]
    [InlineData("url", "http://orders.shop.svc:81")]
    [InlineData("host", "orders.shop.svc")]
    [InlineData("port", "81")]
    [InlineData("hostPort", "orders.shop.svc:81")]
    [InlineData("hostPort\n      port: grpc", "orders.shop.svc:90")]
    public async Task AnAddress_HasTheFormOfItsReader(string form, string expected)
    {
        var plan = await RecordedPlan.ForServices(
            $"""
            api:
              image: "a:1"
              port: 8080
              calls: [orders]
              env:
                ORDERS:
                  address: orders
                  as: {form}
            orders:
              image: "o:1"
              ports:
                http:
                  container: 8080
                  service: 81
                grpc:
                  container: 9090
                  service: 90
                  protocol: grpc
            """
        );

        Assert.Equal(expected, plan.Get("ConfigMap", "api")["data.ORDERS"]);
    }

    [Fact]
    public async Task AnAdditionalContainer_HasItsOwnVariablesOfEveryKind()
    {
        var plan = await RecordedPlan.ForServices(
            """
            api:
              image: "a:1"
              port: 8080
              calls: [orders]
              env: {LEVEL: info, POD_IP: {field: status.podIP}, WHO: "api at $(POD_IP)"}
              init: {migrate: {image: "b:1", env: {WHO: "migration at $(POD_IP)", ORDERS: {address: orders, as: host}}}}
              sidecars: {proxy: {image: "c:1", env: {TOKEN: {value: sandbox, secret: true}, LEVEL: debug}}}
            orders: {image: "o:1", port: 8080}
            """
        );

        var api = plan.Get("Deployment", "api");
        Assert.Equal("api at $(POD_IP)", api.Container.List("env")[1]["value"]);
        var (proxy, migrate) = (api.List("spec.template.spec.initContainers")[0], api.List("spec.template.spec.initContainers")[1]);
        Assert.Equal(["LEVEL", "POD_IP", "TOKEN", "WHO"], proxy.List("env").Select(variable => variable["name"]));
        Assert.Equal("debug", proxy["env[0].value"]);
        Assert.Equal("api-containers", proxy["env[2].valueFrom.secretKeyRef.name"]);
        Assert.Equal("proxy.TOKEN", proxy["env[2].valueFrom.secretKeyRef.key"]);
        Assert.Equal(["ORDERS", "POD_IP", "WHO"], migrate.List("env").Select(variable => variable["name"]));
        Assert.Equal(("orders.shop.svc", "migration at $(POD_IP)"), (migrate["env[0].value"], migrate["env[2].value"]));
        Assert.Equal("sandbox", plan.Get("Secret", "api-containers")["stringData.'proxy.TOKEN'"]);
        Assert.False(plan.Has("Secret", "api"));
    }

    [Fact]
    public async Task ASecretOfASidecar_RollsThePods()
    {
        Assert.NotEqual(await Checksum("one"), await Checksum("two"));
        Assert.Equal(await Checksum("one"), await Checksum("one"));

        static async Task<object?> Checksum(string value)
        {
            var service =
                $"api: {{image: \"a:1\", port: 8080, sidecars: {{proxy: {{image: \"c:1\", env: {{TOKEN: {{value: {value}, secret: true}}}}}}}}}}";
            return (await Deploy(service))["spec.template.metadata.annotations.'infra/config-checksum'"];
        }
    }

    [Fact]
    public async Task AResourceOfTheService_IsThatOfTheVersionsOwnContainer()
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 8080, env: {CPUS: {resource: limits.cpu, container: api}}, versions: {next: {weight: 10}}}"
        );

        Assert.Equal(
            ("api", "api-next"),
            (
                plan.Get("Deployment", "api").Container["env[0].valueFrom.resourceFieldRef.containerName"],
                plan.Get("Deployment", "api-next").Container["env[0].valueFrom.resourceFieldRef.containerName"]
            )
        );
    }

    [Fact]
    public async Task AVariableThatOverridesAnAddress_RemovesItFromTheConfigMap()
    {
        var plan = await RecordedPlan.ForServices(
            """
            api: {image: "a:1", port: 8080, calls: [orders], env: {ORDERS_URL: {secret: s, key: k}, B: c}}
            orders: {image: "o:1", port: 8080}
            """
        );

        Assert.Equal(["B"], plan.Get("ConfigMap", "api").Map("data").Keys);
    }

    private static async Task<Inputs> Deploy(string services) => (await RecordedPlan.ForServices(services)).Get("Deployment", "api");
}
