using Infra.Tests.Golden;

namespace Infra.Tests.Stores;

/// <summary>Who reaches the servers that an operator runs, and what they reach.</summary>
public class OperatorNetworkTests
{
    private const string Web = "web: {image: a:1, port: 8080, uses: [db]}";

    [Theory]
    [InlineData("postgres", "cloudnative-pg", "5432 8000", "5432 8000")]
    [InlineData("mysql", "percona-xtradb-cluster-operator", "3306 33062", "")]
    [InlineData("rabbitmq", "rabbitmq-cluster-operator", "15672", "4369 25672 6000-6500 35672-35682")]
    [InlineData("kafka", "cluster-operator", "8443 9090 9091", "9090 9091")]
    [InlineData("mongodb", "percona-server-mongodb-operator", "27017", "27017")]
    public async Task Servers_AreReachedByTheirOperatorAndByEachOther_AtTheirPorts(
        string kind,
        string operatorName,
        string operatorPorts,
        string peerPorts
    )
    {
        var plan = await PlanAsync($"kind: {kind}");

        var rules = plan.Get("NetworkPolicy", "db-servers").List("spec.ingress").ToList();
        Assert.DoesNotContain(rules, rule => rule["ports"] is null);
        var ofOperator = Assert.Single(rules, rule => Peers(rule).Any(peer => peer["namespaceSelector"] is not null));
        Assert.All(Peers(ofOperator), peer => Assert.Null(peer["namespaceSelector.matchLabels"]));
        Assert.Contains(Peers(ofOperator), peer =>
            operatorName
            == (string?)(peer["podSelector.matchLabels.'app.kubernetes.io/name'"] ?? peer["podSelector.matchLabels.'strimzi.io/kind'"])
        );
        Assert.Equal(Sort(operatorPorts), Sort(Ports(ofOperator)));
        var ofPeers = rules.Where(rule =>
            Peers(rule)
                .All(peer =>
                    peer["podSelector.matchLabels.'app.kubernetes.io/instance'"] is not "shop-dev" && peer["namespaceSelector"] is null
                )
        );
        Assert.Equal(Sort(peerPorts), Sort(string.Join(' ', ofPeers.Select(Ports))));
    }

    [Fact]
    public async Task ServersOfXtraDb_AreReachedByProxiesAndJobs_WhichReachNoOtherPort()
    {
        var plan = await PlanAsync("kind: mysql, backup: {to: backups}");

        var servers = plan.Get("NetworkPolicy", "db-servers-2");
        var ingress = servers.List("spec.ingress")[0];
        Assert.Equal("3306 33062 4444 4567 4568", Ports(ingress));
        Assert.Equal(3, Peers(ingress).Count);
        var jobs = plan.Get("NetworkPolicy", "db-servers-3");
        Assert.Equal("NotIn", jobs.List("spec.podSelector.matchExpressions").Single()["operator"]);
        Assert.Equal("4444 4567 4568", Ports(Assert.Single(jobs.List("spec.ingress"))));
        foreach (var policy in new[] { plan.Get("NetworkPolicy", "db-servers"), servers })
        {
            Assert.DoesNotContain(policy.List("spec.egress"), rule => Peers(rule).Any(peer => peer["ipBlock"] is not null));
        }

        Assert.Contains(jobs.List("spec.egress"), rule => Peers(rule).Any(peer => peer["ipBlock"] is not null));
    }

    [Theory]
    [InlineData("postgres", true)]
    [InlineData("kafka", true)]
    [InlineData("rabbitmq", true)]
    [InlineData("mysql", false)]
    [InlineData("mongodb", false)]
    public async Task Servers_ReachTheApiOfKubernetes_WhereTheyCallIt(string kind, bool calls)
    {
        var plan = await PlanAsync($"kind: {kind}");

        var anywhere = plan.Get("NetworkPolicy", "db-servers").List("spec.egress").Where(rule => rule["to"] is null);
        Assert.Equal(calls ? ["443 6443"] : [], anywhere.Select(Ports));
    }

    [Fact]
    public async Task AnOperator_IsLetInFromAnyNamespace_AndFromOneWhereItIsWritten()
    {
        var anywhere = await PlanAsync("kind: postgres");
        var named = await PlanAsync("kind: postgres", "operators: {postgres: databases, s3: storage}");

        Assert.Equal([null], Namespaces(anywhere.Get("NetworkPolicy", "db-servers"), "ingress"));
        Assert.Equal([null], Namespaces(anywhere.Get("NetworkPolicy", "files"), "egress"));
        Assert.Equal(["databases"], Namespaces(named.Get("NetworkPolicy", "db-servers"), "ingress"));
        Assert.Equal(["storage"], Namespaces(named.Get("NetworkPolicy", "files"), "egress"));
    }

    /// <summary>In one update, the new policy is there before the old one is deleted.</summary>
    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    [InlineData("rabbitmq")]
    [InlineData("kafka")]
    [InlineData("mongodb")]
    public async Task PoliciesOfServers_HaveOtherNamesThanThatOfAContainer(string kind)
    {
        var container = await PlanAsync($"kind: {kind}", form: "container");
        var operated = await PlanAsync($"kind: {kind}");

        Assert.True(container.Has("NetworkPolicy", "db"));
        Assert.False(operated.Has("NetworkPolicy", "db"));
    }

    private static Task<RecordedPlan> PlanAsync(string store, string settings = "", string form = "operator") =>
        RecordedPlan.ForServices(
            $"{Web}\nfiles: {{image: a:1, port: 8080, uses: [pictures]}}",
            $$"""
            faultTolerance: development
            {{settings}}
            stores:
              db: { {{store}}, form: {{form}} }
              pictures: {kind: s3, form: operator, storageClass: rook-ceph-bucket}
              backups:
                kind: s3
                form: external
                host: s3.example.com
                secret: backups
                keys: {username: AWS_ACCESS_KEY_ID, password: AWS_SECRET_ACCESS_KEY}
            """
        );

    /// <summary>The namespaces that peers are selected in; null for any.</summary>
    private static IEnumerable<string?> Namespaces(Inputs policy, string direction) =>
        policy
            .List($"spec.{direction}")
            .SelectMany(Peers)
            .Where(peer => peer["namespaceSelector"] is not null)
            .Select(peer => (string?)peer["namespaceSelector.matchLabels.'kubernetes.io/metadata.name'"])
            .Distinct();

    private static string Ports(Inputs rule) =>
        string.Join(' ', rule.List("ports").Select(port => port["endPort"] is { } end ? $"{port["port"]}-{end}" : $"{port["port"]}"));

    private static IReadOnlyList<Inputs> Peers(Inputs rule) =>
        rule["from"] is not null ? rule.List("from")
        : rule["to"] is not null ? rule.List("to")
        : [];

    private static IEnumerable<string> Sort(string ports) =>
        ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
