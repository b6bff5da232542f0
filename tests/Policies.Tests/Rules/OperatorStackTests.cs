using System.Collections.Immutable;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Rules;

/// <summary>
/// The golden plan with a store of every operator, as the stack "prod": it complies with the rules that are about stores, and each
/// violation is found in it.
/// </summary>
public sealed class OperatorStackTests
{
    private static readonly ImmutableHashSet<string> Rules =
    [
        "store-backup",
        "store-exposure",
        "store-replicas",
        "store-tls",
        "network-policy-peers",
        "network-policy-selects-pods",
    ];

    [Fact]
    public void TheStack_Complies() => Assert.Empty(Analyze(Plan()));

    [Theory]
    [InlineData("store-replicas", "Cluster", "orders-db", "spec.instances", 1)]
    [InlineData("store-replicas", "PerconaXtraDBCluster", "users-db", "spec.pxc.size", 1)]
    [InlineData("store-replicas", "PerconaServerMongoDB", "documents", "spec.replsets[0].size", 1)]
    [InlineData("store-replicas", "RabbitmqCluster", "queue", "spec.replicas", 1)]
    [InlineData("store-replicas", "KafkaNodePool", "events", "spec.replicas", null)]
    [InlineData("store-backup", "ScheduledBackup", "orders-db", "spec.suspend", true)]
    [InlineData("store-backup", "PerconaXtraDBCluster", "users-db", "spec.backup.schedule", null)]
    [InlineData("store-backup", "PerconaServerMongoDB", "documents", "spec.backup.enabled", false)]
    [InlineData("store-exposure", "PerconaXtraDBCluster", "users-db", "spec.haproxy.exposePrimary.type", "LoadBalancer")]
    [InlineData("store-exposure", "PerconaServerMongoDB", "documents", "spec.replsets[0].expose.type", "NodePort")]
    [InlineData("store-exposure", "RabbitmqCluster", "queue", "spec.service.type", "LoadBalancer")]
    [InlineData("store-exposure", "Kafka", "events", "spec.kafka.listeners[0].type", "loadbalancer")]
    [InlineData("store-exposure", "Cluster", "orders-db", "spec.managed.services.additional[0].serviceTemplate.spec.type", "LoadBalancer")]
    [InlineData(
        "store-tls",
        "Deployment",
        "web",
        "spec.template.spec.containers[0].env[0].value",
        "amqp://u:p@queue.example.com:5672/shop"
    )]
    [InlineData(
        "network-policy-selects-pods",
        "NetworkPolicy",
        "events-servers",
        "spec.podSelector.matchLabels[\"strimzi.io/cluster\"]",
        "x"
    )]
    public void AViolation_IsFound(string rule, string kind, string name, string path, object? value)
    {
        var found = Analyze([.. Plan().Select(resource => Change(resource, kind, name, path, value))]);

        Assert.Equal([rule], found.Select(diagnostic => diagnostic.Policy).Distinct());
    }

    private static PolicyResource Change(PolicyResource resource, string kind, string name, string path, object? value) =>
        resource.Type.EndsWith($":{kind}", StringComparison.Ordinal) && resource.Name == name
            ? Resources.From(
                (
                    (PropertyObject)
                        ManifestEdit.Set(new PropertyObject(resource.Properties), PropertyPath.Parse(path).Segments, ToValue(value))
                ).Properties
            )
            : resource;

    private static PropertyValue ToValue(object? value) =>
        value switch
        {
            null => new PropertyNull(),
            int number => new PropertyNumber(number),
            bool flag => new PropertyBoolean(flag),
            _ => new PropertyString((string)value),
        };

    private static (string Policy, string Message)[] Analyze(PolicyResource[] resources)
    {
        var catalog = new PolicyCatalog(KubernetesPack.Create());
        return
        [
            .. from rule in Rules
            let run = RuleFixture.RunOnly(catalog.Find(rule)!, EnforcementLevel.Mandatory, stack: "prod")
            from diagnostic in resources
                .SelectMany(resource => run.Analyze(resource, default))
                .Concat(run.AnalyzeStack(new StackResources([.. resources]), default))
            select (diagnostic.Policy.Name, $"{diagnostic.Diagnostic.Urn}: {diagnostic.Diagnostic.Message}"),
        ];
    }

    private static PolicyResource[] Plan() =>
        [
            .. Resources
                .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Stacks", "operators.yaml")))
                .Where(resource => resource.Root["kind"].Exists),
        ];
}
