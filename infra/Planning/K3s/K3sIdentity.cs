using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Common;

namespace Infra.Backend.Planning.K3s;

/// <summary>A certificate and its key, PEM.</summary>
internal sealed record CertificateAndKey(string Certificate, string Key)
{
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>Separates the blocks of a text; false if it has not both a certificate and a key.</summary>
    public static bool TryParse(string text, out CertificateAndKey? parsed)
    {
        var (certificate, key) = (new StringBuilder(), new StringBuilder());
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            (rest[block.Label] is CertificateLabel ? certificate : key).Append(rest[block.Location]).Append('\n');
            rest = rest[block.Location.End..];
        }

        parsed = certificate.Length > 0 && key.Length > 0 ? new CertificateAndKey(certificate.ToString(), key.ToString()) : null;
        return parsed is not null;
    }

    /// <summary>Separates the blocks of a text. One that stands for a secret is both.</summary>
    public static CertificateAndKey Parse(Text text) =>
        text.IsWithheld ? new CertificateAndKey(text.Value, text.Value)
        : TryParse(text.Value, out var parsed) ? parsed!
        : throw new FormatException("This is not a certificate with its key in PEM.");
}

/// <summary>What a cluster trusts, in the form that K3s reads.</summary>
internal sealed class K3sIdentity
{
    private const string TlsFolder = "/var/lib/rancher/k3s/server/tls";

    private readonly ClusterCredentialSettings _settings;

    public K3sIdentity(ClusterCredentialSettings settings)
    {
        _settings = settings;
        Server = CertificateAndKey.Parse(settings.Server);
        Administrator = CertificateAndKey.Parse(settings.Administrator);
    }

    /// <summary>The authority of the API's certificates.</summary>
    public CertificateAndKey Server { get; }

    /// <summary>The administrator's certificate.</summary>
    public CertificateAndKey Administrator { get; }

    /// <summary>The token of servers, with which they also verify the server that they join.</summary>
    public string ServerToken => Token("server", _settings.Token.Value);

    /// <summary>The token of agents, with which they also verify the server that they join.</summary>
    public string AgentToken => Token("node", _settings.AgentToken.Value);

    /// <summary>The secret of the agents' tokens, as the servers know it.</summary>
    public string AgentSecret => _settings.AgentToken.Value;

    /// <summary>The files of the first server, by path. The others receive them when they join.</summary>
    public IEnumerable<(string Path, string Content)> AuthorityFiles()
    {
        (string Name, Text Pair)[] authorities =
        [
            ("server-ca", _settings.Server),
            ("client-ca", _settings.Client),
            ("request-header-ca", _settings.RequestHeader),
            ("etcd/server-ca", _settings.EtcdServer),
            ("etcd/peer-ca", _settings.EtcdPeer),
        ];
        foreach (var (name, pair) in authorities)
        {
            var authority = CertificateAndKey.Parse(pair);
            yield return ($"{TlsFolder}/{name}.crt", authority.Certificate);
            yield return ($"{TlsFolder}/{name}.key", authority.Key);
        }

        yield return ($"{TlsFolder}/service.key", $"{_settings.ServiceKey.Value.Trim()}\n");
    }

    /// <summary>
    /// The secure form of a token: K3s compares the digest with that of the server's file <c>server-ca.crt</c>, or of the root if the file
    /// has several certificates.
    /// </summary>
    private string Token(string user, string secret)
    {
        var trusted = AuthorityChain.FindRoot(Server.Certificate) ?? Encoding.UTF8.GetBytes(Server.Certificate);
        return $"K10{Convert.ToHexStringLower(SHA256.HashData(trusted))}::{user}:{secret}";
    }
}
