using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Hosting;

/// <summary>A deployment with the kubeconfig of a user whose group has a deployer's role, against a served cluster.</summary>
public sealed partial class DeployerRehearsalTests : IDisposable
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Namespace = "/api/v1/namespaces/shop";

    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Deploy_ByMemberOfTheDeployersGroup_HasExactlyTheRightsOfItsRole()
    {
        await using var host = await SimulatedClusterHost.StartAsync(
            new SimulatedClusterOptions { Name = "test", Directory = _directory },
            (_, _) => []
        );
        CreateRole(host);
        using var client = Connect(
            UserKubeConfig.Write(_directory, "test", "ci", ["backend-deployers"], TimeProvider.System),
            host.Address
        );

        Assert.Equal(HttpStatusCode.Created, await Apply(client, "/apis/apps/v1/namespaces/shop/deployments/web", Deployment));
        Assert.Equal(HttpStatusCode.Created, await Apply(client, $"{Namespace}/services/web", Service));
        Assert.Equal(HttpStatusCode.OK, await Get(client, $"{Namespace}/pods"));
        Assert.Equal(HttpStatusCode.Forbidden, await Get(client, "/api/v1/namespaces/default/pods"));
        Assert.Equal(HttpStatusCode.Forbidden, await Get(client, "/api/v1/nodes"));
        Assert.Equal(HttpStatusCode.Forbidden, await Apply(client, $"/apis/{Rbac}/v1/namespaces/shop/roles/own", Role));
    }

    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":
        {"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"registry.example/web:1"}]}}}}
        """;

    private const string Service =
        """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}""";

    private const string Role = """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"own"}}""";

    private static void CreateRole(SimulatedClusterHost host)
    {
        host.Client.Create(GroupResource.Namespaces, Parse("""{"metadata":{"name":"shop"}}"""));
        host.Client.Create(
            new GroupResource(Rbac, "roles"),
            Parse(
                """
                {"metadata":{"name":"deployers","namespace":"shop"},"rules":[
                 {"apiGroups":[""],"resources":["services"],"verbs":["get","list","watch","create","update","patch","delete"]},
                 {"apiGroups":["apps"],"resources":["deployments"],"verbs":["get","list","watch","create","update","patch","delete"]},
                 {"apiGroups":[""],"resources":["pods"],"verbs":["get","list","watch"]}]}
                """
            )
        );
        host.Client.Create(
            new GroupResource(Rbac, "rolebindings"),
            Parse(
                """
                {"metadata":{"name":"deployers","namespace":"shop"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"deployers"},
                 "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"backend-deployers"}]}
                """
            )
        );
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

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

    private static async Task<HttpStatusCode> Apply(HttpClient client, string path, string configuration)
    {
        using var body = new StringContent(configuration, Encoding.UTF8, "application/apply-patch+yaml");
        using var response = await client.PatchAsync(new Uri($"{path}?fieldManager=ci", UriKind.Relative), body);
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
