using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace EndToEnd.Monitoring;

/// <summary>Reads a simulated cluster through its REST API.</summary>
internal sealed class ClusterAccess : IDisposable
{
    private readonly HttpClient _client;

    private ClusterAccess(Uri server, string authority, string token)
    {
        (Server, Authority, Token) = (server, authority, token);
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.ImportFromPem(authority);
        _client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trusted } })
        {
            BaseAddress = server,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    public Uri Server { get; }

    /// <summary>The certificate authority's certificate in PEM.</summary>
    public string Authority { get; }

    public string Token { get; }

    public static ClusterAccess Open(string kubeconfig)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(kubeconfig)));
        var root = yaml.Documents[0].RootNode;
        return new ClusterAccess(
            new Uri(root["clusters"][0]["cluster"]["server"].ToString()),
            Encoding.UTF8.GetString(Convert.FromBase64String(root["clusters"][0]["cluster"]["certificate-authority-data"].ToString())),
            root["users"][0]["user"]["token"].ToString()
        );
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await GetTextAsync(path))!;

    public Task<string> GetTextAsync(string path) => _client.GetStringAsync(path);

    /// <summary>The items of a list.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path, string? labels = null) =>
        [
            .. (await GetAsync(labels is null ? path : $"{path}?labelSelector={Uri.EscapeDataString(labels)}"))["items"]!
                .AsArray()
                .Select(item => item!),
        ];

    public void Dispose() => _client.Dispose();
}
