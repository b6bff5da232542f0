using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Infra.Simulator.Hosting;

/// <summary>Issues client certificates of a cluster's authority.</summary>
/// <param name="authority">The authority's certificate, with its key.</param>
/// <param name="time">The clock from which certificates are valid.</param>
internal sealed class ClientCertificates(X509Certificate2 authority, TimeProvider time)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Certificates are valid from a little earlier, for clients whose clocks are slow.</summary>
    private static readonly TimeSpan _backdating = TimeSpan.FromMinutes(5);

    /// <summary>Issues a certificate to a user, and its key, both in PEM.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="groups">The user's groups.</param>
    /// <param name="lifetime">How long the certificate is valid.</param>
    public (string Certificate, string Key) Issue(string user, IEnumerable<string> groups, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups.Reverse())
        {
            subject.AddOrganizationName(group);
        }

        subject.AddCommonName(user);
        return (Sign(new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256), lifetime), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Signs a certificate request in PEM.</summary>
    /// <exception cref="CryptographicException">The request is not valid.</exception>
    public string Sign(string request, TimeSpan lifetime) =>
        Sign(CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256), lifetime);

    private string Sign(CertificateRequest request, TimeSpan lifetime)
    {
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true)
        );
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        var now = time.GetUtcNow();
        var until = now + lifetime;
        using var certificate = request.Create(
            authority.SubjectName,
            X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!),
            now - _backdating,
            until < authority.NotAfter ? until : authority.NotAfter,
            RandomNumberGenerator.GetBytes(16)
        );
        return certificate.ExportCertificatePem() + "\n";
    }
}
