using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Infra.Engine.Authorities;

/// <summary>A certificate and its key, PEM.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Key">Its key, in the form of its algorithm (<c>EC PRIVATE KEY</c>).</param>
public sealed record IssuedCertificate(string Certificate, string Key)
{
    private const string AuthenticateClient = "1.3.6.1.5.5.7.3.2";
    private const int SerialLength = 16;

    // Clocks of machines differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    /// <summary>Both, one after the other.</summary>
    public string Pem => $"{Certificate}\n{Key}\n";

    /// <summary>Creates an authority that signs itself.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="now">The begin of its life.</param>
    /// <param name="life">How long it is valid.</param>
    public static IssuedCertificate CreateAuthority(string name, DateTimeOffset now, TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign,
                critical: true
            )
        );
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + life);
        return new IssuedCertificate(certificate.ExportCertificatePem(), key.ExportECPrivateKeyPem());
    }

    /// <summary>Issues the certificate of a client of an authority.</summary>
    /// <param name="authorityPem">The authority's certificate and key, PEM.</param>
    /// <param name="name">The user's name.</param>
    /// <param name="group">The user's group.</param>
    /// <param name="now">The begin of its life.</param>
    /// <param name="life">How long it is valid; at most as long as the authority.</param>
    public static IssuedCertificate IssueClient(string authorityPem, string name, string group, DateTimeOffset now, TimeSpan life)
    {
        using var authority = X509Certificate2.CreateFromPem(authorityPem, authorityPem);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName(group);
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true)
        );
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(AuthenticateClient)], critical: false));
        if (authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        }

        var end = now + life < authority.NotAfter ? now + life : authority.NotAfter;
        using var certificate = request.Create(authority.SubjectName, Signer(authority), now - ClockSkew, end, Serial());
        return new IssuedCertificate(certificate.ExportCertificatePem(), key.ExportECPrivateKeyPem());
    }

    private static X509SignatureGenerator Signer(X509Certificate2 authority) =>
        authority.GetECDsaPrivateKey() is { } curve
            ? X509SignatureGenerator.CreateForECDsa(curve)
            : X509SignatureGenerator.CreateForRSA(
                authority.GetRSAPrivateKey() ?? throw new CryptographicException("The key of the authority is neither EC nor RSA."),
                RSASignaturePadding.Pkcs1
            );

    /// <summary>A positive number.</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialLength);
        serial[0] &= 0x7f;
        return serial;
    }
}
