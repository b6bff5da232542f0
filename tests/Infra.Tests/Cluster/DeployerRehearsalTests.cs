using System.Collections;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Pulumi.Testing;

namespace Infra.Tests.Cluster;

/// <summary>
/// The rights of the Role that the program deploys: a user of the group has them on a served cluster, and deploys the objects of the same
/// plan with them.
/// </summary>
public sealed partial class DeployerRehearsalTests : IDisposable
{
    private const string Group = "team-platform";

    private const string Services = """
        web: {image: "shop/web:1", port: 8080, replicas: 3, traffic: {hosts: [shop.example.com]}, env: {LEVEL: debug}}
        cache: {kind: stateful, image: "shop/cache:1", port: 6379, traffic: {protocol: tcp}}
        agent: {kind: daemon, image: "shop/agent:1"}
        grid: {kind: job, image: "shop/grid:1"}
        report: {kind: cron, image: "shop/report:1", schedule: {cron: "@daily"}}
        """;

    /// <summary>What remains with the administrators: docs/platform-limits.md.</summary>
    private static readonly ImmutableHashSet<string> AdministratorsKinds =
    [
        "Namespace",
        "ResourceQuota",
        "LimitRange",
        "Role",
        "RoleBinding",
        "PriorityClass",
        "RuntimeClass",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Deploy_ByMemberOfTheDeployersGroup_HasExactlyTheRightsOfTheDeployedRole()
    {
        var plan = await RecordedPlan.ForServices(Services, $"access: {{deployers: [{Group}]}}");
        await using var host = await SimulatedClusterHost.StartAsync(
            new SimulatedClusterOptions { Name = "test", Directory = _directory },
            (_, _) => []
        );
        var objects = plan.KubernetesObjects().Where(resource => resource.Inputs.ContainsKey("kind")).Select(ToJson).ToList();
        var byAdministrators = objects.Where(body => AdministratorsKinds.Contains(KindOf(body))).ToList();
        foreach (var body in byAdministrators.OrderBy(body => KindOf(body) == "Namespace" ? 0 : 1))
        {
            host.Client.Create(FindKind(host, body).Resource, body);
        }

        using var deployer = Connect(UserKubeConfig.Write(_directory, "test", "ci", [Group], TimeProvider.System), host.Address);
        foreach (var body in byAdministrators)
        {
            Assert.Equal((KindOf(body), HttpStatusCode.Forbidden), (KindOf(body), await Apply(deployer, host, body)));
        }

        var byDeployers = objects.Except(byAdministrators).ToList();
        foreach (var body in byDeployers)
        {
            Assert.Equal((KindOf(body), HttpStatusCode.Created), (KindOf(body), await Apply(deployer, host, body)));
        }

        Assert.Superset(
            new HashSet<string>
            {
                "Deployment",
                "StatefulSet",
                "DaemonSet",
                "Job",
                "CronJob",
                "Service",
                "PodDisruptionBudget",
                "NetworkPolicy",
            },
            byDeployers.Select(KindOf).ToHashSet()
        );
        Assert.Equal(HttpStatusCode.OK, await Get(deployer, "/api/v1/namespaces/shop/pods"));
        Assert.Equal(HttpStatusCode.Forbidden, await Get(deployer, "/api/v1/namespaces/default/pods"));
        Assert.Equal(HttpStatusCode.Forbidden, await Get(deployer, "/api/v1/nodes"));
    }

    private static string KindOf(JsonObject body) => (string)body["kind"]!;

    private static ResourceKind FindKind(SimulatedClusterHost host, JsonObject body) =>
        host.Client.Catalog.FindByKind((string)body["apiVersion"]!, KindOf(body))!;

    private static JsonObject ToJson(MockResourceArgs resource) => (JsonObject)ToNode(resource.Inputs)!;

    private static JsonNode? ToNode(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            IReadOnlyDictionary<string, object> map => new JsonObject(
                map.Select(entry => KeyValuePair.Create(entry.Key, ToNode(entry.Value)))
            ),
            IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToNode)]),
            // Pulumi's numbers are doubles.
            double number when number == Math.Truncate(number) => (long)number,
            _ => JsonSerializer.SerializeToNode(value),
        };

    /// <summary>Connects as a Kubernetes client does: with the authority, the certificate and the key of the kubeconfig.</summary>
    private static HttpClient Connect(string kubeconfig, Uri server)
    {
        var text = File.ReadAllText(kubeconfig);
        Assert.Contains($"server: {server.GetLeftPart(UriPartial.Authority)}", text, StringComparison.Ordinal);
        var certificate = X509Certificate2.CreateFromPem(Decode("client-certificate-data"), Decode("client-key-data"));
        var authority = X509Certificate2.CreateFromPem(Decode("certificate-authority-data"));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = [certificate];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        return new HttpClient(handler) { BaseAddress = server };

        string Decode(string field) =>
            Encoding.UTF8.GetString(
                Convert.FromBase64String(Data().Matches(text).First(match => match.Groups[1].Value == field).Groups[2].Value)
            );
    }

    private static async Task<HttpStatusCode> Apply(HttpClient client, SimulatedClusterHost host, JsonObject body)
    {
        var kind = FindKind(host, body);
        var apiVersion = (string)body["apiVersion"]!;
        var root = apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";
        var scope = kind.Namespaced ? $"/namespaces/{body["metadata"]!["namespace"]}" : "";
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/apply-patch+yaml");
        using var response = await client.PatchAsync(
            new Uri($"{root}{scope}/{kind.Plural}/{body["metadata"]!["name"]}?fieldManager=ci", UriKind.Relative),
            content
        );
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> Get(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    [GeneratedRegex("([a-z-]+-data): (.+)")]
    private static partial Regex Data();
}
