using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>
/// A cluster's certificate authority and the server certificate that it signed, stored as PEM in the cluster's directory.
/// </summary>
internal sealed class ServerCertificates
{
    private static readonly TimeSpan _validity = TimeSpan.FromDays(3650);

    private ServerCertificates(string authorityPem, X509Certificate2 server)
    {
        AuthorityPem = authorityPem;
        Server = server;
    }

    public string AuthorityPem { get; }

    public X509Certificate2 Server { get; }

    /// <summary>Loads the certificates of a directory, or creates them, valid from one day before the current time.</summary>
    public static ServerCertificates LoadOrCreate(string directory, TimeProvider time)
    {
        var (authority, server, key) = (
            Path.Combine(directory, "ca.crt"),
            Path.Combine(directory, "server.crt"),
            Path.Combine(directory, "server.key")
        );
        if (!File.Exists(authority) || !File.Exists(server) || !File.Exists(key))
        {
            Create(authority, server, key, time.GetUtcNow());
        }

        return new ServerCertificates(File.ReadAllText(authority), X509Certificate2.CreateFromPemFile(server, key));
    }

    private static void Create(string authorityFile, string serverFile, string keyFile, DateTimeOffset now)
    {
        var (from, until) = (now.AddDays(-1), now + _validity);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=infra-simulated-cluster", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true)
        );
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serverRequest = new CertificateRequest("CN=kube-apiserver", serverKey, HashAlgorithmName.SHA256);
        serverRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        serverRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        serverRequest.CertificateExtensions.Add(AlternativeNames());
        using var server = serverRequest.Create(authority, from, until.AddDays(-1), RandomNumberGenerator.GetBytes(16));

        PrivateFile.Write(keyFile, serverKey.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(serverFile, server.ExportCertificatePem());
        PrivateFile.Write(authorityFile, authority.ExportCertificatePem());
    }

    private static X509Extension AlternativeNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        return names.Build();
    }
}
