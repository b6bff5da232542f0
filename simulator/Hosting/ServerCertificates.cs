using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>
/// A cluster's certificate authority and the server certificate that it signed, stored as PEM in the cluster's directory. The authority
/// also signs client certificates, whose common name is the user and whose organizations are the groups.
/// </summary>
internal sealed class ServerCertificates
{
    /// <summary>Certificate and key of the authority, certificate and key of the server.</summary>
    private static readonly string[] _files = ["ca.crt", "ca.key", "server.crt", "server.key"];

    private static readonly TimeSpan _validity = TimeSpan.FromDays(3650);

    private ServerCertificates(X509Certificate2 authority, X509Certificate2 server)
    {
        Authority = authority;
        Server = server;
    }

    /// <summary>The certificate of the authority, with its key.</summary>
    public X509Certificate2 Authority { get; }

    public string AuthorityPem => Authority.ExportCertificatePem() + "\n";

    public X509Certificate2 Server { get; }

    /// <summary>Loads the certificates of a directory, or creates them, valid from one day before the current time.</summary>
    public static ServerCertificates LoadOrCreate(string directory, TimeProvider time)
    {
        string[] files = [.. _files.Select(file => Path.Combine(directory, file))];
        if (!files.All(File.Exists))
        {
            Create(files, time.GetUtcNow());
        }

        return new ServerCertificates(
            X509Certificate2.CreateFromPemFile(files[0], files[1]),
            X509Certificate2.CreateFromPemFile(files[2], files[3])
        );
    }

    private static void Create(string[] files, DateTimeOffset now)
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

        PrivateFile.Write(files[3], serverKey.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(files[2], server.ExportCertificatePem());
        PrivateFile.Write(files[1], authorityKey.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(files[0], authority.ExportCertificatePem());
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
